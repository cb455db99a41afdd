import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { addVirtualAuthenticator, describeInBrowser } from '../support/browser.js';
import { systemClock } from '../support/deps.js';
import { type Journey, startJourney } from '../support/journey.js';
import { expectGood, findings } from '../support/page-checks.js';

const SET_ROLE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';
const USERS = 'query Users($first: Int!) {\n  users(first: $first) {\n    edges { node { username } }\n  }\n}';
const CREATE_KEY =
  'mutation CreateKey($input: CreateApiKeyInput!) {\n  createApiKey(input: $input) { apiKey { name } }\n}';
const KEY = { input: { name: 'From the explorer', permissions: ['users:read'] } };
const EVENTS = 'subscription Events { auditEvents { node { type } } }';

describeInBrowser('the explorer of the console', () => {
  let journey: Journey;
  let page: Page;
  /** What the browser reports: violations of the Content-Security-Policy, and errors of scripts. */
  const problems: string[] = [];
  /** The operations that the page has sent. */
  const sent: string[] = [];
  /** The passkey is used ten minutes ago, so that a change can need a fresh sign-in. */
  let behindMs = 600_000;

  beforeAll(async () => {
    journey = await startJourney({ clock: { now: () => new Date(systemClock.now().getTime() - behindMs) } });
    behindMs = 0;
    await journey.app.graphql(SET_ROLE, { input: { id: journey.userId, adminRole: 'OWNER' } });
    page = await journey.page.context().newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => sent.push(operationOf(request)));
  });
  afterAll(() => journey?.stop());

  const editor = (name: string) => page.getByRole('textbox', { name });
  const response = () => page.getByRole('textbox', { name: 'Response' });
  const open = async (fragment = '') => {
    await page.goto('about:blank');
    await page.goto(`${journey.app.origin}/console/explorer${fragment}`);
    await editor('Operation').waitFor();
  };
  /** Replaces the text of an editor, as a user would who pastes it. */
  const paste = async (name: string, text: string) => {
    await editor(name).click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(text);
  };
  const run = () => page.keyboard.press('ControlOrMeta+Enter');

  it('is operable on a small screen, by keyboard, and in dark colours', async () => {
    await open();
    await expectGood(page);
    await editor('Variables').focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.shadowRoot ?? null)).toBeNull();
  });

  it('completes a field, shows its description, and marks what is wrong', async () => {
    await paste('Operation', 'query { view');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: /^viewer/ }).click();
    await editor('Operation').getByText('viewer').waitFor();
    await page.keyboard.insertText(' { nonsense } }');
    await page.getByText('Cannot query field "nonsense" on type "Viewer".').waitFor();
    await page.locator('.cm-lintRange-error').waitFor();
    await page.getByRole('button', { name: 'Line 1' }).click();
    await page.getByRole('button', { name: 'Documentation' }).click();
    await page.getByRole('searchbox', { name: 'Search types and fields' }).fill('createApiKey');
    await page.getByRole('button', { name: 'Mutation.createApiKey' }).click();
    await page.getByRole('region', { name: 'Mutation' }).getByText('CreateApiKeyInput!').first().click();
    await page.getByRole('heading', { name: 'CreateApiKeyInput' }).waitFor();
    await expectGood(page);
  });

  it('runs a query with variables, and says what is wrong with them', async () => {
    await paste('Operation', USERS);
    await paste('Variables', '{ "fi');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: /"first"/ }).click();
    await editor('Variables').getByText('"first"').waitFor();
    await paste('Variables', '{ "first": "many" }');
    await page.getByText(/Variable "\$first" got invalid value "many"/).waitFor();
    await paste('Variables', '{ "first": 5 }');
    await run();
    await response().getByText('"ada"').waitFor();
    await paste('Variables', '{ "first": 5000 }');
    await run();
    await page.getByRole('alert').getByText('INVALID_INPUT').waitFor();
  });

  it('runs a mutation after a fresh sign-in in a window', async () => {
    await paste('Operation', CREATE_KEY);
    await paste('Variables', JSON.stringify(KEY));
    const [popup] = await Promise.all([page.waitForEvent('popup'), run()]);
    await pretendToSignIn();
    await signInAgain(popup);
    await response().getByText('"From the explorer"').waitFor();
    expect(sent.join()).not.toContain('code=evil');
  });

  it('shows the events of a subscription until the user stops it', async () => {
    await paste('Operation', EVENTS);
    await paste('Variables', '');
    await Promise.all([
      page.waitForResponse((answer) => answer.headers()['content-type']?.startsWith('text/event-stream') === true),
      run(),
    ]);
    await journey.app.graphql('mutation { createGroup(input: { name: "crew" }) { group { id } } }');
    await response().getByText('"CREATED"').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('status').getByText('Stopped').waitFor();
  });

  it('lets a link neither run nor stay in the address, and asks before its mutation', async () => {
    const before = sent.length;
    await open(linkTo({ document: CREATE_KEY, variables: KEY }));
    await page.getByText('A link runs nothing by itself.').waitFor();
    await editor('Operation').getByText('CreateKey').waitFor();
    expect(new URL(page.url()).hash).toBe('');
    expect(sent.slice(before).join()).not.toContain('CreateKey');
    await editor('Operation').click();
    await run();
    const dialog = page.getByRole('dialog', { name: 'Run a mutation from a link?' });
    await dialog.getByText('createApiKey').waitFor();
    expect(sent.slice(before).join()).not.toContain('CreateKey');
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.evaluate(() => {
      location.hash = '#eyBroken';
    });
    await page.getByText('This link is damaged.').waitFor();
  });

  it('stores nothing, and reports no violation of the Content-Security-Policy', async () => {
    expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({});
    expect(problems).toEqual([]);
  });

  /** Sends what another page of this server could send to the console while it waits for the window. */
  async function pretendToSignIn(): Promise<void> {
    const { origin } = journey.app;
    const response = `${origin}/console/callback?code=evil&state=window.evil&iss=${encodeURIComponent(origin)}`;
    await journey.page.evaluate(
      (messages) => {
        const channel = new BroadcastChannel('passgraph-console');
        for (const message of messages) channel.postMessage(message);
        channel.close();
      },
      [response, 'not a URL', null],
    );
  }

  /** Uses the passkey of the first page in the window. */
  async function signInAgain(popup: Page): Promise<void> {
    const authenticator = await addVirtualAuthenticator(popup);
    for (const credential of await journey.authenticator.credentials()) await authenticator.addCredential(credential);
    const closed = popup.waitForEvent('close');
    await popup.waitForURL(/\/oidc\/|\/interaction|\/sign-in|\/login/);
    await popup
      .getByRole('button')
      .first()
      .click()
      .catch(() => undefined);
    await closed;
  }
});

function operationOf(request: Request): string {
  return ['/graphql', '/oidc/token'].includes(new URL(request.url()).pathname) ? (request.postData() ?? '') : '';
}

function linkTo(operation: object): string {
  return `#${Buffer.from(JSON.stringify(operation)).toString('base64url')}`;
}
