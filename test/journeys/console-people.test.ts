import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as oidc from 'openid-client';
import type { Page, Request } from 'playwright-core';
import type { AdminRole, User } from '../../src/model/people/user.js';
import { aConsent, aGrant, aPasskey } from '../storage/records.js';
import { addVirtualAuthenticator, describeInBrowser } from '../support/browser.js';
import { type CallbackServer, startCallbackServer } from '../support/callback-server.js';
import { systemClock } from '../support/deps.js';
import { makeClient, makeGroup, makeUser, permit, permitGroup, signInAs } from '../support/fixtures.js';
import {
  createClient,
  discover,
  enrolInBrowser,
  type Journey,
  newRequest,
  startJourney,
  visit,
} from '../support/journey.js';
import { expectGood } from '../support/page-checks.js';
import { pngOf } from '../support/pictures.js';
import type { Registered } from '../support/relying-party.js';

const HTML = '<img src=x onerror=alert(1)>';

describeInBrowser('people and groups in the console', () => {
  let journey: Journey;
  let page: Page;
  let eve: User;
  let product: CallbackServer;
  let till: Registered;
  /** The browser of a person who was invited. */
  let ida: Page;
  /** Ada used her passkey ten minutes ago, so a change that needs a fresh sign-in asks for it. */
  let behindMs = 600_000;
  /** What the browser reports: violations of the Content-Security-Policy, errors of scripts, and dialogs. */
  const problems: string[] = [];

  const setRole = async (adminRole: AdminRole) => {
    const { users } = journey.app.deps.store;
    const ada = await users.find(journey.userId);
    if (ada !== undefined) await users.update(ada, { adminRole });
  };

  beforeAll(async () => {
    journey = await startJourney({ clock: { now: () => new Date(systemClock.now().getTime() - behindMs) } });
    behindMs = 0;
    const { app, userId } = journey;
    const { deps } = app;
    await app.graphql('mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { id } } }', {
      input: { id: userId, adminRole: 'OWNER' },
    });
    const issuer = await deps.store.issuers.find('default');
    if (issuer === undefined) throw new Error('there is no issuer');
    const passkey = aPasskey({ id: 'eve' } as User, { name: `Key ${HTML}`, createdAt: deps.clock.now() });
    const stolen = aPasskey({ id: 'eve' } as User, { name: 'Stolen key', createdAt: deps.clock.now() });
    const listed = { passkeyIds: [passkey.id, stolen.id] };
    eve = await makeUser(deps, { id: 'eve', username: '<b>eve</b>', name: `Eve ${HTML}`, ...listed });
    await deps.store.passkeys.insert(passkey);
    await deps.store.passkeys.insert(stolen);
    await makeUser(deps, { id: 'frank', username: 'frank', name: 'Frank', passkeyIds: [] });
    await makeUser(deps, { id: 'olga', username: 'olga', name: 'Olga', adminRole: 'OWNER' });
    const { session } = await signInAs(deps, eve);
    await deps.store.sessions.update(session, { userAgent: `Agent ${HTML}`, ipAddress: '203.0.113.7' });
    const group = await makeGroup(deps, `Crew ${HTML}`);
    const { client } = await makeClient(deps, issuer, {
      id: 'notes',
      name: `Notes ${HTML}`,
      accessPolicy: 'PERMITTED_USERS',
    });
    await permitGroup(deps, client, group);
    const permissionId = await permit(deps, client, eve);
    await deps.store.grants.insert(aGrant(eve, client, { accessBasis: { by: 'user', permissionId } }));
    await deps.store.consents.insert(aConsent(eve, client));
    product = await startCallbackServer();
    till = await createClient(journey.app, {
      id: 'till',
      name: 'Till',
      redirectUris: [product.redirectUri],
      scopes: ['openid', 'groups'],
      accessPolicy: 'PERMITTED_USERS',
    });
    page = await journey.page.context().newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('dialog', (dialog) => {
      problems.push(dialog.message());
      void dialog.accept();
    });
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
  });
  afterAll(async () => {
    await journey?.stop();
    await product?.stop();
  });

  const open = (path: string) => page.goto(`${journey.app.origin}/console${path}`);
  const heading = (name: string | RegExp) => page.getByRole('heading', { name, exact: true }).first().waitFor();
  const press = (name: string | RegExp) => page.getByRole('button', { name }).click();
  const dialog = () => page.getByRole('dialog');
  const notice = (text: string) => page.locator('.notice', { hasText: text }).waitFor();
  const personRow = (name: string) => page.getByRole('rowheader', { name });
  const picker = (name: string) => page.getByRole('combobox', { name });
  /** A dialog with a value that is shown once must not be lost by accident. */
  const expectNothingCloses = async () => {
    // Chromium closes a dialog at the second press, whatever the page does with the first.
    for (let time = 0; time < 3; time++) await page.keyboard.press('Escape');
    await page.mouse.click(5, 5);
    await page.keyboard.press('Escape');
    expect(await dialog().locator('code').isVisible()).toBe(true);
    expect(await dialog().getByRole('button', { name: 'Close', exact: true }).count()).toBe(0);
  };
  /** A browser of another person, with a passkey of its own. */
  const otherBrowser = async () => {
    const other = await (await journey.browser.newContext()).newPage();
    await addVirtualAuthenticator(other);
    return other;
  };

  /** Ada confirms with her passkey in the window that the console has opened. */
  const signInAgain = async (popup: Page) => {
    const closed = popup.waitForEvent('close');
    const authenticator = await addVirtualAuthenticator(popup);
    for (const credential of await journey.authenticator.credentials()) await authenticator.addCredential(credential);
    await popup.waitForURL(/\/(login|interaction|oidc)/);
    // Autofill can be faster than the click, and closes the window.
    await popup
      .locator('#ceremony button[type=submit]')
      .click()
      .catch(() => undefined);
    await closed;
  };

  it('lists people, finds them while you type, filters and exports them, and shows names as text', async () => {
    await open('/people');
    await personRow('Ada Lovelace').waitFor();
    await expectGood(page);
    await page.getByRole('searchbox').fill('eve');
    await page.waitForURL('**/people?search=eve');
    await personRow(`Eve ${HTML}`).waitFor();
    await personRow('Ada Lovelace').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await personRow('Ada Lovelace').waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
    await page.goBack();
    await personRow('Ada Lovelace').waitFor({ state: 'detached' });
    expect(await page.getByRole('searchbox').inputValue()).toBe('eve');
    await page.getByText('Filters', { exact: true }).click();
    // A filter that is set while the search waits.
    await page.getByRole('searchbox').fill('ev');
    await page.getByLabel('Status').selectOption('DISABLED');
    await page.waitForURL('**/people?search=ev&status=DISABLED');
    await heading('No person matches');
    await page.getByLabel('Status').selectOption('');
    await personRow(`Eve ${HTML}`).waitFor();
    await picker('Group').fill('crew');
    await page.getByRole('option', { name: /^Crew/ }).click();
    await heading('No person matches');
    expect(await picker('Group').inputValue()).toBe(`Crew ${HTML}`);
    await page.getByText('Filters (1)', { exact: true }).waitFor();
    await picker('Group').click();
    await page.locator('.pick').getByRole('option', { name: 'All' }).click();
    await personRow(`Eve ${HTML}`).waitFor();
    await page.getByText('Export', { exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), press('As CSV')]);
    expect(download.suggestedFilename()).toBe('people.csv');
  });

  it('creates a person, and shows the link once', async () => {
    await open('/people');
    await press('New person');
    const username = dialog().getByLabel('Username', { exact: true });
    await username.fill('ada');
    const [popup] = await Promise.all([page.waitForEvent('popup'), press('Create person')]);
    await signInAgain(popup);
    await page.locator('.field-error').waitFor();
    await username.fill('grace');
    await page.getByLabel(/^Full name/).fill('Grace Hopper');
    await expectGood(page);
    await press('Create person');
    const link = await dialog().locator('code').innerText();
    await expectGood(page);
    await expectNothingCloses();
    const other = await otherBrowser();
    await enrolInBrowser(other, link);
    await other.context().close();
    await page.getByRole('link', { name: 'Open Grace Hopper' }).click();
    await heading('Grace Hopper');
    expect(await page.innerText('body')).not.toContain(link);
    await page.locator('.tabs').getByRole('link', { name: 'Activity' }).click();
    await page.getByText('Grace Hopper used a passkey link').waitFor();
  });

  it('invites three people, and approves one and refuses another', async () => {
    await open('/invitations?new');
    await heading('No invitations');
    await page.setViewportSize({ width: 1280, height: 720 });
    const makeLink = await dialog().getByRole('button', { name: 'Create link' }).boundingBox();
    expect(makeLink && makeLink.y + makeLink.height).toBeLessThan(720);
    await page.getByLabel(/^For how many/).fill('3');
    await page.getByLabel(/^Ask for an e-mail address/).check();
    await dialog().getByText('More options').click();
    await page.getByLabel(/^Approve each person/).check();
    // This server sends no mails.
    expect(await page.getByLabel(/^Mail the link to/).count()).toBe(0);
    await picker('Groups that they join').fill('crew');
    await page.getByRole('option', { name: /^Crew/ }).click();
    await press('Create link');
    const link = await dialog().locator('code').innerText();
    await expectNothingCloses();
    await press('Done');
    await page.getByText('0 of 3').waitFor();
    await expectGood(page);
    expect(page.url()).not.toContain('new');
    for (const username of ['hedy', 'katherine', 'ida']) {
      const other = await otherBrowser();
      await other.goto(link);
      await other.fill('#username', username);
      await other.fill('#email', `${username}@example.com`);
      await other.locator('#ceremony button[type=submit]:enabled').click();
      await other.waitForURL('**/invited**');
      if (username === 'ida') ida = other;
      else await other.context().close();
    }
    await open('/people');
    const row = (name: string) => page.getByRole('region', { name: 'Waiting for approval' }).getByRole('row', { name });
    await row('hedy').waitFor();
    await expectGood(page);
    await row('hedy').getByRole('button', { name: 'Approve' }).click();
    await notice('hedy can sign in now.');
    await row('katherine').getByRole('link', { name: 'katherine' }).click();
    await heading('katherine');
    await press('Reject…');
    await dialog().getByText('The account is deleted.').waitFor();
    await dialog().getByRole('button', { name: 'Reject', exact: true }).click();
    await notice('katherine was rejected.');
    expect(await journey.app.deps.store.users.findByUsername('katherine')).toBeUndefined();
  });

  it('says why a person cannot sign in, and mends it', async () => {
    const { deps, graphql } = journey.app;
    const grace = await deps.store.users.findByUsername('grace');
    const notes = await deps.store.clients.find('notes');
    if (notes === undefined) throw new Error('there is no client');
    const chiefs = await makeGroup(deps, 'Chiefs');
    await permitGroup(deps, notes, chiefs);
    await graphql('mutation ($role: PutRoleInput!) { putRole(input: $role) { role { id } } }', {
      role: { id: 'chief', clientId: notes.id, name: 'chief' },
    });
    await graphql('mutation ($input: RoleAssignmentInput!) { assignRole(input: $input) { assignment { roleId } } }', {
      input: { roleId: 'chief', groupId: chiefs.id },
    });
    const setScopes = (scopes: readonly string[]) =>
      graphql('mutation ($input: UpdateClientInput!) { updateClient(input: $input) { client { id } } }', {
        input: { id: 'notes', scopes },
      });
    const others = notes.scopes.filter((scope) => scope !== 'groups');
    await setScopes(others);
    await open(`/people/${grace?.id}/access`);
    await picker('Application').fill('notes');
    await page.getByRole('option', { name: /^Notes/ }).click();
    await page.getByText('Cannot sign in', { exact: true }).waitFor();
    await expectGood(page);
    const offered = page.locator('.explanation').getByRole('button');
    expect(await offered.allInnerTexts()).toEqual([
      `Add to Crew ${HTML}`,
      'Give Grace Hopper access of their own',
      'Add to Chiefs',
    ]);
    expect(await page.locator('.explanation button.main').allInnerTexts()).toEqual([`Add to Crew ${HTML}`]);
    await page.getByText(`Chiefs also gives the role chief in Notes ${HTML}.`).waitFor();
    // Groups of an application that receives them can all give rights in it.
    await setScopes([...others, 'groups']);
    await open(`/people/${grace?.id}/access?application=notes`);
    await page.getByText(`Notes ${HTML} receives the groups of a person, and can give rights for them.`).waitFor();
    expect(await page.locator('.explanation button.main').allInnerTexts()).toEqual([
      'Give Grace Hopper access of their own',
    ]);
    await expectGood(page);
    await press(`Add to Crew ${HTML}`);
    await page.getByText('Can sign in', { exact: true }).waitFor();
    await page.getByRole('cell', { name: `Member of Crew ${HTML}` }).waitFor();
    await page.getByRole('region', { name: 'Groups' }).getByRole('button', { name: 'Remove…' }).click();
    await dialog().getByText('1 person loses access').waitFor();
    await dialog().getByRole('button', { name: 'Remove from group' }).click();
    await notice(`Grace Hopper is no longer in Crew ${HTML}.`);
  });

  it('creates a group that does not exist, where a group is chosen', async () => {
    const options = page.getByRole('option');
    await picker('Add to a group').fill('Divers');
    await page.getByRole('option', { name: 'Create the group Divers' }).waitFor();
    await page.keyboard.press('Enter');
    await notice('Grace Hopper is in Divers now.');
    await page.getByRole('region', { name: 'Groups' }).getByRole('link', { name: 'Divers' }).waitFor();
    await picker('Add to a group').fill('divers');
    await page.getByRole('option', { name: /^Divers/ }).waitFor();
    expect(await options.count()).toBe(1);
    await page.keyboard.press('Escape');
  });

  it('approves, enables or sends a link where it says why a person cannot sign in, and then the person can', async () => {
    const { users } = journey.app.deps.store;
    const signIn = async () => {
      await ida.context().clearCookies();
      await ida.goto(`${journey.app.origin}/account`);
      await ida.waitForURL('**/account');
    };
    const { id = '' } = (await users.findByUsername('ida')) ?? {};
    await open(`/people/${id}/access?application=notes`);
    await page.getByText('ida waits for approval.').waitFor();
    expect(await picker('Application').inputValue()).toBe(`Notes ${HTML}`);
    await press('Approve');
    await notice('ida can sign in now.');
    await signIn();
    const approved = await users.find(id);
    if (approved !== undefined) await users.update(approved, { enabled: false });
    await page.reload();
    await page.getByText('The account of ida is disabled.').waitFor();
    await press('Enable');
    await notice('ida can sign in again.');
    await signIn();
    await open('/people/frank/access?application=notes');
    await page.getByText('Frank has no passkey.').waitFor();
    await press('New link…');
    await press('Create link');
    const link = await dialog().locator('code').innerText();
    await expectNothingCloses();
    await press('Done');
    await page.getByText('Frank has no passkey. There is a link to create a passkey. It works until ').waitFor();
    await open('/people/frank');
    await page.getByText('There is a link to create a passkey. It works until ').waitFor();
    expect(await page.getByText('The person cannot sign in without a passkey.').count()).toBe(0);
    const newLink = page.getByRole('button', { name: 'New link…' });
    expect(await newLink.evaluate(({ classList }) => [...classList])).toEqual([]);
    const other = await otherBrowser();
    await enrolInBrowser(other, link);
    await other.context().close();
    await open('/people/frank/access?application=notes');
    await page.getByText(`Frank has no access to Notes ${HTML}.`).waitFor();
    expect(await page.getByText('Frank has no passkey.').count()).toBe(0);
  });

  it('shows the sessions and passkeys of a person, and what they call themselves, as text', async () => {
    await open('/people/eve/sessions');
    await page.getByRole('rowheader', { name: `Agent ${HTML}` }).waitFor();
    await page.getByRole('region', { name: 'Access of applications' }).getByRole('button', { name: 'End…' }).waitFor();
    await expectGood(page);
    await page.getByRole('region', { name: 'Access of applications' }).getByRole('button', { name: 'End…' }).click();
    await dialog().getByText('1 sign-in to an application ends').waitFor();
    await dialog().getByRole('button', { name: 'End access' }).click();
    await notice(`The access of Notes ${HTML} has ended.`);
    const consents = page.getByRole('region', { name: 'Consents' });
    await consents.getByRole('button', { name: 'Revoke…' }).click();
    await dialog().getByRole('button', { name: 'Revoke consent' }).click();
    await notice(`The consent for Notes ${HTML} was revoked.`);
    await consents.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Person', exact: true }).click();
    await page.getByRole('rowheader', { name: `Key ${HTML}` }).waitFor();
    await expectGood(page);
    await page.getByRole('row', { name: 'Stolen key' }).getByRole('button', { name: 'Remove…' }).click();
    await dialog().getByRole('button', { name: 'Remove passkey' }).click();
    await notice('The passkey was removed.');
    await personRow('Stolen key').waitFor({ state: 'detached' });
    await press('Rename…');
    await dialog().getByLabel('Name').fill('Old phone');
    await press('Save');
    await page.getByRole('rowheader', { name: 'Old phone' }).waitFor();
  });

  it('resets the access of a person who lost a passkey, and says what that ends', async () => {
    await open('/people/eve');
    await press('Reset access…');
    await dialog().getByText('1 session ends').waitFor();
    await dialog().getByText('Nothing changes until the link is used.').waitFor();
    await expectGood(page);
    await page.getByLabel(/^Also remove the present passkeys/).check();
    await dialog().getByText('1 passkey is removedOld phone').waitFor();
    await dialog().getByText('1 session ends').waitFor();
    await dialog().getByText('all other access end at once, before the link is used.').waitFor();
    expect(
      await dialog()
        .getByText(/Nothing changes|keep working/)
        .count(),
    ).toBe(0);
    await expectGood(page);
    const sent: unknown[] = [];
    const note = (request: Request) => {
      if (!request.url().endsWith('/graphql')) return;
      const { query, variables } = JSON.parse(request.postData() ?? '{}');
      if (/^mutation/.test(query)) sent.push(variables);
    };
    page.on('request', note);
    await press('Create link');
    const link = await dialog().locator('code').innerText();
    page.off('request', note);
    await dialog().getByText('The earlier passkeys were removed').waitFor();
    // One operation, so that a closed browser cannot leave the half of it. A fresh sign-in sends it again.
    const reset = { userId: 'eve', lifetime: 86_400, mail: false, removePasskeys: true };
    expect(sent).toEqual(sent.map(() => reset));
    expect(sent.length).toBeGreaterThan(0);
    expect((await journey.app.deps.store.users.find('eve'))?.passkeyIds).toEqual([]);
    const other = await otherBrowser();
    await enrolInBrowser(other, link);
    await other.context().close();
    await press('Done');
    await page.getByRole('row').getByText('When it was created').waitFor();
    await open('/people/eve/sessions');
    await page.getByRole('rowheader').waitFor();
    expect(await page.getByRole('rowheader').count()).toBe(1);
  });

  it('changes the profile and the picture of a person', async () => {
    await open('/people/eve');
    await press('Edit');
    await expectGood(page);
    await page
      .getByLabel('Picture', { exact: true })
      .setInputFiles({ name: 'eve.png', mimeType: 'image/png', buffer: pngOf(40, 40) });
    await page.locator('.image-upload img').waitFor();
    await page
      .getByLabel(/^E-mail address/)
      .first()
      .fill('eve@example.com');
    await press('Save');
    await page.getByText('eve@example.com').waitFor();
    await page.getByText('Not verified').first().waitFor();
  });

  it('shows a group with its members and what it opens', async () => {
    await open('/groups');
    await page.getByRole('link', { name: `Crew ${HTML}` }).click();
    await heading(`Crew ${HTML}`);
    await picker('Add a person').click();
    await page.getByRole('option', { name: /^Ada Lovelace/ }).waitFor();
    await picker('Add a person').fill('grace');
    // What the text finds is not there yet, so this must not add the first of the others.
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: /^Grace Hopper/ }).click();
    await personRow('Grace Hopper').waitFor();
    expect(await personRow('Ada Lovelace').count()).toBe(0);
    await page.getByText(`Notes ${HTML}`).waitFor();
    expect(await page.getByRole('searchbox').count()).toBe(0);
    await page.getByText('Export', { exact: true }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), press('As CSV')]);
    const [columns, ...rows] = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
    expect(columns).toBe('id,username,name,email,status');
    expect(rows).toEqual([/,grace,Grace Hopper,/, /,ida,/, /,hedy,/].map((row) => expect.stringMatching(row)));
    await page.keyboard.press('Escape');
    await open(`${new URL(page.url()).pathname.replace('/console', '')}?search=lovelace`);
    await page.getByText('No member matches this search.').waitFor();
    await page.getByRole('searchbox').fill('hopper');
    await personRow('Grace Hopper').waitFor();
    await expectGood(page);
  });

  it('makes a group whose members have a role in an application, and ends it', async () => {
    await journey.app.graphql('mutation ($role: PutRoleInput!) { putRole(input: $role) { role { id } } }', {
      role: { id: 'cashier', clientId: till.id, name: 'cashier' },
    });
    await open('/groups');
    await press('New group');
    await dialog().getByLabel('Name', { exact: true }).fill('Counter');
    await dialog()
      .getByLabel(/^Description/)
      .fill('Who works at the till');
    const id = dialog().getByLabel(/^ID/);
    await id.fill('no/slash');
    await press('Create group');
    await dialog().getByText('Must be 1 to 64 letters, digits, dots, underscores, tildes and hyphens.').waitFor();
    expect(await id.evaluate((field) => field === document.activeElement)).toBe(true);
    await expectGood(page);
    await id.fill('counter');
    await press('Create group');
    await heading('Counter');
    await page.getByText('Who works at the till').waitFor();
    await picker('Add a person').fill('ada');
    await page.getByRole('option', { name: /^Ada Lovelace/ }).click();
    await personRow('Ada Lovelace').waitFor();
    await picker('Give access to an application').fill('till');
    await page.getByRole('option', { name: /^Till/ }).click();
    await page.getByRole('region', { name: 'Applications' }).getByRole('link', { name: 'Till' }).click();
    await page.locator('.tabs').getByRole('link', { name: 'Access' }).click();
    await picker('Give “cashier” to a group').fill('counter');
    await page.getByRole('option', { name: /^Counter/ }).click();
    await page.locator('.holders').getByRole('link', { name: 'Counter' }).click();
    await heading('Counter');
    await page.getByRole('region', { name: 'Roles' }).getByText('cashier').waitFor();
    const { parameters, checks } = await newRequest();
    const asked = { ...parameters, redirect_uri: product.redirectUri, scope: 'openid groups' };
    const config = await discover(journey.app, till);
    const answer = await visit(journey.page, oidc.buildAuthorizationUrl(config, asked), product.redirectUri);
    const tokens = await oidc.authorizationCodeGrant(config, answer, checks);
    expect(tokens.claims()).toMatchObject({ sub: journey.userId, roles: ['cashier'], groups: ['counter'] });
    await press('Edit');
    await page.getByLabel(/^Description/).fill('Not saved');
    await page.keyboard.press('Control+k');
    await picker('Search people').fill('crew');
    await page.getByRole('option', { name: /^Crew/ }).click();
    await press('Leave');
    await heading(`Crew ${HTML}`);
    expect(await page.getByLabel(/^Description/).count()).toBe(0);
    await page.goBack();
    await heading('Counter');
    await press('Edit');
    await page.getByLabel(/^Description/).fill('');
    await press('Save');
    await notice('Saved.');
    await page.getByText('Who works at the till').waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'About this group' }).getByRole('button', { name: 'Delete…' }).click();
    await dialog().getByText('1 person loses access').waitFor();
    await dialog().getByText('1 sign-in to an application ends').waitFor();
    await dialog().getByRole('button', { name: 'Delete group' }).click();
    await notice('The group Counter was deleted.');
    await page.getByRole('rowheader', { name: `Crew ${HTML}` }).waitFor();
    await expectGood(page);
    await open('/activity');
    await page.getByText('Ada Lovelace gave the group Counter access to Till').waitFor();
    await page.getByText('Ada Lovelace gave the group Counter the role cashier').waitFor();
  });

  it('deletes a person after it has shown what ends', async () => {
    await open('/people/eve');
    await press('Delete…');
    await dialog().getByText('1 session ends').waitFor();
    await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForURL('**/console/people');
    expect(await journey.app.deps.store.users.find('eve')).toBeUndefined();
  });

  it.each([
    {
      role: 'AUDITOR',
      tabs: ['Person', 'Sessions', 'Access', 'Activity'],
      list: ['Invitations'],
      person: [],
      roles: [],
      pickers: ['Application'],
    },
    {
      role: 'USER_MANAGER',
      tabs: ['Person', 'Sessions', 'Access'],
      list: ['Invitations', 'New person', 'Invite people'],
      person: ['Edit', 'Reset access…', 'Rename…', 'Remove…', 'Disable…', 'Delete…'],
      roles: ['No role', 'User manager'],
      pickers: ['Add to a group', 'Give a role'],
    },
    {
      role: 'ADMIN',
      tabs: ['Person', 'Sessions', 'Access', 'Activity'],
      list: ['Invitations', 'New person', 'Invite people'],
      person: ['Edit', 'Reset access…', 'Rename…', 'Remove…', 'Disable…', 'Delete…'],
      roles: ['No role', 'Administrator', 'User manager', 'Auditor'],
      pickers: ['Application', 'Add to a group', 'Give a role'],
    },
  ] as const)('shows a user with the role $role only what they may do', async (shown) => {
    const grace = await journey.app.deps.store.users.findByUsername('grace');
    const main = page.getByRole('main');
    await setRole(shown.role);
    await open('/people');
    await personRow('Grace Hopper').waitFor();
    expect(await page.locator('.screen-title .actions > *').allInnerTexts()).toEqual(shown.list);
    await open(`/people/${grace?.id}`);
    await page.getByRole('rowheader').first().waitFor();
    expect(await page.locator('.tabs a').allInnerTexts()).toEqual(shown.tabs);
    expect(await main.getByRole('button').allInnerTexts()).toEqual(shown.person);
    expect(await main.getByLabel('Administration role').locator('option').allInnerTexts()).toEqual(shown.roles);
    await open(`/people/${grace?.id}/access`);
    await heading('Applications');
    const pickers = await main.getByRole('combobox').evaluateAll((all) => all.map(({ id }) => id));
    const labels = await Promise.all(pickers.map((id) => page.locator(`label[for="${id}"]`).innerText()));
    expect(labels).toEqual(shown.pickers);
    // Only an owner may change an owner.
    await open('/people/olga');
    await heading('Administration');
    expect(await main.getByRole('button').count()).toBe(0);
    await setRole('OWNER');
  });

  it('reports no violation of the Content-Security-Policy and no error', () => {
    expect(problems).toEqual([]);
  });
});
