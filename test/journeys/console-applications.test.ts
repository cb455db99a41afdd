import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { systemClock } from '../support/deps.js';
import { type Journey, newRequest, startJourney, visit } from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';
import { JPEG } from '../support/pictures.js';
import { registerPerson } from '../support/relying-party.js';

const SET_ROLE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';
const CREATE_GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }';
const CLIENT = 'query ($id: ID!) { client(id: $id) { name redirectUris accessTokenLifetime secrets { id } } }';
const HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>';

describeInBrowser('the applications in the console', () => {
  let journey: Journey;
  let product: CallbackServer;
  let page: Page;
  let config: oidc.Configuration;
  /** What the browser reports: violations of the Content-Security-Policy, and errors of scripts. */
  const problems: string[] = [];

  const setRole = (adminRole: string) => journey.app.graphql(SET_ROLE, { input: { id: journey.userId, adminRole } });
  const findClient = async (id = 'grafana') => (await journey.app.graphql<{ client: never }>(CLIENT, { id })).client;
  const open = (path: string) => page.goto(`${journey.app.origin}/console/applications${path}`);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const openTab = (name: string) => page.locator('.tabs').getByRole('link', { name }).click();
  const pick = async (label: string, text: string, option: RegExp) => {
    await page.getByRole('combobox', { name: label, exact: true }).fill(text);
    await page.getByRole('option', { name: option }).click();
  };
  /** The configuration of the product, read from the file that the console shows. */
  const shownConfig = async () => {
    const file = await page.locator('pre').first().innerText();
    const settingOf = (name: string) => new RegExp(`^${name} = (.*)$`, 'm').exec(file)?.[1] ?? '';
    const shown = new oidc.Configuration(
      {
        issuer: journey.app.origin,
        authorization_endpoint: settingOf('auth_url'),
        token_endpoint: settingOf('token_url'),
        userinfo_endpoint: settingOf('api_url'),
        jwks_uri: `${journey.app.origin}/oidc/jwks`,
      },
      settingOf('client_id'),
      settingOf('client_secret'),
    );
    oidc.allowInsecureRequests(shown);
    return shown;
  };
  const authorizationUrl = async (redirectUri: string) => {
    const { parameters, checks } = await newRequest();
    const asked = { ...parameters, redirect_uri: redirectUri, scope: 'openid profile email groups' };
    return { url: oidc.buildAuthorizationUrl(config, asked), checks };
  };

  beforeAll(async () => {
    [journey, product] = await Promise.all([startJourney({ clock: systemClock }), startCallbackServer()]);
    // An owner has to remain when Ada becomes an auditor.
    const other = await registerPerson(journey.app, { username: 'root' });
    await journey.app.graphql(SET_ROLE, { input: { id: other.id, adminRole: 'OWNER' } });
    await setRole('OWNER');
    page = await journey.page.context().newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterAll(async () => {
    await journey?.stop();
    await product?.stop();
  });

  it('adds a product of the catalogue with four clicks, and shows what to enter in it', async () => {
    await open('');
    await page.getByRole('link', { name: 'Add application' }).first().click();
    await page.getByLabel('Search the catalogue').fill('graf');
    await expectGood(page);
    await page.getByRole('link', { name: /^Grafana/ }).click();
    await page.getByLabel(/URL/).fill('http://192.168.0.9:3000');
    await press('Add application');
    await page.getByText('Enter the https address, or allow http below.').waitFor();
    await page.getByLabel(/URL/).fill(product.origin);
    await page.getByLabel('Everyone').check();
    await expectGood(page);
    await press('Add application');
    await heading('Grafana is added');
    // Loading the page again shows the application, not the form.
    expect(new URL(page.url()).pathname).toBe('/console/applications/grafana');
    await expectGood(page);
    config = await shownConfig();
  });

  it('tests the sign-in: shows why it is refused, mends the redirect URI, and shows that it works', async () => {
    const [opened] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Test sign-in' }).click(),
    ]);
    expect(new URL(opened.url()).origin).toBe(product.origin);
    await opened.close();
    await page.getByText('Waiting for a sign-in').waitFor();
    const wrong = await authorizationUrl(`${product.origin}/login/other`);
    await journey.page.goto(wrong.url.href);
    await page.getByText('The redirect URI is not registered for this application.').waitFor();
    await press('Add this redirect URI');
    await page.getByText('The redirect URI is added. Try again.').waitFor();
    expect(await findClient()).toMatchObject({
      redirectUris: [`${product.origin}/login/generic_oauth`, `${product.origin}/login/other`],
    });
    const redirectUri = `${product.origin}/login/generic_oauth`;
    const { url, checks } = await authorizationUrl(redirectUri);
    const tokens = await oidc.authorizationCodeGrant(config, await visit(journey.page, url, redirectUri), checks);
    expect(tokens.claims()).toMatchObject({ sub: journey.userId, aud: 'grafana' });
    await page.getByText('It works').waitFor();
    await page.getByText('Grafana got tokens for Ada Lovelace').waitFor();
    await pick('Show it for', 'ada', /Ada Lovelace/);
    await page.getByText('preferred_username').first().waitFor();
    const mistaken = new oidc.Configuration(config.serverMetadata(), 'grafana', 'not-the-secret');
    oidc.allowInsecureRequests(mistaken);
    const next = await authorizationUrl(redirectUri);
    const answer = await visit(journey.page, next.url, redirectUri);
    await expect(oidc.authorizationCodeGrant(mistaken, answer, next.checks)).rejects.toThrow();
    const result = page.locator('.test-result');
    await result.getByText('Copy the secret into Grafana again.').waitFor();
    // It is said once, in the language of the user.
    expect(await result.innerText()).toContain('The secret is wrong.');
    expect(await result.innerText()).not.toContain('wrong secret');
    await expectGood(page);
    const settings = page.getByRole('link', { name: 'Go to the settings of Grafana' });
    expect(await settings.getAttribute('href')).toBe('/console/applications/grafana');
    // The form has the focus even if the part before it has no data yet.
    const products = Promise.withResolvers<void>();
    await page.route('**/graphql', async (route) => {
      if (/query Product(Names|Values)/.test(route.request().postData() ?? '')) await products.promise;
      await route.continue();
    });
    await result.getByRole('link', { name: 'New secret' }).click();
    await heading('Grafana');
    await page.locator(':focus').getByRole('radio', { name: 'One more day' }).waitFor();
    products.resolve();
    await page.unrouteAll({ behavior: 'wait' });
    expect(new URL(page.url()).search).toBe('');
    await press('Cancel');
    await page.getByRole('columnheader', { name: 'Begins with' }).waitFor();
    await expectGood(page);
  });

  it('makes a second secret, and fills it in the values of the product', async () => {
    const values = page.locator('pre').first();
    expect(await values.innerText()).toContain('client_secret = THE_CLIENT_SECRET');
    await press('New secret');
    await press('Create secret');
    const secret = await page.locator('.copyable.secret code').innerText();
    expect(secret.length).toBeGreaterThan(30);
    // The values of the product contain it, while it is shown.
    expect(await values.innerText()).toContain(`client_secret = ${secret}`);
    await page.getByRole('button', { name: 'Revoke…' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke secret' }).click();
    await page.getByText('The secret is revoked.').waitFor();
    expect(((await findClient()) as { secrets: unknown[] }).secrets).toHaveLength(1);
  });

  it('shows the sign-in and the refusal in the tab of the activity', async () => {
    await openTab('Activity');
    await page.getByText('Grafana got tokens for Ada Lovelace').waitFor();
    await page.locator('.event[data-outcome=FAILURE]').first().waitFor();
    await expectGood(page);
  });

  it('explains why a person cannot sign in, and mends it with one click', async () => {
    await registerPerson(journey.app, { username: 'grace', name: `Grace ${HOSTILE}` });
    await openTab('Access');
    await press('Only chosen people…');
    await page.getByRole('dialog').getByRole('button', { name: 'Restrict access' }).click();
    await page.getByText('Only the people and groups below').waitFor();
    await pick('Person', 'grace', /Grace/);
    await page.getByText('has no permission for Grafana').waitFor();
    await page.getByRole('button', { name: /^Give Grace/ }).click();
    await page.getByText(/^Grace .* can use Grafana/).waitFor();
    await page.getByRole('rowheader', { name: /Grace/ }).waitFor();
    await expectGood(page);
  });

  it('defines a role, and gives it to a person', async () => {
    await press('New role');
    await page.getByLabel('Name of the role').fill(HOSTILE);
    await press('Add role');
    await page.getByRole('heading', { level: 3, name: HOSTILE }).waitFor();
    await pick(`Give “${HOSTILE}” to a person`, 'grace', /Grace/);
    await page.locator('.holders').getByRole('link', { name: /Grace/ }).waitFor();
  });

  it('shows the error of the API beside the field, and saves what was changed', async () => {
    await openTab('Settings');
    await press('Show all');
    await expectGood(page);
    await page.getByLabel('Redirect URIs', { exact: true }).fill('javascript:alert(3)');
    await press('Save');
    const field = page.getByLabel('Redirect URIs', { exact: true });
    await page.locator('.field-error').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill(`${product.origin}/login/generic_oauth`);
    await page.getByLabel(/^Name/).first().fill(HOSTILE);
    await page.getByLabel(/^Lifetime of access tokens/).fill('120');
    await press('Save');
    await heading(HOSTILE);
    expect(await findClient()).toMatchObject({
      name: HOSTILE,
      accessTokenLifetime: 120,
      redirectUris: [`${product.origin}/login/generic_oauth`],
    });
  });

  it('shows what claim rules would compute before they are saved, and marks a mistake', async () => {
    const rules = page.getByRole('group', { name: 'Claim rules' });
    await rules.getByRole('button', { name: 'Add entry' }).click();
    await rules.getByLabel('claim', { exact: true }).fill('nickname');
    await rules.getByLabel('expression', { exact: true }).fill('user.preferred_username +');
    await pick('Try the rules for a person', 'ada', /Ada Lovelace/);
    await page.getByText('Rule 1:').waitFor();
    await rules.getByLabel('expression', { exact: true }).fill("user.preferred_username + '!'");
    await page.getByText('ada!', { exact: true }).waitFor();
    await rules.getByRole('button', { name: 'Remove entry 1' }).click();
  });

  it('uploads a logo, and shows the copy of the server', async () => {
    await page.getByLabel('Choose an image').setInputFiles({ name: 'logo.jpg', mimeType: 'image/jpeg', buffer: JPEG });
    await page.getByText('The logo is saved.').waitFor();
    await page.locator('h1 img.app-logo').waitFor();
  });

  it('adds each kind of application that is not in the catalogue', async () => {
    for (const [kind, name, label, value] of [
      ['web', 'Notes', 'Redirect URIs', 'http://192.168.0.7/callback'],
      ['browser', 'Board', 'Redirect URIs', 'https://board.example.com/callback'],
      ['native', 'Phone', 'Redirect URIs', 'http://127.0.0.1/callback'],
      ['service', 'Robot', 'Scopes', ''],
      ['proxy', 'Wiki', 'Hosts', 'wiki.example.com'],
      ['basic', 'Shop', 'Redirect URIs', 'https://shop.example.com/callback'],
      ['api', 'Prices', 'Audiences', 'https://prices.example.com'],
    ] as const) {
      await page.goto(`${journey.app.origin}/console/add/application?kind=${kind}`);
      await page.getByLabel(/^Name/).fill(name);
      await page.getByLabel(label, { exact: true }).fill(value);
      if (kind === 'web') await page.getByLabel('Allow http in my private network').check();
      if (kind === 'proxy') {
        await page.getByLabel(label, { exact: true }).fill('two words');
        await press('Add application');
        await page.locator('.field-error', { hasText: /^two words / }).waitFor();
        await page.getByLabel(label, { exact: true }).fill(value);
      }
      if (kind === 'api') {
        await page.getByText('More options').click();
        await page.getByLabel('Client ID').fill('a/b');
        await page.getByText('More options').click();
        await press('Add application');
        await page.getByText(/^Must be 1 to 64 letters/).waitFor();
        await page.getByLabel('Client ID').fill('add');
      }
      await press('Add application');
      await heading(`${name} is added`);
    }
    await open('');
    await page.getByRole('link', { name: 'Wiki' }).click();
    await page.getByText('nginx, HAProxy').waitFor();
    await open('');
    await page.getByRole('link', { name: 'Notes' }).click();
    await Promise.all([
      page.waitForResponse((answer) => answer.request().postData()?.includes('RememberProduct') === true),
      page.getByLabel('Product').selectOption('gitea'),
    ]);
    await open('');
    await page.getByRole('rowheader', { name: /Notes.*Gitea/ }).waitFor();
    // The product is known, though the application has another id.
    const notes = await page.getByRole('link', { name: 'Notes' }).getAttribute('href');
    await page.goto(`${journey.app.origin}/console/add/application?template=gitea`);
    await page.getByText('Gitea is already added.').waitFor();
    expect(await page.getByRole('link', { name: 'Go to the settings of Gitea' }).getAttribute('href')).toBe(notes);
    // No id of an application leads to another screen.
    await open('/add');
    await heading('Prices');
  });

  it('gives access to chosen groups and to the group of a role, and lets only their members in', async () => {
    for (const input of [{ name: 'Staff' }, { name: 'Elsewhere', memberIds: [journey.userId] }])
      await journey.app.graphql(CREATE_GROUP, { input });
    await page.goto(`${journey.app.origin}/console/add/application?template=grafana`);
    await page.getByText('Grafana is already added.').waitFor();
    await page.getByText('you can create the group and add yourself').waitFor();
    await page.getByLabel(/URL/).fill(product.origin);
    await page.getByLabel('Chosen groups').check();
    await pick('Groups', 'sta', /Staff/);
    await pick('Groups', 'Visitors', /^Create the group Visitors$/);
    await page.getByRole('button', { name: 'Remove Visitors' }).waitFor();
    await press('Add application');
    await heading('Grafana is added');
    await press('Create admins and give it access');
    await page.getByRole('link', { name: 'admins exists' }).waitFor();
    config = await shownConfig();
    const redirectUri = `${product.origin}/login/generic_oauth`;
    await visit(journey.page, (await authorizationUrl(redirectUri)).url, `${journey.app.origin}/denied`);
    await press('Add me to admins');
    await page.getByRole('link', { name: 'You are in admins' }).waitFor();
    const { url, checks } = await authorizationUrl(redirectUri);
    const tokens = await oidc.authorizationCodeGrant(config, await visit(journey.page, url, redirectUri), checks);
    // The application does not learn about groups that have no access to it.
    expect(tokens.claims()).toMatchObject({ sub: journey.userId, aud: 'grafana-2', groups: ['admins'] });
  });

  it('shows a list without a button to an auditor', async () => {
    await setRole('AUDITOR');
    await open('');
    await page.getByRole('link', { name: HOSTILE }).waitFor();
    await expectGood(page);
    expect(await page.getByRole('link', { name: 'Add application' }).count()).toBe(0);
    await page.getByRole('link', { name: HOSTILE }).click();
    for (const [tab, text] of [
      ['Connect', 'Addresses and ID'],
      ['Access', 'People and groups'],
      ['Settings', 'Redirect URIs'],
    ] as const) {
      await openTab(tab);
      await page.getByText(text).first().waitFor();
      const buttons = await page.locator('main').getByRole('button').allInnerTexts();
      expect([tab, buttons.filter((name) => !/^(Copy|Show)/.test(name))]).toEqual([tab, []]);
    }
    await setRole('OWNER');
  });

  it('deletes the application, after it has said what that ends', async () => {
    await open('/grafana-2/settings');
    await press('Delete application…');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('the application with the ID grafana-2').waitFor();
    await dialog.getByText('Effects', { exact: true }).waitFor();
    const effects = await dialog.getByRole('listitem').allInnerTexts();
    expect(effects).toEqual([
      '1 person loses access\nAda Lovelace',
      '1 sign-in to an application ends',
      '1 application stops working',
    ]);
    await dialog.getByRole('button', { name: 'Delete application' }).click();
    await heading('Applications');
    await page.getByRole('link', { name: 'Wiki' }).waitFor();
    expect(await findClient('grafana-2')).toBeNull();
    expect(await findClient()).not.toBeNull();
  });

  it('ran no script of a name, and broke no rule of the Content-Security-Policy', () => {
    expect(problems).toEqual([]);
  });
});
