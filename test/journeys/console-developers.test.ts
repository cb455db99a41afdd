import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import type { Page } from 'playwright-core';
import { hasPermission, ROLE_PERMISSIONS } from '../../src/access/administration/admin-permissions.js';
import { describeInBrowser } from '../support/browser.js';
import { startCallbackServer } from '../support/callback-server.js';
import { systemClock } from '../support/deps.js';
import { createClient, discover, type Journey, newRequest, startJourney, visit } from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';
import { pngOf } from '../support/pictures.js';
import { userRecord } from '../support/records.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

const run = promisify(execFile);

const SET_ROLE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';
const CREATE_GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }';

/** The columns and rows of the table of administration roles. */
const ROLES = ['OWNER', 'ADMIN', 'USER_MANAGER', 'AUDITOR'] as const;
const RESOURCES = [
  ...(['users', 'groups', 'permissions', 'sessions', 'tokens'] as const),
  ...(['clients', 'scopes', 'webhooks', 'audit', 'apiKeys', 'issuers'] as const),
];

/** What an attacker could let a receiver answer. */
const EVIL = '<img src=x onerror="document.title=1"> <b>broken</b>';
const BLUE = 'rgb(36, 87, 214)';

describeInBrowser('the console for developers in a browser', () => {
  let journey: Journey;
  let page: Page;
  let receiver: WebhookReceiver;
  const problems: string[] = [];

  const setRole = (adminRole: string) => journey.app.graphql(SET_ROLE, { input: { id: journey.userId, adminRole } });

  beforeAll(async () => {
    journey = await startJourney({
      clock: systemClock,
      config: { allowedPrivateHosts: ['localhost'] },
      locale: 'en-GB',
    });
    // Another owner, so that Ada can lose the role.
    const olive = userRecord({ username: 'olive', adminRole: 'OWNER' });
    const { store } = journey.app.deps;
    await store.users.insert(olive);
    await setRole('OWNER');
    const owners = await store.owners.find('owners');
    if (owners !== undefined) await store.owners.update(owners, { userIds: [journey.userId, olive.id] });
    receiver = await startWebhookReceiver(systemClock);
    page = await journey.page.context().newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterAll(async () => {
    await journey?.stop();
    await receiver?.stop();
  });

  const open = (path: string) => page.goto(`${journey.app.origin}${path}`);
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const inDialog = (name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });
  const secret = async () => (await page.locator('.secret code').textContent()) ?? '';
  const statusOf = async (key: string) => {
    const response = await fetch(`${journey.app.origin}/graphql`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query: '{ viewer { permissions } }' }),
    });
    return [response.status, ((await response.json()) as { data?: { viewer?: unknown } }).data?.viewer];
  };
  /** Refreshes the deliveries until the page has this text. */
  const refreshedUntil = async (text: string) => {
    while ((await page.getByText(text).count()) === 0) {
      await button('Refresh').click();
      await page.locator('main .loaded[aria-busy=false]').waitFor();
    }
  };

  it('makes an API key that works, shows it once, and revokes it', async () => {
    await open('/console/api-keys');
    await heading('API keys');
    await expectGood(page);
    await page.getByRole('link', { name: 'New API key' }).click();
    await heading('New API key');
    await expectGood(page);
    await page.getByLabel('Name').fill('Backup script');
    await page.getByLabel('People').selectOption('read');
    await button('Create key').click();
    await heading('The key Backup script is ready');
    await expectGood(page);
    const key = await secret();
    expect(await statusOf(key)).toEqual([200, { permissions: ['users:read'] }]);
    const example = (label: string) => page.locator('figure').filter({ hasText: label }).locator('code').innerText();
    const options = { env: { ...process.env, PASSGRAPH_API_KEY: key } };
    const [shell, node] = await Promise.all([
      run('bash', ['-c', await example('With curl')]),
      run(process.execPath, ['--input-type=module', '--eval', await example('With JavaScript')], options),
    ]);
    for (const { stdout } of [shell, node])
      expect(JSON.parse(stdout)).toEqual({ data: { viewer: { kind: 'API_KEY', permissions: ['users:read'] } } });
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await heading('New API key');
    await page.getByRole('link', { name: 'API keys', exact: true }).first().click();
    const row = page.getByRole('row').filter({ hasText: 'Backup script' });
    await row.getByText(`Begins with ${key.slice(0, 11)}…`).waitFor();
    const kept = await page.evaluate(() =>
      JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, history.state]),
    );
    expect(kept).not.toContain(key);
    await page.getByText('Export', { exact: true }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), button('As JSON').click()]);
    const exported = JSON.parse(await readFile(await file.path(), 'utf8'));
    expect(exported).toMatchObject([{ name: 'Backup script', permissions: 'users:read', owner: 'ada' }]);
    await row.getByRole('button', { name: 'Revoke…' }).click();
    await page.getByText('1 API key stops working or loses a permission').waitFor();
    await inDialog('Revoke').click();
    await row.waitFor({ state: 'detached' });
    expect(await statusOf(key)).toEqual([401, undefined]);
    // The change is shown as it was sent, also after its row is gone.
    await page.getByText('Show as GraphQL').click();
    await page.locator('.as-graphql').getByText('"dryRun": false').waitFor();
    expect(await page.locator('.as-graphql').textContent()).not.toContain('"dryRun": true');
  });

  it('refuses a webhook to a URL that no server has', async () => {
    await open('/console/add/webhook');
    await page.getByLabel('URL').fill('javascript:alert(1)');
    await button('Create webhook').click();
    await page.locator('.field-error:focus', { hasText: 'Choose at least one event.' }).waitFor();
    await page.getByLabel('Find an event').fill('something created');
    await page.getByLabel('Something was created').check();
    await button('Create webhook').click();
    await page.locator('input[name=url][aria-invalid=true]').waitFor();
    await expectGood(page);
  });

  it('finds a failing webhook, and mends it', async () => {
    Object.assign(receiver, { status: 500, answer: EVIL });
    await page.getByLabel('URL').fill(receiver.url);
    await button('Create webhook').click();
    await heading('The webhook is ready');
    await expectGood(page);
    receiver.secret = await secret();
    await page.getByRole('link', { name: 'Open the webhook' }).click();
    await heading(receiver.url);
    await journey.app.graphql(CREATE_GROUP, { input: { name: 'Crew' } });
    await refreshedUntil('Failing');
    await expectGood(page);
    await page.getByRole('link', { name: 'Webhooks', exact: true }).first().click();
    await page.getByRole('cell', { name: /Failing.*500/ }).waitFor();
    await expectGood(page);
    await page.getByRole('link', { name: receiver.url }).click();
    const mend = page.getByRole('region', { name: 'How to fix it' });
    expect(await mend.locator('pre').textContent()).toContain('<img');
    expect(await page.locator('main img').count()).toBe(0);

    Object.assign(receiver, { status: 204, answer: '' });
    await button('Send a test').click();
    await page.locator('.send-test .outcome.good').waitFor();
    // The event that waits can already follow.
    expect(receiver.received.map(({ message }) => message)).toContainEqual(expect.objectContaining({ type: 'TEST' }));
    // The page asks again by itself, because the events that wait are sent after the test.
    await page.getByText('Working', { exact: true }).waitFor();
    expect(receiver.received.at(-1)?.message).toMatchObject({ type: 'CREATED', data: { resource: 'group' } });
    await page.getByRole('button', { name: 'Send again' }).first().click();
    await page.getByText('Sent again by an administrator').waitFor();
    expect(receiver.received.at(-1)?.message).toMatchObject({ type: 'CREATED' });
    // The browser is British, and so are the dates.
    const created = page.getByRole('term').filter({ hasText: 'Created' }).locator('~ dd').first();
    expect(await created.textContent()).toMatch(/^\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d$/);
  });

  it('shows without a click that the events follow which waited for the right URL', async () => {
    Object.assign(receiver, { status: 404 });
    await journey.app.graphql(CREATE_GROUP, { input: { name: 'Waiters' } });
    await refreshedUntil('Failing');
    Object.assign(receiver, { status: 204 });
    await page.getByRole('textbox', { name: 'URL' }).fill(`${receiver.url}&right`);
    await button('Save changes').click();
    await page.getByText('Saved. Events that were waiting are sent now.').waitFor();
    await page.getByText('Working', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: 'URL' }).fill(receiver.url);
    await button('Save changes').click();
    await page.getByText('Saved.', { exact: true }).waitFor();
  });

  it('sends all events again that the receiver has lost, each once and in order', async () => {
    const groups = ['Bakers', 'Cooks', 'Divers'];
    for (const name of groups) await journey.app.graphql(CREATE_GROUP, { input: { name } });
    const { store } = journey.app.deps;
    const [webhook] = await store.webhooks.all();
    const events = { types: ['CREATED'], from: webhook?.createdAt } as const;
    const { items } = await store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', events);
    const expected = items.map(({ record }) => record.id);
    const arrived = async (id: string | undefined) => {
      while (receiver.received.at(-1)?.headers['webhook-id'] !== id)
        await new Promise((next) => {
          receiver.meanwhile = next;
        });
    };
    await arrived(expected.at(-1));
    receiver.received.length = 0;
    // The webhook is younger, so it receives everything since it was made.
    await page.getByLabel('Since').fill('2026-01-01T12:00');
    await button('Send them again').click();
    await arrived(expected.at(-1));
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(expected);
    expect(receiver.received.map(({ message }) => typeof message)).not.toContain('string');
  });

  it('gives the webhook a new secret, pauses it, enables it and deletes it', async () => {
    await page.getByLabel('How long does the old secret work?').selectOption('0');
    await button('Create new secret').click();
    receiver.secret = await secret();
    await button('Send a test').click();
    await page.locator('.send-test .outcome.good').waitFor();
    expect(receiver.received.at(-1)?.message).toMatchObject({ type: 'TEST' });
    await button('Pause').click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await button('Enable').click();
    await page.getByText('Working', { exact: true }).waitFor();
    await button('Delete webhook…').click();
    await page.getByText('This affects nothing that is in use.').waitFor();
    await inDialog('Delete').click();
    await page.getByText('There are no webhooks').waitFor();
    await page.getByText('Show as GraphQL').click();
    await page.locator('.as-graphql').getByText('mutation DeleteWebhook').waitFor();
    expect(await page.locator('.as-graphql').textContent()).toContain('"dryRun": false');
  });

  it('changes the branding, with a preview, and the sign-in page looks like that', async () => {
    await open('/console/branding');
    const color = page.locator('[name=color]');
    await color.fill('#ffffff');
    await page.locator('[name=color][aria-invalid=true]').waitFor();
    await color.fill('#2457d6');
    const shown = page.frameLocator('.preview iframe').locator('main button.button').first();
    const colorOf = (element: Element) => getComputedStyle(element).backgroundColor;
    // The preview may load while it is read.
    const seen = () => shown.evaluate(colorOf).catch(() => 'loading');
    while ((await seen()) !== BLUE) await page.locator('.preview').hover();
    expect(await page.frameLocator('.preview iframe').getByText('JavaScript').count()).toBe(0);
    await expectGood(page);
    await button('Save changes').click();
    await page.getByText('Saved. The pages change').waitFor();
    const visitor = await (await journey.browser.newContext()).newPage();
    const signIn = `${journey.app.origin}/account`;
    do await visitor.goto(signIn);
    while ((await visitor.locator('button.button').first().evaluate(colorOf)) !== BLUE);

    const upload = async (label: string, name: string, buffer: Buffer) => {
      const field = page.getByLabel(label, { exact: true });
      await field.setInputFiles({ name, mimeType: 'image/png', buffer });
      return page.locator('.field').filter({ has: field });
    };
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    for (const [name, content, message] of [
      ['script.png', svg, /not an image|JPEG/],
      ['large.png', Buffer.alloc(2_100_000), /too large|2 MB|2 megabytes/],
    ] as const) {
      const field = await upload('Upload a logo', name, content);
      await field.getByRole('alert').filter({ hasText: message }).waitFor();
    }
    await expectGood(page);
    const name = page.locator('[name=name]');
    const savedName = await name.inputValue();
    await name.fill('Not saved');
    await upload('Upload a logo', 'logo.png', pngOf(300, 120));
    await page.getByText('The logo is saved.').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await button('Stay here').click();
    await name.fill(savedName);
    const saved = page.locator('[name=logo]');
    expect(await saved.inputValue()).toMatch(/\/pictures\/[\w-]+$/);
    await upload('Upload a logo for dark mode', 'white.png', pngOf(120, 120));
    await page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('[name=logoDark]')?.value.includes('/pictures/'),
    );
    for (const scheme of ['dark', 'light'] as const) {
      await page.getByLabel('Light or dark').selectOption(scheme.toUpperCase());
      await page
        .frameLocator('.preview iframe')
        .locator(`link[href*="/${scheme}-tokens.css"]`)
        .waitFor({ state: 'attached' });
      const logo = page.frameLocator('.preview iframe').locator('img.brand-logo');
      // The dark logo is square.
      const ratioOf = (image: HTMLImageElement) => image.decode().then(() => image.naturalWidth / image.naturalHeight);
      const expected = scheme === 'dark' ? 1 : 2.5;
      while ((await logo.evaluate(ratioOf).catch(() => 'loading')) !== expected) await page.locator('.preview').hover();
      await visitor.emulateMedia({ colorScheme: scheme });
      await visitor.goto(signIn);
      expect(await visitor.locator('img.brand-logo').evaluate(ratioOf)).toBe(expected);
    }
    await visitor.context().close();
  });

  it('replaces a signing key', async () => {
    const keys = async () => (await (await fetch(`${journey.app.origin}/oidc/jwks`)).text()) ?? '';
    const callback = await startCallbackServer();
    const client = await createClient(journey.app, { name: 'Ledger', redirectUris: [callback.redirectUri] });
    const configuration = await discover(journey.app, client);
    const idToken = async () => {
      const { parameters, checks } = await newRequest();
      const tab = await page.context().newPage();
      const request = { redirect_uri: callback.redirectUri, scope: 'openid', ...parameters };
      const returned = await visit(tab, oidc.buildAuthorizationUrl(configuration, request), callback.redirectUri);
      await tab.close();
      return (await oidc.authorizationCodeGrant(configuration, returned, checks)).id_token ?? '';
    };
    const signedBefore = await idToken();
    await open('/console/issuers');
    await page.getByRole('rowheader').getByRole('link').first().click();
    const row = page.getByRole('row').filter({ hasText: 'Signs tokens' }).filter({ hasNotText: 'next' });
    await row.waitFor();
    await expectGood(page);
    const before = (await row.locator('code').textContent()) ?? '';
    await row.getByRole('button', { name: 'Rotate…' }).click();
    await inDialog('Rotate').click();
    await page.getByRole('dialog').getByText('The next key was published only a moment ago').waitFor();
    const { keyRings, issuers } = journey.app.deps.store;
    const [ring] = await keyRings.findOfIssuer((await issuers.find('default'))?.generation ?? '');
    const keysOf = ring?.keys.map((key) => ({ ...key, createdAt: key.createdAt - 400_000 }));
    if (ring !== undefined) await keyRings.update(ring, { keys: keysOf ?? [] });
    await inDialog('Rotate').click();
    await page.getByText('The next key signs tokens now.').waitFor();
    await row.filter({ hasNotText: before }).waitFor();
    const kid = (await row.locator('code').textContent()) ?? '';
    const [keySet, signedAfter] = [await keys(), await idToken()];
    expect([keySet.includes(before), keySet.includes(kid), decodeProtectedHeader(signedAfter).kid]).toEqual([
      true,
      true,
      kid,
    ]);
    const published = createLocalJWKSet(JSON.parse(keySet));
    for (const token of [signedBefore, signedAfter])
      await jwtVerify(token, published, { issuer: journey.app.origin, audience: client.id });
    await callback.stop();
    await row.getByRole('button', { name: 'Revoke…' }).click();
    await page.getByText('Effects', { exact: true }).waitFor();
    await inDialog('Revoke').click();
    await page.getByText('The key is revoked').waitFor();
    expect(await keys()).not.toContain(kid);
    await expect(jwtVerify(signedAfter, createLocalJWKSet(JSON.parse(await keys())))).rejects.toThrow(
      'no applicable key',
    );
  });

  it('makes an issuer, and deletes it', async () => {
    await open('/console/issuers');
    await page.getByRole('link', { name: 'New issuer' }).click();
    await page.getByLabel('Part of the URL').fill('Not a slug');
    await button('Create issuer').click();
    await page.locator('input[name=slug][aria-invalid=true]').waitFor();
    await page.getByLabel('Part of the URL').fill('shop');
    await button('Create issuer').click();
    const url = `${journey.app.origin}/i/shop`;
    await heading(url);
    const discovery = async () => (await fetch(`${url}/.well-known/openid-configuration`)).status;
    expect(await discovery()).toBe(200);
    await button('Delete issuer…').click();
    await inDialog('Delete').click();
    await page.getByText('The issuer is deleted.').waitFor();
    expect(await discovery()).toBe(404);
  });

  it('makes a scope and a role that needs it, and gives the role to a person', async () => {
    await open('/console/add/scope');
    await page.getByLabel('Name').fill('orders:read');
    await page.getByLabel('Claims').fill('email');
    await page.getByLabel('API').fill('https://api.example.com');
    await page.getByLabel('Only for people with a role').check();
    await expectGood(page);
    await button('Create scope').click();
    const scope = page.getByRole('row').filter({ hasText: 'orders:read' });
    await scope.waitFor();
    await expectGood(page);
    await scope.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Description').fill('See your orders');
    await button('Save changes').click();
    await scope.getByText('See your orders').waitFor();
    await page.getByRole('link', { name: 'Roles', exact: true }).click();
    await page.getByRole('link', { name: 'New role' }).click();
    await page.getByLabel('An API').check();
    await page.locator('[name=resource]').fill('https://api.example.com');
    await page.locator('[name=name]').fill('editor');
    await page.locator('[name=scopes]').fill('orders:read');
    await expectGood(page);
    await button('Create role').click();
    await heading('editor');
    await page.getByRole('combobox', { name: 'Give it to a person' }).fill('ada');
    await page.getByRole('option', { name: /Ada/ }).click();
    const row = page.getByRole('row').filter({ hasText: 'Ada Lovelace' });
    await row.waitFor();
    await expectGood(page);
    await row.getByRole('button', { name: 'Remove…' }).click();
    await inDialog('Remove role').click();
    await row.waitFor({ state: 'detached' });
    await page.locator('[name=description]').fill('May change orders');
    await button('Save changes').click();
    await page.getByText('The role is saved.').waitFor();
    await button('Delete role…').click();
    await inDialog('Delete').click();
    await page.getByText('There are no roles').waitFor();
    await page.getByRole('link', { name: 'Scopes', exact: true }).click();
    await scope.getByRole('button', { name: 'Delete…' }).click();
    await inDialog('Delete').click();
    await page.getByText('You have no scopes of your own').waitFor();
  });

  it('explains the administration roles as the server decides', async () => {
    await open('/console/administration-roles');
    const table = page.getByRole('table').last();
    await table.getByRole('row').filter({ hasText: 'API keys' }).waitFor();
    await page.getByRole('row').filter({ hasText: 'Owner' }).getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    await expectGood(page);
    const shown = await table.locator('tbody td').allTextContents();
    const expected = RESOURCES.flatMap((resource) =>
      ROLES.map((role) => {
        const held = ROLE_PERMISSIONS[role];
        if (hasPermission(held, `${resource}:write`)) return 'Read and write';
        return hasPermission(held, `${resource}:read`) ? 'Read' : 'No';
      }),
    );
    expect(shown).toEqual(expected);
  });

  it('marks a mistake in a claim rule, shows what the rule computes for a person, and saves it', async () => {
    const { id } = await createClient(journey.app, { name: 'Notes', redirectUris: ['https://notes.example/back'] });
    await open('/console/scopes/claim-rules');
    await page.getByRole('combobox', { name: 'Find an application' }).fill('notes');
    await page.getByRole('option', { name: /Notes/ }).click();
    await button('Add a rule').click();
    await page.getByLabel('Claim', { exact: true }).fill('role');
    await page.getByLabel('Expression in CEL').fill('user.email +');
    await page.getByRole('combobox', { name: 'Find a person' }).fill('ada');
    await page.getByRole('option', { name: /Ada/ }).click();
    await page.locator('.rule .field-error').filter({ hasText: 'line 1, column' }).waitFor();
    await expectGood(page);
    await page.getByLabel('Expression in CEL').fill(`"<b>" + user.email`);
    await button('Preview for Ada Lovelace').click();
    await page.getByText('"role": "<b>ada@example.com"').first().waitFor();
    await expectGood(page);
    await button('Save rules').click();
    await page.getByText('The rules are saved.').waitFor();
    const { client } = await journey.app.graphql<{ client: unknown }>(
      `{ client(id: "${id}") { claimRules { claim } } }`,
    );
    expect(client).toEqual({ claimRules: [{ claim: 'role' }] });
  });

  it('shows an auditor no button, and a user manager no screen', async () => {
    await setRole('AUDITOR');
    for (const [path, name] of [
      ['api-keys', 'API keys'],
      ['webhooks', 'Webhooks'],
      ['scopes', 'Scopes and roles'],
      ['roles', 'Scopes and roles'],
      ['branding', 'Branding'],
      ['issuers/default', /http/],
    ] as const) {
      await open(`/console/${path}`);
      await heading(name);
      await page.locator('main .loaded[aria-busy=false]').first().waitFor();
      const all = await page.locator('main').locator('button, a.button, input').allTextContents();
      expect([path, all.filter((text) => !['Copy', 'As CSV', 'As JSON'].includes(text))]).toEqual([path, []]);
    }
    for (const [path, permission] of [
      ['add/webhook', 'webhooks:write'],
      ['add/role', 'clients:write'],
      ['scopes/edit?id=openid', 'scopes:write'],
    ]) {
      await open(`/console/${path}`);
      await page.getByText(`It requires the permission ${permission}. Ask an owner`).waitFor();
    }
    await expectGood(page);
    await setRole('USER_MANAGER');
    await open('/console/api-keys');
    await page.getByText('It requires the permission apiKeys:read.').waitFor();
    await page.goto(`${journey.app.origin}/console/nothing`);
    await page.getByText('There is no such page in the console.').waitFor();
    expect(await page.getByRole('link', { name: 'API keys' }).count()).toBe(0);
  });

  it('reports no violation of the Content-Security-Policy and no error', () => {
    // The images that were refused.
    expect(problems.filter((text) => !/status of (400|413)/.test(text))).toEqual([]);
  });
});
