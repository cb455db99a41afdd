import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CBORType, decodeCBOR, encodeCBOR } from '@levischuck/tiny-cbor';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { beginInteraction } from '../../src/access/interaction/interaction.js';
import { type ActiveSession, readSession } from '../../src/access/sessions/session.js';
import { handleText, newSecret, sha256 } from '../../src/keys/secrets.js';
import { permissionKey } from '../../src/model/access/permission.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Deps } from '../../src/model/deps.js';
import { CeremonyError } from '../../src/model/errors.js';
import type { AuditEventType } from '../../src/model/log/audit-event.js';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import type { User } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { guardRpId } from '../../src/webauthn/ceremony/rp-id-guard.js';
import { type Registered, verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { authenticate, browser, register, registerFirstOwner } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { dyingStore } from '../support/dying-store.js';
import { clientRecord, issuerRecord, userRecord } from '../support/records.js';
import { type Forgery, softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, openMemoryStore, type TestDatabase } from '../support/stores.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;

beforeEach(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
});

afterEach(() => store.close());

async function refusalOf(attempt: Promise<unknown>): Promise<CeremonyError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CeremonyError) return error;
  throw new Error(`It was not refused: ${String(error)}`);
}

async function audited(...types: AuditEventType[]) {
  return (await store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', { types })).items.map(({ record }) => record);
}

async function owners() {
  return (await store.owners.find(OWNERS_ID))?.userIds;
}

async function activeOf({ sessionCookie }: Registered): Promise<ActiveSession> {
  const active = await readSession(deps, sessionCookie);
  if (active === undefined) throw new Error('The session does not count.');
  return active;
}

/** A link for a user, as an administrator makes it, and its code. */
async function linkFor(user: User): Promise<{ id: string; code: string }> {
  const secret = newSecret(deps.random);
  const id = sha256(secret).slice(0, 20);
  await store.enrolmentLinks.insert({
    id,
    secretHash: sha256(secret),
    userId: user.id,
    firstOwner: false,
    adminRole: user.adminRole,
    enrolmentEpoch: user.enrolmentEpoch,
    createdAt: clock.now(),
    expiresAt: new Date(clock.now().getTime() + 3_600_000),
  });
  return { id, code: handleText({ id, secret }) };
}

async function givenUser(changes: Partial<User> = {}): Promise<User> {
  const user = userRecord(changes);
  await store.users.insert(user);
  return user;
}

/** A client of the default issuer, and somebody's interaction with it. */
async function givenInteraction(changes: Partial<Client> = {}) {
  const issuer = issuerRecord();
  const client = clientRecord(issuer, { registrationEnabled: true, ...changes });
  await Promise.all([store.issuers.insert(issuer), store.clients.insert(client)]);
  const waiting = { kind: 'oidc', request: {} } as const;
  const at = { browserHash: 'browser', caller: {} };
  return { client, interaction: (await beginInteraction(deps, { client, issuer }, waiting, at)).id };
}

describe('registrationOptions (WebAuthn §5.4)', () => {
  it('requests a discoverable credential with user verification, for EdDSA, ES256 or RS256', async () => {
    const user = await givenUser({ username: 'ada', name: 'Ada Lovelace' });
    const { code } = await linkFor(user);
    const options = await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Passgraph' },
      user: { id: user.webauthnUserId, name: 'ada', displayName: 'Ada Lovelace' },
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: [],
    });
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7, -257]);
    // Where the passkey is kept is left to the person.
    expect(options.authenticatorSelection).not.toHaveProperty('authenticatorAttachment');
    expect(options).not.toHaveProperty('hints');
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(64);
  });

  it('requests attestation with ATTESTATION=direct', async () => {
    const demanding = testDeps(store, { clock, config: { attestation: 'direct' } });
    const { code } = await linkFor(await givenUser());
    const options = await registrationOptions(demanding, { ...browser(), request: { enrolment: code } });
    expect(options.attestation).toBe('direct');
  });

  it('excludes the user’s passkeys of this RP ID', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const { passkey } = registered;
    await store.passkeys.insert({ ...passkey, id: 'elsewhere', rpId: 'elsewhere.example' });
    await store.users.update(registered.user, { passkeyIds: [passkey.id, 'elsewhere'] });
    const active = await activeOf(registered);
    const options = await registrationOptions(deps, { ...browser(), request: {}, activeSession: active });
    expect(options.excludeCredentials).toEqual([
      { id: passkey.id, type: 'public-key', transports: ['internal', 'hybrid'] },
    ]);
  });

  it.each([
    [undefined, 'invalid_request', 400],
    [{ enrolment: 7 }, 'invalid_request', 400],
    [{ interaction: 'some' }, 'invalid_request', 400],
    [{ enrolment: 'no code' }, 'enrolment_invalid', 400],
    [{ enrolment: `unknown.${'A'.repeat(43)}` }, 'enrolment_invalid', 400],
    [{ interaction: 'none', username: 'ada' }, 'interaction_expired', 400],
    [{}, 'authentication_required', 401],
  ])('refuses %j as %s', async (request, code, status) => {
    expect(await refusalOf(registrationOptions(deps, { ...browser(), request }))).toMatchObject({
      code,
      status,
    });
  });

  it('requires an authentication within the last five minutes from a signed-in user', async () => {
    const activeSession = await activeOf(await registerFirstOwner(deps, softwareAuthenticator()));
    clock.advance(299);
    await registrationOptions(deps, { ...browser(), request: {}, activeSession });
    clock.advance(1);
    const error = await refusalOf(registrationOptions(deps, { ...browser(), request: {}, activeSession }));
    expect(error).toMatchObject({ code: 'authentication_required', status: 401 });
  });
});

