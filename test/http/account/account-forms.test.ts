import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { updateServerSettings } from '../../../src/admin/server-settings/server-settings-update.js';
import { deleteUserIfDue } from '../../../src/admin/users/user-delete.js';
import { setUserEnabled } from '../../../src/admin/users/user-update.js';
import { deleteDueAccounts } from '../../../src/jobs/delete-accounts.js';
import { signInAt } from '../../support/people.js';
import { describeOnEachDatabase } from '../../support/stores.js';
import { type Answer, newUserAgent } from '../../support/user-agent.js';
import { type AccountWorld, act, expectRedirect, makeCodes, OPTIONS, openAccountWorld } from './account-world.js';

describeOnEachDatabase('forms of the account page', (makeDatabase) => {
  let world: AccountWorld;

  beforeAll(async () => {
    world = await openAccountWorld(makeDatabase);
  });
  afterAll(() => world.app.stop());

  describe('cross-site requests', () => {
    it('are refused for every action', async () => {
      const ada = await world.newPerson();
      const { id } = await world.addPasskey(ada);
      for (const headers of [
        { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
        { 'sec-fetch-site': 'same-site', origin: 'https://evil.example' },
        { 'sec-fetch-site': '', origin: 'null' },
      ]) {
        for (const action of ['remove-passkey', 'create-recovery-codes', 'end-other-sessions', 'change-profile']) {
          const fields = { action, passkey: id, name: 'Eve' };
          const answer = await ada.agent.postForm('/account', fields, headers);
          expect([action, answer.status]).toEqual([action, 403]);
        }
      }
      expect(await world.userOf(ada.username)).toMatchObject({ recoveryCodeHashes: [], passkeyIds: expect.any(Array) });
      expect((await world.userOf(ada.username)).passkeyIds).toContain(id);
    });

    it('are accepted only as forms with a known action', async () => {
      const ada = await world.newPerson();
      expect((await ada.agent.postJson('/account', { action: 'create-recovery-codes' })).status).toBe(415);
      for (const action of ['', 'dance', 'constructor', 'toString']) {
        const { status, text } = await act(ada, action);
        expect([action, status]).toEqual([action, 400]);
        expect(text).toContain('<h1>That didn’t work</h1>');
        expect(text).toContain('<a href="/account">Go to your account</a>');
      }
    });

    it('lead to the sign-in page without a session', async () => {
      const signedOut = { ...(await world.newPerson()), agent: newUserAgent(world.app.origin) };
      expectRedirect(await signedOut.agent.get('/account'), '/login');
      expectRedirect(await act(signedOut, 'create-recovery-codes'), '/login');
    });
  });

  const expectSignIn = (answer: Answer, section: string) => {
    const form = answer.location?.searchParams.get('form');
    expect(form).toMatch(/^[\w-]{43}$/);
    expectRedirect(answer, `/login?again=${section}&form=${form}`);
  };

  describe('an authentication older than five minutes', () => {
    it('is renewed before passkeys and recovery codes change, and leads back to the section', async () => {
      const ada = await world.newPerson();
      const { id } = await world.addPasskey(ada);
      world.clock.advance(301);
      expectSignIn(await act(ada, 'remove-passkey', { passkey: id }), 'passkeys');
      expectSignIn(await act(ada, 'create-recovery-codes'), 'recovery');
      const options = await ada.agent.postJson(OPTIONS, {});
      expect([options.status, options.json().error]).toEqual([401, 'authentication_required']);
      expect((await world.userOf(ada.username)).passkeyIds).toHaveLength(2);

      const page = await ada.agent.get('/login?again=recovery');
      expect(page.text).toContain('data-next="/account/resume?at=recovery"');
      await signInAt(ada, new URL('/login', world.app.origin));
      expect((await ada.agent.get('/account?at=recovery&done=signedInAgain')).text).toContain(
        'If your browser doesn’t ask by itself',
      );
      expect(await makeCodes(ada)).toHaveLength(10);
    });

    it('is renewed before an API key is created', async () => {
      const admin = await world.newPerson({ adminRole: 'ADMIN' });
      world.clock.advance(301);
      const fields = { name: 'laptop', permission: 'users:read', days: '30' };
      expectSignIn(await act(admin, 'create-api-key', fields), 'api-keys');
      await signInAt(admin, new URL('/login', world.app.origin));
      expect((await act(admin, 'create-api-key', fields)).location?.pathname).toMatch(/^\/account\/shown\//);
    });

    it('is enough to end sessions', async () => {
      const ada = await world.newPerson();
      const there = await world.elsewhere(ada);
      world.clock.advance(301);
      expectRedirect(await act(ada, 'end-other-sessions'), '/account?at=sessions&done=sessionsEnded');
      expectRedirect(await there.agent.get('/account'), '/login');
    });

    it('cannot lead to another page or site', async () => {
      const ada = await world.newPerson();
      for (const again of ['https://evil.example', '//evil.example', '/account', 'dance', '']) {
        const { text } = await ada.agent.get(`/login?again=${encodeURIComponent(again)}`);
        expect(text).not.toContain('data-next');
        expect(text).not.toContain('evil.example');
      }
      expect((await ada.agent.get('/account?at=passkeys&done=dance')).text).not.toContain('class="notice"');
    });
  });

  it('plan the deletion of the account, which can be cancelled until a job deletes it', async () => {
    const { deps } = world.app;
    const [ada, bob] = [await world.newPerson(), await world.newPerson()];
    const ids = await Promise.all([ada, bob].map(async ({ username }) => (await world.userOf(username)).id));
    const off = await act(ada, 'request-deletion');
    expect([off.status, off.text.includes('let users delete their accounts')]).toEqual([403, true]);
    expect((await ada.agent.get('/account')).text).not.toContain('request-deletion');
    await updateServerSettings(deps, systemCaller, { accountDeletion: true });
    expect((await ada.agent.get('/account')).text).toContain('request-deletion');
    const refused = await act(await world.elsewhere(world.owner), 'request-deletion');
    expect([refused.status, refused.text.includes('You’re the last owner of this server.')]).toEqual([409, true]);
    for (const person of [ada, bob])
      expectRedirect(await act(person, 'request-deletion'), '/account?at=data&done=deletionRequested');
    expect((await bob.agent.get('/account')).text).toMatch(/Your account will be deleted on .*, as you asked\./);
    expectRedirect(await act(bob, 'cancel-deletion'), '/account?at=data&done=deletionCancelled');
    await act(bob, 'request-deletion');
    const sizeOf = async () => (await deps.store.users.findMany(ids)).length;
    await deleteDueAccounts(deps);
    expect(await sizeOf()).toBe(2);
    world.clock.advance(14 * 86_400 + 1);
    const [adaId = '', bobId = ''] = ids;
    const expectKept = async (id: string) => {
      await expect(deleteUserIfDue(deps, id)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await sizeOf()).toBe(2);
    };
    // The deletion waits while the setting is off, and ends if the user is disabled.
    await updateServerSettings(deps, systemCaller, { accountDeletion: false });
    await deleteDueAccounts(deps);
    for (const id of ids) await expectKept(id);
    const paused = (await (await world.elsewhere(bob)).agent.get('/account')).text;
    for (const part of ['This server doesn’t delete accounts at the moment.', 'cancel-deletion'])
      expect(paused).toContain(part);
    expect(paused).not.toContain('Your account will be deleted on');
    await updateServerSettings(deps, systemCaller, { accountDeletion: true });
    for (const enabled of [false, true]) {
      await setUserEnabled(deps, systemCaller, { id: bobId, enabled });
      await expectKept(bobId);
    }
    await deleteDueAccounts(deps);
    expect((await deps.store.users.findMany(ids)).map(({ id }) => id)).toEqual([bobId]);
    expectRedirect(await ada.agent.get('/account'), '/login');
    const { items } = await deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', { userId: adaId });
    expect(items.map(({ record }) => record.type)).toEqual(expect.arrayContaining(['DELETION_REQUESTED', 'DELETED']));
    await expect(deleteUserIfDue(deps, bobId)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await sizeOf()).toBe(1);
  });

  it('need a recent sign-in for the deletion of the account', async () => {
    const ada = await world.newPerson();
    world.clock.advance(301);
    const answer = await act(ada, 'request-deletion');
    expect([answer.status, answer.location?.pathname]).toEqual([303, '/login']);
    expect((await world.userOf(ada.username)).deletionAt).toBeUndefined();
  });
});
