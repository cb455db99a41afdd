import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { LATEST_BACKUP_ID } from '../../src/model/server/backup.js';
import { SERVER_SETTINGS_ID } from '../../src/model/server/server-settings.js';
import { describeInBrowser } from '../support/browser.js';
import { systemClock } from '../support/deps.js';
import { makeUser, signInAs } from '../support/fixtures.js';
import { type Journey, startJourney } from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';
import { fileDatabase } from '../support/stores.js';

const SET_ROLE = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }';
const CREATE_USER = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }';
const CREATE_GROUP = 'mutation ($input: CreateGroupInput!) { createGroup(input: $input) { group { id } } }';
const CREATE_CLIENT = 'mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }';
const NAME_SERVER = 'mutation { updateServerSettings(input: { rpName: "Town hall" }) { serverSettings { rpName } } }';
const SETTINGS = '{ serverSettings { maxSessions } }';

interface CreatedUser {
  readonly createUser: { readonly user: { readonly id: string } };
}

const HOSTILE = '<img src=x onerror="document.title = 1">';

describeInBrowser('the overview, activity and server screens of the console', () => {
  let journey: Journey;
  let page: Page;
  const problems: string[] = [];

  const setRole = (id: string, adminRole: string | null) => journey.app.graphql(SET_ROLE, { input: { id, adminRole } });
  const createGroup = (name: string) => journey.app.graphql(CREATE_GROUP, { input: { name } });
  const open = (path: string) => page.goto(`${journey.app.origin}${path}`);
  const sentence = (text: string | RegExp) => page.locator('.event-text').filter({ hasText: text });

  async function newPage(context: BrowserContext): Promise<Page> {
    const made = await context.newPage();
    made.setDefaultTimeout(20_000);
    made.on('pageerror', ({ message }) => problems.push(message));
    made.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    return made;
  }

  beforeAll(async () => {
    journey = await startJourney({ clock: systemClock, makeDatabase: fileDatabase });
    page = await newPage(journey.page.context());
    await setRole(journey.userId, 'OWNER');
    const { store, clock } = journey.app.deps;
    await store.backups.insert({ id: LATEST_BACKUP_ID, version: 1, startedAt: clock.now() });
  });
  afterAll(() => journey?.stop());

  it('lead through the first steps until they are done, and say what needs attention', async () => {
    let isMended = false;
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch();
      const isSteps = route.request().postData()?.includes('query OverviewSteps') === true;
      const body = await response.text();
      const isReplaced = isSteps && isMended;
      await route.fulfill({ response, body: isReplaced ? body.replaceAll(/"(FAILED|WARNING)"/g, '"OK"') : body });
    });
    await open('/console');
    const steps = page.getByRole('region', { name: 'First steps' });
    await steps.getByRole('link', { name: 'Make sure that you can get back in' }).waitFor();
    // The URL of the server works only on this machine, which is a warning.
    await steps.getByRole('link', { name: 'Check your setup' }).waitFor();
    expect(await steps.locator('[data-done=true]').allTextContents()).toContainEqual(
      expect.stringContaining('Make a backup every day'),
    );
    expect(await page.getByRole('link', { name: 'Add application' }).getAttribute('href')).toBe(
      '/console/add/application',
    );
    const attention = page.getByRole('region', { name: 'Needs attention' });
    await attention.getByText('1 owner with 1 passkey').waitFor();
    // Problems come first: on a small screen above the steps, and on a large one beside them.
    const boxesAt = async (width: number) => {
      await page.setViewportSize({ width, height: 800 });
      return { problems: await attention.boundingBox(), firstSteps: await steps.boundingBox() };
    };
    const small = await boxesAt(375);
    expect(small.problems?.y).toBeLessThan(small.firstSteps?.y ?? 0);
    const large = await boxesAt(1280);
    expect(large.problems?.y).toBe(large.firstSteps?.y);
    await expectGood(page);
    await journey.app.graphql(NAME_SERVER);
    await journey.app.graphql(CREATE_CLIENT, { input: { id: 'wiki', name: HOSTILE } });
    const { store } = journey.app.deps;
    const ada = await store.users.find(journey.userId);
    if (ada === undefined) throw new Error('no user');
    await store.users.update(ada, { recoveryCodeHashes: ['x'] });
    await makeUser(journey.app.deps, { username: 'grace', adminRole: 'ADMIN' });
    isMended = true;
    await page.reload();
    await page.getByRole('region', { name: 'Latest activity' }).getByText(HOSTILE).first().waitFor();
    await steps.waitFor({ state: 'detached' });
    await page.unroute('**/graphql');
    await attention.getByRole('link', { name: 'Owners' }).click();
    await page.getByRole('heading', { name: 'Owners' }).waitFor();
  });

  it('show the checks with what to do, and change a setting', async () => {
    const owners = page.getByRole('listitem').filter({ hasText: 'Owners' });
    expect(await owners.textContent()).toContain('docs/check-setup.md#owners');
    const address = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'Address of the server' }) });
    await address.getByText('Environment variables').click();
    await address.getByText('ISSUER, RP_ID', { exact: true }).waitFor();
    await expectGood(page);
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await expectGood(page);
    await page.getByRole('button', { name: 'Show the environment variables' }).click();
    await page.getByText('MAX_SESSIONS', { exact: true }).waitFor();
    await page.getByLabel('Maximum sessions per person').fill('7');
    await page.getByLabel('Terms of service').fill('http://insecure.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[aria-invalid=true]').waitFor();
    expect(await page.locator('.field-error').textContent()).toContain('https');
    await page.getByLabel('Terms of service').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved.').waitFor();
    expect(await journey.app.graphql(SETTINGS)).toEqual({ serverSettings: { maxSessions: 7 } });
    expect((await journey.app.deps.store.serverSettings.find(SERVER_SETTINGS_ID))?.values).not.toHaveProperty(
      'termsUrl',
    );
    await page.getByRole('button', { name: 'Use the default for “Maximum sessions per person”' }).click();
    await page.getByRole('button', { name: /default for “Maximum sessions/ }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Maximum sessions per person').inputValue()).toBe('50');
    await page.getByRole('link', { name: 'Mail', exact: true }).click();
    await page.getByText('No mails').waitFor();
    await expectGood(page);
    await page.goBack();
    await page.getByLabel('Maximum sessions per person').waitFor();
  });

  it('show new events as they happen, with everything that others chose as text', async () => {
    await open('/console/activity');
    await sentence('changed the settings of the server').first().waitFor();
    await expectGood(page);
    expect(await sentence('is using the console').count()).toBe(0);
    await page.getByRole('switch', { name: 'Show everything' }).click();
    await sentence('is using the console').first().waitFor();
    expect(new URL(page.url()).search).toBe('?all=yes');
    await page.getByRole('button', { name: 'Yesterday' }).click();
    await page.getByText('No event matches these filters.').waitFor();
    expect(await page.locator('.chart').count()).toBe(0);
    await page.getByRole('button', { name: 'Today' }).click();
    await page.getByRole('switch', { name: 'Show everything' }).click();
    await sentence('is using the console').first().waitFor({ state: 'detached' });
    await sentence('changed the settings of the server').first().waitFor();
    await createGroup(HOSTILE);
    await sentence(`created the group ${HOSTILE}`).waitFor();
    const { store, audit } = journey.app.deps;
    const [session] = (await store.sessions.page({ first: 1 }, {})).items;
    if (session === undefined) throw new Error('no session');
    const { id: sessionId, userId } =
      (await store.sessions.update(session.record, { userAgent: HOSTILE })) ?? session.record;
    const detail = { description: HOSTILE, reason: 'x' };
    await audit.record({ type: 'REQUEST_REFUSED', outcome: 'FAILURE', clientId: 'wiki', userId, sessionId, detail });
    const refused = page.getByRole('listitem').filter({ hasText: 'sent a sign-in request that was refused' });
    await refused.getByRole('button', { name: 'Details' }).click();
    const details = await refused.locator('.event-details').textContent();
    expect(details?.split(HOSTILE)).toHaveLength(2);
    expect(details).toContain('onerror=\\"document');
    expect(await page.locator('main img').count()).toBe(0);
  });

  it('wait with new events while the user reads older ones', async () => {
    for (let count = 0; count < 30; count += 1)
      await journey.app.deps.audit.record({ type: 'SIGNED_OUT', userId: journey.userId, detail: {} });
    await page.reload();
    const last = page.locator('.event').nth(30);
    await last.scrollIntoViewIfNeeded();
    const before = await last.boundingBox();
    for (const name of ['Cooks', 'Pilots', 'Smiths']) await createGroup(name);
    const button = page.getByRole('button', { name: '3 new events' });
    await button.waitFor();
    expect(await last.boundingBox()).toEqual(before);
    await button.click();
    await sentence('created the group Smiths').waitFor();
    expect(await page.locator('.event').first().textContent()).toContain('Smiths');
  });

  it('follow nothing while the tab is hidden, and then catch up', async () => {
    const isStream = (request: Request) => request.postData()?.includes('EventStream') === true;
    const ended = page.waitForEvent('requestfailed', isStream);
    const turn = (isHidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }, isHidden);
    await turn(true);
    await ended;
    await createGroup('Night shift');
    const begun = page.waitForRequest(isStream);
    await turn(false);
    await begun;
    await sentence('created the group Night shift').waitFor();
    expect(await sentence('created the group Smiths').count()).toBe(1);
  });

  it('continue after the server was restarted, with each event once', async () => {
    const before = problems.length;
    await createGroup('Before');
    await sentence('created the group Before').waitFor();
    await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    // While the server is down, another program on the database writes an event.
    await journey.app.restart(async ({ audit }) =>
      audit.record({ type: 'CREATED', resource: 'group', resourceId: 'x', detail: { name: 'Meanwhile' } }),
    );
    await createGroup('After');
    await sentence('created the group After').waitFor();
    const shown = await page.locator('.event-text').allTextContents();
    for (const name of ['Smiths', 'Night shift', 'Before', 'Meanwhile', 'After'])
      expect(shown.filter((text) => text.includes(`the group ${name}`))).toHaveLength(1);
    expect(await page.evaluate(() => Object.hasOwn(globalThis, 'isSamePage'))).toBe(true);
    expect(await page.getByRole('alert').count()).toBe(0);
    // The browser reports each attempt while nothing listened.
    const attempts = problems.splice(before);
    expect(attempts.filter((text) => !/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING)/.test(text))).toEqual([]);
  });

  it('keep the filters in the address, also after the back button', async () => {
    await open(`/console/activity?what=SIGNED_OUT&user=${journey.userId}`);
    await page.getByRole('button', { name: 'Remove the filter “Person: Ada Lovelace”' }).waitFor();
    await sentence('signed out').first().waitFor();
    expect(await sentence('created').count()).toBe(0);
    await page.getByLabel('Result').selectOption('FAILURE');
    await page.getByText('No event matches these filters.').waitFor();
    expect(new URL(page.url()).searchParams.get('outcome')).toBe('FAILURE');
    await page.getByLabel('Result').selectOption('');
    await page.getByRole('button', { name: /Remove the filter/ }).click();
    await page.getByRole('combobox', { name: 'Person' }).fill('ada');
    await page.getByRole('option', { name: 'Ada Lovelace ada' }).click();
    await page.waitForURL((url) => url.searchParams.get('user') === journey.userId);
    await page.getByRole('button', { name: /Remove the filter/ }).click();
    await sentence('signed out').first().getByRole('link').first().click();
    await page.waitForURL('**/console/people/**');
    await page.goBack();
    await page.waitForURL('**/console/activity?what=SIGNED_OUT');
    await sentence('signed out').first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByText('Export', { exact: true }).click();
    await page.getByRole('button', { name: 'As CSV' }).click();
    expect((await download).suggestedFilename()).toBe('activity.csv');
  });

  it('erase the personal data of a person from the log', async () => {
    const { deps } = journey.app;
    const { createUser } = await journey.app.graphql<CreatedUser>(CREATE_USER, {
      input: { username: 'joan', name: 'Joan' },
    });
    await open(`/console/activity?user=${createUser.user.id}`);
    await page.getByRole('button', { name: 'Erase personal data…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase personal data of Joan?' });
    await dialog.getByRole('button', { name: 'Erase personal data' }).click();
    await page.locator('.notice', { hasText: 'Personal data was erased from 1 event.' }).waitFor();
    const { items } = await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', { userId: createUser.user.id });
    expect(items[0]?.record.ipAddress).toBeUndefined();
  });

  it('show an auditor no button that changes something, beside an owner in another tab', async () => {
    const { deps, origin } = journey.app;
    const grace = await deps.store.users.findByUsername('grace');
    if (grace === undefined) throw new Error('no user');
    const context = await journey.browser.newContext();
    const { cookie } = await signInAs(deps, grace);
    await context.addCookies([{ name: 'passgraph_session', value: cookie, url: origin }]);
    const tab = await newPage(context);
    await tab.goto(`${origin}/console/server/mail`);
    await tab.getByLabel('Recipient').fill('grace@example.com');
    await setRole(grace.id, 'AUDITOR');
    await tab.getByRole('button', { name: 'Send test mail' }).click();
    await tab.getByText('Your role was changed.').waitFor();
    expect(await tab.getByRole('button', { name: 'Send test mail' }).count()).toBe(0);
    await tab.goto(`${origin}/console`);
    await tab.getByRole('region', { name: 'Needs attention' }).waitFor();
    expect(await tab.getByRole('link', { name: 'Add application' }).count()).toBe(0);
    await tab.goto(`${origin}/console/server/settings`);
    await tab.getByText('50', { exact: true }).first().waitFor();
    expect(await tab.getByRole('button', { name: /Save|default/ }).count()).toBe(0);
    // The owner takes the role away while the auditor works.
    await setRole(grace.id, null);
    await tab.getByRole('link', { name: 'Activity' }).click();
    await tab.getByRole('heading', { name: 'You cannot use the console with this account' }).waitFor();
    expect(await tab.getByRole('main').textContent()).toContain('This account has no administration role.');
    await open('/console/activity');
    await sentence('removed the administration role').first().waitFor();
    await context.close();
  });

  it('report no violation of the Content-Security-Policy and no error', () => {
    expect(problems.filter((text) => !/status of 40[13]/.test(text))).toEqual([]);
  });
});