describe('an enrolment link', () => {
  it('registers a passkey and signs the user in', async () => {
    const user = await givenUser();
    const { id, code } = await linkFor(user);
    const authenticator = softwareAuthenticator({ aaguid: 'bada5566-a7aa-401f-bd96-45619a55120d' });
    const registered = await register(deps, authenticator, { request: { enrolment: code } });
    expect(registered).toMatchObject({ next: '/account', user: { id: user.id } });
    expect(await readSession(deps, registered.sessionCookie)).toMatchObject({
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
      createdAt: clock.now(),
    });
    const { passkey, session } = registered;
    expect(await audited('ENROLMENT_LINK_USED')).toMatchObject([{ userId: user.id, resourceId: id }]);
    expect(await audited('PASSKEY_ADDED')).toMatchObject([{ userId: user.id, resourceId: passkey.id }]);
    expect(await audited('SIGNED_IN')).toMatchObject([{ userId: user.id, sessionId: session.id }]);
    expect((await authenticate(deps, authenticator)).user.id).toBe(user.id);
  });

  it('stays valid if the ceremony is cancelled', async () => {
    const { code } = await linkFor(await givenUser());
    await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
  });

  it('works once', async () => {
    const { code } = await linkFor(await givenUser());
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    const error = await refusalOf(register(deps, softwareAuthenticator(), { request: { enrolment: code } }));
    expect(error).toMatchObject({ code: 'enrolment_invalid', reason: 'used link' });
  });

  it.each<readonly [string, string, (user: User, linkId: string) => Promise<unknown>]>([
    ['its user is disabled', 'user has changed', (user) => store.users.update(user, { enabled: false })],
    ['its user has another role', 'user has changed', (user) => store.users.update(user, { adminRole: 'ADMIN' })],
    ['it was voided', 'user has changed', (user) => store.users.update(user, { enrolmentEpoch: 1 })],
    ['its user is deleted', 'user has changed', (user) => store.users.delete(user.id)],
    ['it was used', 'used link', (_user, id) => store.enrolmentLinks.use(id, clock.now())],
    ['it was revoked', 'unknown link', (_user, id) => store.enrolmentLinks.delete(id)],
    ['it has expired', 'expired link', async () => clock.advance(3600)],
  ])('is invalid once %s, before and during the ceremony', async (_what, reason, change) => {
    const user = await givenUser();
    const { id, code } = await linkFor(user);
    const authenticator = softwareAuthenticator();
    clock.advance(-300);
    const options = await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    clock.advance(300);
    await change(user, id);
    const during = verifyRegistration(deps, { ...browser(), response: authenticator.create(options) });
    expect(await refusalOf(during)).toMatchObject(
      reason === 'expired link' ? { code: 'invalid_credential' } : { code: 'enrolment_invalid', reason },
    );
    const before = registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    expect(await refusalOf(before)).toMatchObject({ code: 'enrolment_invalid' });
    expect(await store.passkeys.count()).toBe(0);
    expect(await store.sessions.count({ userId: user.id })).toBe(0);
  });

  it('is not used up by a wrong secret', async () => {
    const { id, code } = await linkFor(await givenUser());
    const wrong = handleText({ id, secret: newSecret(deps.random) });
    const error = await refusalOf(registrationOptions(deps, { ...browser(), request: { enrolment: wrong } }));
    expect(error).toMatchObject({ code: 'enrolment_invalid', reason: 'secret of the link' });
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
  });

  it('ends the user’s sessions and grants, except for the new session', async () => {
    const lost = await registerFirstOwner(deps, softwareAuthenticator());
    const user = (await activeOf(lost)).user;
    const { code } = await linkFor(user);
    const found = await register(deps, softwareAuthenticator(), {
      in: browser('another'),
      request: { enrolment: code },
    });
    expect(await readSession(deps, lost.sessionCookie)).toBeUndefined();
    expect(await readSession(deps, found.sessionCookie)).toMatchObject({
      user: { sessionEpoch: user.sessionEpoch + 1, grantEpoch: user.grantEpoch + 1 },
    });
    expect(found.user.passkeyIds).toEqual([lost.passkey.id, found.passkey.id]);
  });

  it('keeps the session of the same user in this browser', async () => {
    const lost = await registerFirstOwner(deps, softwareAuthenticator());
    const { code } = await linkFor((await activeOf(lost)).user);
    const place = browser('browser', lost.sessionCookie);
    const found = await register(deps, softwareAuthenticator(), { in: place, request: { enrolment: code } });
    expect(found.session.id).toBe(lost.session.id);
    expect(await readSession(deps, found.sessionCookie)).toBeDefined();
  });

  it('makes a user with the role OWNER an owner', async () => {
    const user = await givenUser({ adminRole: 'OWNER' });
    const { code } = await linkFor(user);
    await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    expect(await owners()).toEqual([user.id]);
  });

  it('lists both of two owners who enrol in parallel', async () => {
    const users = await Promise.all([givenUser({ adminRole: 'OWNER' }), givenUser({ adminRole: 'OWNER' })]);
    const codes = await Promise.all(users.map(linkFor));
    await Promise.all(
      codes.map(({ code }) => register(deps, softwareAuthenticator(), { request: { enrolment: code } })),
    );
    expect([...((await owners()) ?? [])].sort()).toEqual(users.map(({ id }) => id).sort());
  });

  it('never lists an owner without a passkey if the process is killed between its writes', async () => {
    for (let writes = 0; ; writes += 1) {
      const user = await givenUser({ adminRole: 'OWNER' });
      const { code } = await linkFor(user);
      const authenticator = softwareAuthenticator();
      const options = await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
      const response = authenticator.create(options);
      const dying = dyingStore(store, writes);
      const died = await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }));
      const isListed = (await current(user.id)).passkeyIds.length === 1;
      const signsIn = !(await dies(authenticate(deps, authenticator)));
      expect(signsIn).toBe(isListed);
      if ((await owners())?.includes(user.id)) expect(isListed).toBe(true);
      const again = await linkFor(user);
      await register(deps, softwareAuthenticator(), { request: { enrolment: again.code } });
      expect(await owners()).toContain(user.id);
      if (!died) break;
    }
  });
});

