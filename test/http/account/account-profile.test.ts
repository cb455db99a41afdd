import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { OwnProfileField } from '../../../src/model/people/user.js';
import { anAuditEvent } from '../../storage/records.js';
import { makeGroup } from '../../support/fixtures.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { startEdge } from '../start-edge.js';
import { type AccountWorld, act, expectRedirect, openAccountWorld } from './account-world.js';

describeOnEachDatabase('the profile on the account page', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  it('changes the fields that users may change', async () => {
    const ada = await world.newPerson({ email: 'ada@example.org', emailVerified: true });
    const fields = { name: 'Ada King', locale: 'de', zoneinfo: 'Europe/Berlin', email: 'eve@example.org' };
    expectRedirect(await act(ada, 'change-profile', fields), '/account?at=profile&done=profileSaved');
    const user = await world.userOf(ada.username);
    expect(user).toMatchObject({ name: 'Ada King', locale: 'de', zoneinfo: 'Europe/Berlin' });
    expect(user).toMatchObject({ email: 'ada@example.org', email_verified: true });
    const { text } = await ada.agent.get('/account');
    expect(text).toContain('Hallo, Ada King');
    expect(text).toContain('ada@example.org (bestätigt)');
    await act(ada, 'change-profile', { name: ' ', zoneinfo: '' });
    expect((await world.userOf(ada.username)).name).toBeUndefined();
    expect(await world.userOf(ada.username)).toMatchObject({ locale: 'de' });
  });

  it('chooses the language of pages and mails, which the browser then uses before a sign-in too', async () => {
    const ada = await world.newPerson();
    const languageOf = async (path: string, { agent }: Pick<typeof ada, 'agent'> = ada) =>
      /<html lang="(\w+)"/.exec((await agent.get(path, { 'accept-language': 'fr' })).text)?.[1];
    expect(await languageOf('/account')).toBe('fr');
    const done = '/account?at=language&done=languageChanged';
    expectRedirect(await act(ada, 'change-language', { locale: 'is' }), done);
    expect(await world.userOf(ada.username)).toMatchObject({ locale: 'is' });
    expect((await ada.agent.get(done, { 'accept-language': 'fr' })).text).toContain('Tungumálinu var breytt.');
    expect(await languageOf('/recover')).toBe('is');
    // The application may know better.
    expect(await languageOf('/oidc/logout?ui_locales=de')).toBe('de');
    const phone = await world.elsewhere(ada);
    expect(await languageOf('/recover', phone)).toBe('is');
    expectRedirect(await act(ada, 'change-language', { locale: '' }), done);
    expect((await world.userOf(ada.username)).locale).toBeUndefined();
    expect(await languageOf('/account')).toBe('fr');
    expect(await languageOf('/recover')).toBe('fr');
    const refused = await act(ada, 'change-language', { locale: 'no language' });
    expect([refused.status, refused.text.includes('Choose a language from the list.')]).toEqual([400, true]);
  });

  it('never puts a long language tag into a cookie, because proxies refuse long headers', async () => {
    const ada = await world.newPerson();
    const locale = `de-x${'-abcdefgh'.repeat(8)}`;
    expect((await act(ada, 'change-language', { locale })).status).toBe(400);
    const { store } = world.app.deps;
    await store.users.update(await world.userOf(ada.username), { locale });
    const { status, headers } = await ada.agent.get('/account');
    expect([status, headers.getSetCookie().some((cookie) => cookie.includes('abcdefgh'))]).toEqual([200, false]);
  });

  it('shows the other fields, and has a field for the email address if users may change it', async () => {
    const given = {
      name: 'Ada',
      picture: 'https://ada.example/me.png',
      email: 'ada@example.org',
      emailVerified: true,
    };
    const ada = await world.newPerson(given);
    const cookie = await ada.agent.jar.getCookieString(world.app.origin);
    const pageWhere = async (editableProfile: readonly OwnProfileField[]): Promise<string> => {
      const edge = await startEdge({ store: world.app.deps.store, clock: world.clock, config: { editableProfile } });
      const text = await (await edge.get('/account', { cookie })).text();
      await edge.stop();
      return text;
    };
    const open = await pageWhere(['email']);
    expect(open).toMatch(/<input id="profile-email" name="email"[^>]* value="ada@example.org"/);
    expect(open).toMatch(/<dt>Full name<\/dt><dd>Ada<\/dd>/);
    expect(open).not.toContain('id="profile-name"');
    const closed = await pageWhere([]);
    expect(closed).toContain('https://ada.example/me.png');
    expect(closed).not.toContain('value="change-profile"');
    expect(closed).not.toContain('value="change-language"');
  });

  it('is shown again with the typed values if a value is invalid', async () => {
    const ada = await world.newPerson();
    const answer = await act(ada, 'change-profile', { name: 'Ada "typed"', picture: 'no address' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('The address of the picture must start with https://.');
    expect(answer.text).toContain('value="Ada &quot;typed&quot;"');
    expect((await world.userOf(ada.username)).name).toBeUndefined();
  });

  it('lists what happened to the account, and says what an administrator did without the address', async () => {
    const ada = await world.newPerson();
    const { id, passkeyIds } = await world.userOf(ada.username);
    const { deps } = world.app;
    const client = { clientId: 'gone', actorKind: 'CLIENT', actorId: 'gone' } as const;
    const address = { ipAddress: '198.51.100.7' };
    await act(ada, 'rename-passkey', { passkey: passkeyIds[0] ?? '', name: '<b>Key</b>' });
    await deps.audit.record({ type: 'REFRESH_TOKEN_REUSED', userId: id, ...client, ...address });
    await deps.audit.record({ type: 'RECOVERY_CODE_USED', outcome: 'FAILURE', userId: id, ipAddress: '194.144.0.1' });
    for (let count = 0; count < 5; count += 1) await deps.audit.record({ type: 'TOKEN_ISSUED', userId: id, ...client });
    await world.app.graphql('mutation ($id: ID!) { updateUser(input: { id: $id, name: "Ada" }) { user { id } } }', {
      id,
    });
    const rows = async (path = '/account', language = 'en') => {
      const { text } = await ada.agent.get(path, { 'accept-language': language });
      const section = text.slice(
        text.indexOf('id="activity"'),
        text.indexOf('<section class="card" aria-labelledby="applications"'),
      );
      const entries = section.split('<li class="row">').slice(1);
      return entries.map((row) =>
        row
          .replace(/<time.*?<\/time>/g, ' ')
          .replace(/<[^>]*>/g, ' ')
          .replace(/ +/g, ' ')
          .trim(),
      );
    };
    const all = await rows();
    expect(all.slice(0, 4)).toEqual([
      'The profile or account was changed By an administrator',
      'A wrong recovery code was entered Iceland IP address 194.144.0.1',
      'As a precaution, “gone” lost access: someone may have copied it',
      expect.stringMatching(/^A passkey was renamed to “&lt;b>Key&lt;\/b>” .*IP address 127\.0\.0\.1$/),
    ]);
    expect(all.at(-1)).toBe('The account was created By an administrator');
    expect(all).toContain('A link for a new passkey was created By an administrator');
    expect((await rows('/account', 'vi'))[0]).toBe('Hồ sơ hoặc tài khoản đã được thay đổi Do quản trị viên thực hiện');
    expect((await rows('/account?list=activity&after=forged')).length).toBe(0);
    const other = await world.newPerson();
    expect((await other.agent.get('/account')).text).not.toContain('wrong recovery code');
  });

  it('has pages of activity, on which nothing is missing', async () => {
    const ada = await world.newPerson();
    const { id } = await world.userOf(ada.username);
    const { deps } = world.app;
    for (let count = 0; count < 15; count += 1)
      await deps.audit.record({ type: 'CONSENT_REVOKED', userId: id, clientId: `app-${count}` });
    await deps.store.auditEvents.insertAbsent(
      Array.from({ length: 60 }, () => anAuditEvent({ type: 'TOKEN_ISSUED', userId: id })),
    );
    const seen: string[] = [];
    let next: string | undefined = '/account';
    while (next !== undefined) {
      const { text } = await ada.agent.get(next);
      seen.push(...[...text.matchAll(/“(app-\d+)” lost access/g)].map(([, name = '']) => name));
      next = text.match(/href="(\/account\?list=activity&amp;after=[^"]+)"/)?.[1]?.replace('&amp;', '&');
    }
    expect(seen).toEqual(Array.from({ length: 15 }, (_, index) => `app-${14 - index}`));
  });

  it('is downloaded with everything else that is stored, without secrets, after a recent sign-in', async () => {
    const ada = await world.newPerson({ name: 'Ada', email: 'ada@example.org', adminRole: 'ADMIN' });
    const { deps } = world.app;
    const user = await world.userOf(ada.username);
    const group = await makeGroup(deps, 'Team', [user]);
    const answer = await act(ada, 'export-account');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toEqual(
      expect.stringMatching(/^attachment; filename="?account\.json"?$/),
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.json()).toMatchObject({
      server: world.app.origin,
      account: { id: user.id, username: ada.username, name: 'Ada', email: 'ada@example.org', recoveryCodesLeft: 0 },
      passkeys: [{ id: user.passkeyIds[0], synced: expect.any(Boolean) }],
      sessions: [{ ipAddress: '127.0.0.1' }],
      applications: [],
      apiKeys: [],
      groups: [{ id: group.id, name: 'Team' }],
    });
    const members = Object.keys(answer.json()).join();
    expect(members).toBe('exportedAt,server,account,passkeys,sessions,applications,apiKeys,groups,activity');
    expect(answer.text).not.toMatch(/hash|secret|publicKey|webauthnUserId|epoch|generation/i);
    expect((await ada.agent.get('/account')).text).toContain('The data of the account was downloaded');
    const bob = await world.newPerson();
    await makeGroup(deps, 'Secret team', [await world.userOf(bob.username)]);
    expect((await act(bob, 'export-account')).text).not.toContain('Secret team');
    world.clock.advance(301);
    expectRedirect(await act(ada, 'export-account'), '/login?again=data');
  });
});
