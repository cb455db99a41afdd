import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Apache, lackOfApache, startApache } from '../support/apache.js';
import { describeInBrowser } from '../support/browser.js';
import { createClient, type Journey, startJourney, visit } from '../support/journey.js';

const METHODS = [
  ['client_secret_basic', 'CLIENT_SECRET_BASIC'],
  ['client_secret_post', 'CLIENT_SECRET_POST'],
  ['client_secret_jwt', 'CLIENT_SECRET_JWT'],
] as const;

const journeys = (): void => {
  let journey: Journey;
  let page: Page;

  beforeAll(async () => {
    journey = await startJourney({ config: { allowedPrivateHosts: ['localhost'] } });
    ({ page } = journey);
  });
  afterAll(() => journey?.stop());
  beforeEach(() => page.context().clearCookies());

  describe.each(METHODS)('as a client by %s', (method, registered) => {
    let apache: Apache;

    beforeAll(async () => {
      apache = await startApache(async (origin) => {
        const { id, secret } = await createClient(journey.app, {
          ...{ name: 'Intranet', tokenEndpointAuthMethod: registered },
          ...{ redirectUris: [`${origin}/protected/redirect_uri`], postLogoutRedirectUris: [`${origin}/goodbye.html`] },
          backchannelLogoutUri: `${origin}/protected/redirect_uri?logout=backchannel`,
        });
        return [
          `OIDCProviderMetadataURL ${journey.app.origin}/.well-known/openid-configuration`,
          `OIDCProviderTokenEndpointAuth ${method}`,
          `OIDCClientID ${id}`,
          `OIDCClientSecret ${secret}`,
          `OIDCRedirectURI ${origin}/protected/redirect_uri`,
          'OIDCCryptoPassphrase "a passphrase of this test alone"',
          'OIDCScope "openid profile email"',
          'OIDCPKCEMethod S256',
          'OIDCRemoteUserClaim preferred_username',
          'OIDCPassClaimsAs environment',
        ];
      });
    });
    afterAll(() => apache?.stop());

    const signIn = () => visit(page, `${apache.origin}/protected/`, `${apache.origin}/protected/`);

    it('lets in whoever has a passkey, and tells what is behind it who they are', async () => {
      await signIn();
      expect(new URL(page.url()).search).toBe('');
      expect([await page.textContent('#user'), await page.textContent('#name')]).toEqual(['ada', 'Ada Lovelace']);
    });

    it('signs out there and here', async () => {
      await signIn();
      const goodbye = `${apache.origin}/goodbye.html`;
      await visit(page, `${apache.origin}/protected/redirect_uri?${new URLSearchParams({ logout: goodbye })}`, goodbye);
      expect(await page.textContent('h1')).toBe('Goodbye');
      await journey.authenticator.setPresence(false);
      await visit(page, `${apache.origin}/protected/`, `${journey.app.origin}/login`);
      await journey.authenticator.setPresence(true);
    });

    it('learns that somebody signed out here, by a logout token', async () => {
      await signIn();
      await page.goto(`${journey.app.origin}/oidc/logout`);
      await journey.authenticator.setPresence(false);
      await page.click('button[value=sign-out]');
      // It is delivered behind the answer.
      const isLetIn = async () => {
        await page.goto(`${apache.origin}/protected/`);
        return new URL(page.url()).origin === apache.origin;
      };
      while (await isLetIn());
      expect(new URL(page.url()).pathname).toBe('/login');
      await journey.authenticator.setPresence(true);
    });
  });
};

const lack = lackOfApache();
if (lack === undefined) describeInBrowser("Apache's mod_auth_openidc", journeys);
else describe.skip(`Apache's mod_auth_openidc (lacks ${lack})`, journeys);