describe('another passkey of a signed-in user', () => {
  it('is added and keeps the session', async () => {
    const first = softwareAuthenticator();
    const second = softwareAuthenticator();
    const registered = await registerFirstOwner(deps, first);
    const place = browser('browser', registered.sessionCookie);
    const activeSession = await activeOf(registered);
    const added = await register(deps, second, { in: place, request: {}, activeSession, name: ' Blue key\u202e ' });
    expect(added).toMatchObject({
      next: '/account',
      session: { id: registered.session.id },
      passkey: { name: 'Blue key' },
    });
    expect(added.sessionCookie).toBeUndefined();
    expect((await activeOf(registered)).user.passkeyIds).toEqual([registered.passkey.id, added.passkey.id]);
    expect((await authenticate(deps, first)).user.id).toBe((await authenticate(deps, second)).user.id);
  });

  it.each<readonly [string, (registered: Registered) => Promise<unknown>]>([
    ['was ended', ({ session }) => store.sessions.end(session.id, clock.now())],
    ['was ended with all others', async ({ user }) => raiseSessionEpoch(user.id)],
    [
      'is of a user who was disabled',
      async ({ user }) => store.users.update(await current(user.id), { enabled: false }),
    ],
  ])('is refused if the session %s during the ceremony', async (_what, change) => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const place = browser('browser', registered.sessionCookie);
    const activeSession = await activeOf(registered);
    const options = await registrationOptions(deps, { ...browser(), request: {}, activeSession });
    await change(registered);
    const response = softwareAuthenticator().create(options);
    expect(await refusalOf(verifyRegistration(deps, { ...place, response }))).toMatchObject({
      code: 'authentication_required',
    });
    expect(await store.passkeys.count()).toBe(1);
  });

  it('is refused in the session of another user', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const activeSession = await activeOf(registered);
    const options = await registrationOptions(deps, { ...browser(), request: {}, activeSession });
    const { code } = await linkFor(await givenUser());
    const other = await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    const response = softwareAuthenticator().create(options);
    const attempt = { ...browser('browser', other.sessionCookie), response };
    expect(await refusalOf(verifyRegistration(deps, attempt))).toMatchObject({ code: 'authentication_required' });
  });

  it('does not make a user with the role OWNER an owner', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const meant = await givenUser();
    const { code } = await linkFor(meant);
    const place = await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    await store.users.update(await current(meant.id), { adminRole: 'OWNER' });
    const activeSession = await activeOf(place);
    const at = browser('browser', place.sessionCookie);
    await register(deps, softwareAuthenticator(), { in: at, request: {}, activeSession });
    expect(await owners()).toEqual([registered.user.id]);
  });
});

