import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findActiveSession } from '../../src/access/sessions/session.js';
import type { AdminCaller } from '../../src/admin/admin-caller.js';
import { createApiKey } from '../../src/admin/api-keys/api-key-create.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createInvitation } from '../../src/admin/invitations/invitation-create.js';
import { issueEnrolmentLink } from '../../src/admin/users/enrolment-link-issue.js';
import { handleText, newSecret } from '../../src/keys/secrets.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import type { Maker } from '../../src/model/server/maker.js';
import type { Store } from '../../src/model/store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { linkUse } from '../../src/webauthn/enrolment/enrolment-code.js';
import { authenticate, browser, ceremonyErrorOf, register, registerFirstOwner } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { dies, dyingStore } from '../support/dying-store.js';
import { makeClient, makeIssuer, makeUser } from '../support/fixtures.js';
import { activeOf, audited } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { currentUser, linkFor, ownersOf } from './enrolments.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;

beforeEach(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
});

afterEach(() => store.close());

describe('an enrolment link', () => {
  it('registers a passkey and signs the user in', async () => {
    const user = await makeUser(deps, { passkeyIds: [] });
    const { id, code } = await linkFor(deps, user);
    const authenticator = softwareAuthenticator({ aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d' });
    const registered = await register(deps, authenticator, { request: { enrolment: code } });
    expect(registered).toMatchObject({ next: '/account?at=passkeys&done=enrolled', user: { id: user.id } });
    expect(await findActiveSession(deps, registered.sessionCookie)).toMatchObject({
      session: { acr: 'phr', passkeyId: registered.passkey.id },
      user: { id: user.id, passkeyIds: [registered.passkey.id], lastSignInAt: clock.now() },
    });
    expect(await store.passkeys.find(registered.passkey.id)).toEqual({
      id: authenticator.credentials[0]?.id,
      userId: user.id,
      publicKey: registered.passkey.publicKey,
      alg: -7,
      signCount: 0,
      aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d',
      rpId: 'localhost',
      name: '1Password',
      backupEligible: true,
      backedUp: true,
      transports: ['internal', 'hybrid'],
      attested: false,
      generation: expect.stringMatching(/^[\w-]{43}$/),
      createdAt: clock.now(),
    });
    const { passkey, session } = registered;
    expect(await audited(deps, 'ENROLMENT_LINK_USED')).toMatchObject([{ userId: user.id, resourceId: id }]);
    expect(await audited(deps, 'PASSKEY_ADDED')).toMatchObject([{ userId: user.id, resourceId: passkey.id }]);
    expect(await audited(deps, 'SIGNED_IN')).toMatchObject([{ userId: user.id, sessionId: session.id }]);
    expect((await authenticate(deps, authenticator)).user.id).toBe(user.id);
  });

  it('stays valid if the ceremony is cancelled', async () => {
    const { code } = await linkFor(deps, await makeUser(deps));
    await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
  });

  it('works once', async () => {
    const { code } = await linkFor(deps, await makeUser(deps));
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    const error = await ceremonyErrorOf(register(deps, softwareAuthenticator(), { request: { enrolment: code } }));
    expect(error).toMatchObject({ code: 'enrolment_invalid', reason: 'used link' });
  });

  it.each<readonly [string, string, (user: User, linkId: string) => Promise<unknown>]>([
    ['its user is disabled', 'user has changed', (user) => store.users.update(user, { enabled: false })],
    ['its user has another role', 'user has changed', (user) => store.users.update(user, { adminRole: 'ADMIN' })],
    ['it was voided', 'user has changed', (user) => store.users.update(user, { enrolmentEpoch: 1 })],
    ['its user is deleted', 'user has changed', (user) => store.users.delete(user.id)],
    ['it was used', 'used link', (_user, id) => store.commit([linkUse(deps, id)])],
    ['it was revoked', 'unknown link', (_user, id) => store.enrolmentLinks.delete(id)],
    ['it has expired', 'expired link', async () => clock.advance(3600)],
  ])('is invalid once %s, before and during the ceremony', async (_what, reason, change) => {
    const user = await makeUser(deps, { passkeyIds: [] });
    const { id, code } = await linkFor(deps, user);
    const authenticator = softwareAuthenticator();
    clock.advance(-300);
    const options = await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    clock.advance(300);
    await change(user, id);
    const during = verifyRegistration(deps, { ...browser(), response: authenticator.create(options) });
    expect(await ceremonyErrorOf(during)).toMatchObject(
      reason === 'expired link' ? { code: 'invalid_credential' } : { code: 'enrolment_invalid', reason },
    );
    const before = registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    expect(await ceremonyErrorOf(before)).toMatchObject({ code: 'enrolment_invalid' });
    expect(await store.passkeys.count()).toBe(0);
    expect(await store.sessions.count({ userId: user.id })).toBe(0);
  });

  it('is refused, like an invitation, if its maker loses the right to make it while it is used', async () => {
    const ownLink = async (caller: AdminCaller, user: User) => {
      const { url } = await issueEnrolmentLink(deps, caller, user);
      return { enrolment: url.split('/').at(-1) };
    };
    const link = async (caller: AdminCaller) => ownLink(caller, await makeUser(deps, { passkeyIds: [] }));
    const invitation = async (caller: AdminCaller) => {
      const { url } = await createInvitation(deps, caller, {});
      return { invitation: url.split('/').at(-1), username: 'mary' };
    };
    const callerWith = (maker: Maker) => ({ ...systemCaller, maker });
    const byUser = async (maker: User) => ({
      caller: callerWith({ userId: maker.id, keyEpoch: maker.keyEpoch }),
      revoke: async () => store.users.update(await currentUser(deps, maker.id), { enabled: false }),
    });
    const keyOf = async (caller: AdminCaller) => {
      const { apiKey } = await createApiKey(deps, caller, { name: 'A key', permissions: ['*'] });
      const { id: makerKeyId, order: makerKeyOrder, userId } = apiKey;
      return {
        caller: callerWith({ userId, makerKeyId, makerKeyOrder }),
        revoke: () => store.apiKeys.delete(makerKeyId),
      };
    };
    const byKey = async (maker: User) => keyOf(callerWith({ userId: maker.id, keyEpoch: maker.keyEpoch }));
    const byKeyOfKey = async (maker: User) => {
      const { caller: parent, revoke } = await byKey(maker);
      return { ...(await keyOf(parent)), revoke };
    };
    const byClient = async () => {
      const { client } = await makeClient(deps, await makeIssuer(deps, 'shop'), { scopes: ['users:write'] });
      const { id: clientId, generation: clientGeneration } = client;
      return {
        caller: callerWith({ clientId, clientGeneration }),
        revoke: () => store.clients.update(client, { enabled: false }),
      };
    };
    await registerFirstOwner(deps, softwareAuthenticator());
    for (const [makes, lose] of [
      [link, byUser],
      [invitation, byUser],
      [ownLink, byKey],
      [link, byKeyOfKey],
      [invitation, byKeyOfKey],
      [link, byClient],
    ] as const) {
      const maker = await makeUser(deps, { adminRole: 'USER_MANAGER', passkeyIds: [] });
      const { caller, revoke } = await lose(maker);
      const request = await makes(caller, maker);
      const options = await registrationOptions(deps, { ...browser(), request });
      const response = softwareAuthenticator().create(options);
      const before = await store.passkeys.count();
      let isRevoked = false;
      const commit: Store['commit'] = async (changes) => {
        const isUse = changes.some((change) => change.store === 'passkeys');
        if (isUse && !isRevoked) {
          isRevoked = true;
          await revoke();
        }
        return store.commit(changes);
      };
      const slow = { ...deps, store: { ...store, commit } };
      expect(await ceremonyErrorOf(verifyRegistration(slow, { ...browser(), response }))).toMatchObject({
        code: 'enrolment_invalid',
        reason: expect.stringMatching(/^maker of/),
      });
      expect([isRevoked, await store.passkeys.count()]).toEqual([true, before]);
    }
  });

  it('is not used up by a wrong secret', async () => {
    const { id, code } = await linkFor(deps, await makeUser(deps));
    const wrong = handleText({ id, secret: newSecret(deps.random) });
    const error = await ceremonyErrorOf(registrationOptions(deps, { ...browser(), request: { enrolment: wrong } }));
    expect(error).toMatchObject({ code: 'enrolment_invalid', reason: 'secret of the link' });
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
  });

  it('ends the user’s sessions and grants, except for the new session', async () => {
    const lost = await registerFirstOwner(deps, softwareAuthenticator());
    const user = (await activeOf(deps, lost)).user;
    const { code } = await linkFor(deps, user);
    const found = await register(deps, softwareAuthenticator(), {
      in: browser('another'),
      request: { enrolment: code },
    });
    expect(await findActiveSession(deps, lost.sessionCookie)).toBeUndefined();
    expect(await findActiveSession(deps, found.sessionCookie)).toMatchObject({
      user: { sessionEpoch: user.sessionEpoch + 1, grantEpoch: user.grantEpoch + 1 },
    });
    expect(found.user.passkeyIds).toEqual([lost.passkey.id, found.passkey.id]);
  });

  it('keeps the session of the same user in this browser', async () => {
    const lost = await registerFirstOwner(deps, softwareAuthenticator());
    const { code } = await linkFor(deps, (await activeOf(deps, lost)).user);
    const place = browser('browser', lost.sessionCookie);
    const found = await register(deps, softwareAuthenticator(), { in: place, request: { enrolment: code } });
    expect(found.session.id).toBe(lost.session.id);
    expect(await findActiveSession(deps, found.sessionCookie)).toBeDefined();
  });

  it('makes a user with the role OWNER an owner', async () => {
    const user = await makeUser(deps, { adminRole: 'OWNER', passkeyIds: [] });
    const { code } = await linkFor(deps, user);
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    expect(await ownersOf(deps)).toEqual([user.id]);
  });

  it('lists both of two owners who enrol in parallel', async () => {
    const users = await Promise.all([
      makeUser(deps, { adminRole: 'OWNER', passkeyIds: [] }),
      makeUser(deps, { adminRole: 'OWNER', passkeyIds: [] }),
    ]);
    const codes = await Promise.all(users.map((user) => linkFor(deps, user)));
    await Promise.all(
      codes.map(({ code }) => register(deps, softwareAuthenticator(), { request: { enrolment: code } })),
    );
    expect([...((await ownersOf(deps)) ?? [])].sort()).toEqual(users.map(({ id }) => id).sort());
  });

  it('never lists an owner without a passkey if the process is killed between its writes', async () => {
    for (let writes = 0; ; writes += 1) {
      const user = await makeUser(deps, { adminRole: 'OWNER', passkeyIds: [] });
      const { code } = await linkFor(deps, user);
      const authenticator = softwareAuthenticator();
      const options = await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
      const response = authenticator.create(options);
      const dying = dyingStore(store, writes);
      const died = await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }));
      const isListed = (await currentUser(deps, user.id)).passkeyIds.length === 1;
      const signsIn = !(await dies(authenticate(deps, authenticator)));
      expect(signsIn).toBe(isListed);
      if ((await ownersOf(deps))?.includes(user.id)) expect(isListed).toBe(true);
      const again = await linkFor(deps, await currentUser(deps, user.id));
      await register(deps, softwareAuthenticator(), { request: { enrolment: again.code } });
      expect(await ownersOf(deps)).toContain(user.id);
      if (!died) break;
    }
  });
});
