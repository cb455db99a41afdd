import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Apache, lackOfApache, startApache } from '../support/apache.js';
import { describeInBrowser } from '../support/browser.js';
import { type Guide, openGuide } from '../support/guides.js';
import { createClient, type Journey, startJourney, visit } from '../support/journey.js';

const METHODS = [
  ['client_secret_basic', 'CLIENT_SECRET_BASIC'],
  ['client_secret_post', 'CLIENT_SECRET_POST'],
  ['client_secret_jwt', 'CLIENT_SECRET_JWT'],
] as const;

/** Follows docs/connect/apache.md, also with the other authentication methods. */
function journeys(): void {
  let journey: Journey;
  let page: Page;

  /** The client that the page creates. */
  const guided = async (guide: Guide) => {
    const { createClient: made } = await guide.graphql<{
      createClient: { client: { id: string }; clientSecret: string };
    }>(journey.app, 'client');
    return { id: made.client.id, secret: made.clientSecret };
  };

  beforeAll(async () => {
    journey = await startJourney({ config: { allowedPrivateHosts: ['localhost'] } });
    ({ page } = journey);
  });
  afterAll(() => journey?.stop());
  beforeEach(() => page.context().clearCookies());

  describe.each(METHODS)('as a client with %s', (method, registered) => {
    let apache: Apache;

    beforeAll(async () => {
      const guide = await openGuide('connect/apache', journey.app);
      const origin = guide.origin(4000);
      const { id, secret } =
        method === METHODS[0][0]
          ? await guided(guide)
          : await createClient(journey.app, {
              name: 'Intranet',
              tokenEndpointAuthMethod: registered,
              redirectUris: [`${origin}/protected/redirect_uri`],
              postLogoutRedirectUris: [`${origin}/goodbye.html`],
              backchannelLogoutUri: `${origin}/protected/redirect_uri?logout=backchannel`,
            });
      const settings = guide
        .block('apache examples/apache/intranet.conf')
        .replace('ClientID intranet', `ClientID ${id}`)
        .replace('CLIENT_SECRET', secret)
        .replace(METHODS[0][0], method);
      apache = await startApache(Number(new URL(origin).port), settings);
    });
    afterAll(() => apache?.stop());

    const signIn = () => visit(page, `${apache.origin}/protected/`, `${apache.origin}/protected/`);

    it('lets a user with a passkey in and passes the claims on', async () => {
      await signIn();
      expect(new URL(page.url()).search).toBe('');
      expect([await page.textContent('#user'), await page.textContent('#name')]).toEqual(['ada', 'Ada Lovelace']);
    });

    it('signs the user out of both', async () => {
      await signIn();
      const goodbye = `${apache.origin}/goodbye.html`;
      await visit(page, `${apache.origin}/protected/redirect_uri?${new URLSearchParams({ logout: goodbye })}`, goodbye);
      expect(await page.textContent('h1')).toBe('Goodbye');
      await journey.authenticator.setPresence(false);
      await visit(page, `${apache.origin}/protected/`, `${journey.app.origin}/login`);
      await journey.authenticator.setPresence(true);
    });

    it('receives a logout token when the user signs out of the server', async () => {
      await signIn();
      await page.goto(`${journey.app.origin}/oidc/logout`);
      await journey.authenticator.setPresence(false);
      const signedOut = page.waitForResponse((response) => response.request().method() === 'POST');
      await page.click('button[value=sign-out]');
      // The next address would cancel a request that the server has not received yet.
      await signedOut;
      // The token is delivered after the response.
      const hasAccess = async () => {
        await page.goto(`${apache.origin}/protected/`);
        return new URL(page.url()).origin === apache.origin;
      };
      while (await hasAccess());
      expect(new URL(page.url()).pathname).toBe('/login');
      await journey.authenticator.setPresence(true);
    });
  });

  it('admits only the members of a group', async () => {
    const guide = await openGuide('connect/apache', journey.app);
    const origin = guide.origin(4000);
    const { id, secret } = await createClient(journey.app, {
      name: 'Admins',
      redirectUris: [`${origin}/protected/redirect_uri`],
    });
    const settings = guide
      .block('apache examples/apache/intranet.conf')
      .replace('ClientID intranet', `ClientID ${id}`)
      .replace('CLIENT_SECRET', secret)
      .replace('Require valid-user', 'Require claim groups:admins');
    const apache = await startApache(Number(new URL(origin).port), settings);
    try {
      await visit(page, `${apache.origin}/protected/`, `${apache.origin}/protected/`);
      expect(await page.textContent('h1')).toBe('Unauthorized');
      const { userByUsername } = await journey.app.graphql<{ userByUsername: { id: string } }>(
        '{ userByUsername(username: "ada") { id } }',
      );
      await journey.app.graphql(
        'mutation ($id: ID!) { createGroup(input: { name: "Admins", memberIds: [$id] }) { group { id } } }',
        { id: userByUsername.id },
      );
      await page.context().clearCookies();
      await visit(page, `${apache.origin}/protected/`, `${apache.origin}/protected/`);
      expect(await page.textContent('#user')).toBe('ada');
    } finally {
      await apache.stop();
    }
  });
}

const lack = lackOfApache();
if (lack === undefined) describeInBrowser("Apache's mod_auth_openidc", journeys);
else describe.skip(`Apache's mod_auth_openidc (lacks ${lack})`, journeys);