async function current(id: string): Promise<User> {
  const user = await store.users.find(id);
  if (user === undefined) throw new Error('The user is gone.');
  return user;
}

async function raiseSessionEpoch(id: string) {
  const user = await current(id);
  await store.users.update(user, { sessionEpoch: user.sessionEpoch + 1 });
}

describe('registration for a client', () => {
  it('creates a user with a passkey and a permission for the client and continues the interaction', async () => {
    const { client, interaction } = await givenInteraction();
    const authenticator = softwareAuthenticator();
    const request = { interaction, username: 'Ada', name: 'Ada Lovelace' };
    const registered = await register(deps, authenticator, { request });
    expect(registered).toMatchObject({
      next: `/continue/${interaction}`,
      user: { username: 'Ada', usernameKey: 'ada', name: 'Ada Lovelace', enabled: true },
    });
    expect(registered.user.adminRole).toBeUndefined();
    const { id } = registered.user;
    expect(await store.permissions.findByKey(permissionKey(client, { userId: id }))).toMatchObject({
      clientGeneration: client.generation,
      userId: id,
    });
    expect((await authenticate(deps, authenticator)).user.id).toBe(id);
    expect((await audited('SIGNED_IN')).map(({ clientId }) => clientId)).toContain(client.id);
  });

  it('is refused if the client does not allow it, before and during the ceremony', async () => {
    const closed = await givenInteraction({ registrationEnabled: false });
    const request = { interaction: closed.interaction, username: 'ada' };
    expect(await refusalOf(register(deps, softwareAuthenticator(), { request }))).toMatchObject({
      code: 'registration_disabled',
      status: 403,
    });
    await store.clients.update(closed.client, { registrationEnabled: true });
    const options = await registrationOptions(deps, { ...browser(), request });
    await store.clients.update({ ...closed.client, version: 2 }, { registrationEnabled: false });
    const response = softwareAuthenticator().create(options);
    expect(await refusalOf(verifyRegistration(deps, { ...browser(), response }))).toMatchObject({
      code: 'registration_disabled',
    });
    expect([await store.users.count(), await store.passkeys.count()]).toEqual([0, 0]);
  });

  it.each(['', ' ', '-ada', 'a b', 'a/b', 'a'.repeat(65), 'ada\u202e'])('refuses the username %j', async (username) => {
    const { interaction } = await givenInteraction();
    const error = await refusalOf(registrationOptions(deps, { ...browser(), request: { interaction, username } }));
    expect(error).toMatchObject({ code: 'username_invalid', status: 400 });
  });

  it.each(['ada', 'ADA', ' ada ', '\uff41da'])('refuses %j if a user is named Ada', async (username) => {
    const { interaction } = await givenInteraction();
    await givenUser({ username: 'Ada', usernameKey: 'ada' });
    const error = await refusalOf(registrationOptions(deps, { ...browser(), request: { interaction, username } }));
    expect(error).toMatchObject({ code: 'username_taken', status: 409 });
  });

  it('leaves a free username or a complete user if the process is killed between its writes', async () => {
    for (let writes = 0; ; writes += 1) {
      const { client, interaction } = await givenInteraction({ id: `client-${writes}` });
      const request = { interaction, username: `ada-${writes}` };
      const authenticator = softwareAuthenticator();
      const options = await registrationOptions(deps, { ...browser(), request });
      const response = authenticator.create(options);
      const dying = dyingStore(store, writes);
      const died = await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }));
      const user = await store.users.findByUsername(request.username);
      if (user === undefined) {
        expect(await refusalOf(authenticate(deps, authenticator))).toMatchObject({ code: 'invalid_credential' });
        await register(deps, softwareAuthenticator(), { request });
      } else {
        expect((await authenticate(deps, authenticator)).user.id).toBe(user.id);
        expect(await store.permissions.findByKey(permissionKey(client, { userId: user.id }))).toBeDefined();
      }
      if (!died) break;
      await store.issuers.delete('default');
    }
  });
});

/** Whether the process died of it, rather than it being done. */
function dies(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => false,
    () => true,
  );
}

describe('the link of the first owner', () => {
  it('creates the first owner with the username owner by default', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    expect(registered.user).toMatchObject({ username: 'owner', adminRole: 'OWNER', enabled: true });
    expect(await owners()).toEqual([registered.user.id]);
    expect(await audited('ENROLMENT_LINK_USED')).toHaveLength(1);
  });

  it('uses the chosen username, or another one if owner is taken', async () => {
    await givenUser({ username: 'owner' });
    const enrolment = await createFirstOwnerCode(deps);
    const options = (request: object) => registrationOptions(deps, { ...browser(), request });
    expect((await options({ enrolment })).user.name).toMatch(/^owner-[0-9a-f]{4}$/);
    expect(await refusalOf(options({ enrolment, username: 'OWNER' }))).toMatchObject({ code: 'username_taken' });
    expect(await refusalOf(options({ enrolment, username: '?' }))).toMatchObject({ code: 'username_invalid' });
    const request = { enrolment, username: 'ada', name: 'Ada' };
    const { user } = await register(deps, softwareAuthenticator(), { request });
    expect(user).toMatchObject({ username: 'ada', name: 'Ada' });
  });

  it('is valid for one hour and only while there is no owner', async () => {
    const [late, second] = [await createFirstOwnerCode(deps), await createFirstOwnerCode(deps)];
    clock.advance(3600);
    expect(await refusalOf(register(deps, softwareAuthenticator(), { request: { enrolment: late } }))).toMatchObject({
      reason: 'expired link',
    });
    clock.advance(-60);
    await registerFirstOwner(deps, softwareAuthenticator());
    expect(await refusalOf(register(deps, softwareAuthenticator(), { request: { enrolment: second } }))).toMatchObject({
      code: 'enrolment_invalid',
      reason: 'server has an owner',
    });
    expect(await createFirstOwnerCode(deps)).toBeUndefined();
  });

  it('stays valid until an owner can sign in if the process is killed between its writes', async () => {
    for (let writes = 0; ; writes += 1) {
      const enrolment = await createFirstOwnerCode(deps);
      const authenticator = softwareAuthenticator();
      const options = await registrationOptions(deps, { ...browser(), request: { enrolment } });
      const response = authenticator.create(options);
      const dying = dyingStore(store, writes);
      const died = await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }));
      if ((await owners())?.length === 0) {
        const again = softwareAuthenticator();
        const completed = await register(deps, again, { in: browser('another'), request: { enrolment } });
        expect(completed.user.username).toBe('owner');
        expect(await owners()).toEqual([completed.user.id]);
        expect(await refusalOf(authenticate(deps, authenticator))).toMatchObject({ code: 'invalid_credential' });
        expect((await authenticate(deps, again)).user.id).toBe(completed.user.id);
      } else {
        const { user } = await authenticate(deps, authenticator);
        expect(await owners()).toEqual([user.id]);
        expect(user.passkeyIds).toHaveLength(1);
      }
      if (!died) break;
      await store.close();
      store = await openMemoryStore();
      deps = testDeps(store, { clock });
    }
  });
});

describe('forged registration answers (WebAuthn §7.1)', () => {
  const expectEqualRefusal = async (error: CeremonyError, reason: string) => {
    expect(error.reason).toBe(reason);
    expect({ code: error.code, message: error.message, status: error.status }).toEqual({
      code: 'invalid_credential',
      message: 'The passkey could not be verified. Please try again.',
      status: 400,
    });
    expect([await store.users.count(), await store.passkeys.count(), await owners()]).toEqual([0, 0, []]);
    expect(await audited('PASSKEY_REFUSED')).toMatchObject([{ outcome: 'FAILURE', detail: { reason } }]);
  };

  const attempt = async (ceremony: { forgery?: Forgery; tamper?: (response: RegistrationResponseJSON) => unknown }) => {
    const request = { enrolment: await createFirstOwnerCode(deps) };
    return refusalOf(register(deps, softwareAuthenticator(), { ...ceremony, request }));
  };

  it.each<readonly [string, string, Forgery]>([
    ['another type', 'type', { clientData: { type: 'webauthn.get' } }],
    ['another challenge', 'challenge', { clientData: { challenge: sha256('another') } }],
    ['another origin', 'origin', { clientData: { origin: 'https://evil.example' } }],
    ['an embedding page', 'cross-origin', { clientData: { crossOrigin: true } }],
    ['an embedding page by name', 'top origin', { clientData: { topOrigin: 'https://evil.example' } }],
    ['a bound connection', 'token binding', { clientData: { tokenBinding: { status: 'present', id: 'AA' } } }],
    ['another RP ID', 'RP ID hash', { rpId: 'evil.example' }],
    ['no user presence', 'user presence', { up: false }],
    ['no user verification', 'user verification', { uv: false }],
    ['backed up without being eligible', 'backup state without eligibility', { backupEligible: false }],
    ['an algorithm that was not offered', 'algorithm', { statedAlg: -35 }],
    ['an algorithm of another kind of key', 'algorithm', { statedAlg: -257 }],
    ['a short credential id', 'credential id length', { credentialId: Buffer.alloc(15).toString('base64url') }],
  ])('refuses %s (%s) with the same error and stores nothing', async (_what, reason, forgery) => {
    await expectEqualRefusal(await attempt({ forgery }), reason);
  });

  const objectOf = (response: RegistrationResponseJSON): Buffer =>
    Buffer.from(response.response.attestationObject, 'base64url');
  const withObject = (change: (object: Buffer) => Buffer) => (response: RegistrationResponseJSON) => ({
    ...response,
    response: { ...response.response, attestationObject: change(objectOf(response)).toString('base64url') },
  });
  /** The attestation object is whole, and its authenticator data lack their last byte. */
  const cutOffKey = (bytes: Buffer): Buffer => {
    const object = decodeCBOR(Uint8Array.from(bytes)) as Map<string, CBORType>;
    object.set('authData', (object.get('authData') as Uint8Array).slice(0, -1));
    return Buffer.from(encodeCBOR(object));
  };
  const withResponse = (members: object) => (response: RegistrationResponseJSON) => ({
    ...response,
    response: { ...response.response, ...members },
  });

  it.each<readonly [string, string, (response: RegistrationResponseJSON) => unknown]>([
    ['truncated CBOR', 'attestation object is malformed', withObject((object) => object.subarray(0, -1))],
    ['a key that is cut off', 'authenticator data are malformed', withObject((object) => cutOffKey(object))],
    ['bytes behind the object', 'attestation object is malformed', withObject((o) => Buffer.concat([o, o]))],
    ['CBOR of something else', 'attestation object is malformed', withObject(() => Buffer.from('a0', 'hex'))],
    ['no CBOR', 'attestation object is malformed', withObject(() => Buffer.from('ff', 'hex'))],
    [
      'another id than the credential has',
      'credential id',
      (response) => ({ ...response, id: sha256('x'), rawId: sha256('x') }),
    ],
    ['two ids', 'not a registration response', (response) => ({ ...response, rawId: sha256('x') })],
    ['client data that are no JSON', 'client data are malformed', withResponse({ clientDataJSON: 'AAAA' })],
    ['padding', 'not a registration response', withResponse({ attestationObject: 'AA==' })],
    ['1 MB', 'not a registration response', withResponse({ attestationObject: 'A'.repeat(1_048_576) })],
    ['nothing', 'not a registration response', () => null],
  ])('refuses %s (%s) with the same error and stores nothing', async (_what, reason, tamper) => {
    await expectEqualRefusal(await attempt({ tamper }), reason);
  });

  it('refuses authenticator data that were changed after the self attestation', async () => {
    const request = { enrolment: await createFirstOwnerCode(deps) };
    const authenticator = softwareAuthenticator({ attestation: 'packed' });
    const tamper = withObject((object) => {
      const counter = object.indexOf(Buffer.from(sha256('localhost'), 'base64url')) + 33;
      object.writeUInt32BE(7, counter);
      return object;
    });
    await expectEqualRefusal(
      await refusalOf(register(deps, authenticator, { request, tamper })),
      'attestation statement',
    );
  });

  it('accepts one of two parallel answers to a challenge', async () => {
    const request = { enrolment: await createFirstOwnerCode(deps) };
    const options = await registrationOptions(deps, { ...browser(), request });
    const answers = [softwareAuthenticator().create(options), softwareAuthenticator().create(options)];
    const results = await Promise.allSettled(
      answers.map((response) => verifyRegistration(deps, { ...browser(), response })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [response] = answers;
    expect(await refusalOf(verifyRegistration(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
  });

  it('refuses the challenge of another browser and an expired challenge', async () => {
    const request = { enrolment: await createFirstOwnerCode(deps) };
    const options = await registrationOptions(deps, { ...browser('another'), request });
    const response = softwareAuthenticator().create(options);
    expect(await refusalOf(verifyRegistration(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
    clock.advance(600);
    const late = verifyRegistration(deps, { ...browser('another'), response });
    expect(await refusalOf(late)).toMatchObject({ reason: 'challenge' });
  });

  it('refuses a credential that is already registered', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const { code } = await linkFor(await givenUser());
    const forgery = { credentialId: registered.passkey.id };
    const error = await refusalOf(register(deps, softwareAuthenticator(), { request: { enrolment: code }, forgery }));
    expect(error).toMatchObject({ code: 'invalid_credential', reason: 'credential is registered' });
    expect(await store.passkeys.find(registered.passkey.id)).toEqual(registered.passkey);
  });
});

describe('names of passkeys', () => {
  it.each([
    [undefined, 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'Apple Passwords'],
    [undefined, '00000000-0000-0000-0000-000000000000', 'Passkey'],
    ['  ', 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'Apple Passwords'],
    [' My key ', 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'My key'],
    ['x'.repeat(80), '00000000-0000-0000-0000-000000000000', 'x'.repeat(64)],
    ['🔑'.repeat(80), '00000000-0000-0000-0000-000000000000', '🔑'.repeat(64)],
  ])('turn %j and the AAGUID %s into %s', async (name, aaguid, expected) => {
    const { code } = await linkFor(await givenUser());
    const given = { request: { enrolment: code }, ...(name !== undefined && { name }) };
    expect((await register(deps, softwareAuthenticator({ aaguid }), given)).passkey.name).toBe(expected);
  });
});

describeOnEachDatabase('guardRpId', (makeDatabase) => {
  let database: TestDatabase;

  beforeEach(async () => {
    await store.close();
    database = await makeDatabase();
    store = await openStore(database.config);
    deps = testDeps(store, { clock });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
    store = await openMemoryStore();
  });

  it('stops a start with another RP_ID unless ALLOW_RP_ID_CHANGE is set', async () => {
    await registerFirstOwner(deps, softwareAuthenticator());
    await guardRpId(deps);
    const changed = testDeps(store, { config: { rpId: 'id.example' } });
    await expect(guardRpId(changed)).rejects.toThrow(/RP_ID is id\.example.*RP_ID=localhost.*ALLOW_RP_ID_CHANGE=true/);
    await guardRpId(testDeps(store, { config: { rpId: 'id.example', allowRpIdChange: true } }));
  });

  it('stops a start if a single passkey has another RP ID', async () => {
    const { passkey } = await registerFirstOwner(deps, softwareAuthenticator());
    const changed = testDeps(store, { config: { rpId: 'id.example' } });
    await store.passkeys.insert({ ...passkey, id: 'under-the-new-one', rpId: 'id.example' });
    await expect(guardRpId(changed)).rejects.toThrow(/passkeys are registered under localhost/);
    await store.passkeys.delete(passkey.id);
    await guardRpId(changed);
  });

  it('allows a start without passkeys', () => guardRpId(deps));
});

describeOnEachDatabase('parallel registrations', (makeDatabase) => {
  let database: TestDatabase;

  beforeEach(async () => {
    await store.close();
    database = await makeDatabase();
    store = await openStore(database.config);
    deps = testDeps(store, { clock });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
    store = await openMemoryStore();
  });

  it('with one enrolment link register exactly one of twenty passkeys', async () => {
    const user = await givenUser();
    const { code } = await linkFor(user);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment: code } }),
      ),
    );
    const won = results.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    expect((await store.users.find(user.id))?.passkeyIds).toEqual([won[0]?.value.passkey.id]);
    expect(await store.passkeys.count()).toBe(1);
    expect(await store.sessions.count({ userId: user.id })).toBe(1);
  });

  it('with one username create exactly one of twenty users and leave no other records', async () => {
    const { client, interaction } = await givenInteraction();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        register(deps, softwareAuthenticator(), { request: { interaction, username: 'ada' } }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []));
    expect(new Set(reasons)).toEqual(new Set(['username_taken']));
    expect([await store.users.count(), await store.passkeys.count()]).toEqual([1, 1]);
    expect(await store.permissions.countOfClient(client.generation)).toBe(1);
  });

  const expectOneOwner = async (results: readonly PromiseSettledResult<Registered>[]) => {
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await owners()).toEqual([won[0]?.user.id]);
    expect(await store.users.count()).toBe(1);
    expect((await store.users.find(won[0]?.user.id ?? ''))?.passkeyIds).toEqual([won[0]?.passkey.id]);
    expect(await store.passkeys.count()).toBe(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'enrolment_invalid' });
    }
  };

  it('with twenty first-owner links create one owner and leave no other records', async () => {
    const codes = await Promise.all(Array.from({ length: 20 }, () => createFirstOwnerCode(deps)));
    const results = await Promise.allSettled(
      codes.map((enrolment, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment } }),
      ),
    );
    await expectOneOwner(results);
  });

  it('with one first-owner link in twenty browsers create one owner with one passkey', async () => {
    const enrolment = await createFirstOwnerCode(deps);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment } }),
      ),
    );
    await expectOneOwner(results);
  });

  it('after a crash create one owner with one passkey', async () => {
    const enrolment = await createFirstOwnerCode(deps);
    const options = await registrationOptions(deps, { ...browser(), request: { enrolment } });
    const dying = dyingStore(store, 3);
    const response = softwareAuthenticator().create(options);
    await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }));
    expect([await owners(), await store.users.count()]).toEqual([[], 1]);
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        register(deps, softwareAuthenticator(), { in: browser(`browser ${index}`), request: { enrolment } }),
      ),
    );
    const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(won).toHaveLength(1);
    expect(await owners()).toEqual([won[0]?.user.id]);
    expect((await current(won[0]?.user.id ?? '')).passkeyIds).toEqual([won[0]?.passkey.id]);
  });
});
