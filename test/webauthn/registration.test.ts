import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endSession } from '../../src/access/sessions/session.js';
import { LIMITS, makeLimits } from '../../src/http/request/limits.js';
import { permissionKey } from '../../src/model/access/permission.js';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import {
  authenticate,
  browser,
  ceremonyErrorOf,
  register,
  registerFirstOwner,
  type SignedInByRegistration,
} from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { dies, dyingStore } from '../support/dying-store.js';
import { makeUser } from '../support/fixtures.js';
import { mailConfig } from '../support/mail-server.js';
import { activeOf, audited } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { currentUser, linkFor, makeInteraction, ownersOf, raiseSessionEpoch } from './enrolments.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;

beforeEach(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
});

afterEach(() => store.close());

describe('another passkey of a signed-in user', () => {
  it('is added and keeps the session', async () => {
    const first = softwareAuthenticator();
    const second = softwareAuthenticator();
    const registered = await registerFirstOwner(deps, first);
    const place = browser('browser', registered.sessionCookie);
    const activeSession = await activeOf(deps, registered);
    const added = await register(deps, second, { in: place, request: {}, activeSession, name: ' Blue key\u202e ' });
    expect(added).toMatchObject({
      next: '/account?at=passkeys&done=passkeyAdded',
      session: { id: registered.session.id },
      passkey: { name: 'Blue key' },
    });
    expect(added.sessionCookie).toBeUndefined();
    expect((await activeOf(deps, registered)).user.passkeyIds).toEqual([registered.passkey.id, added.passkey.id]);
    expect((await authenticate(deps, first)).user.id).toBe((await authenticate(deps, second)).user.id);
  });

  it.each<readonly [string, (registered: SignedInByRegistration) => Promise<unknown>]>([
    ['was ended', ({ session }) => endSession(deps, session)],
    ['was ended with all others', async ({ user }) => raiseSessionEpoch(deps, user.id)],
    [
      'is of a user who was disabled',
      async ({ user }) => store.users.update(await currentUser(deps, user.id), { enabled: false }),
    ],
  ])('is refused if the session %s during the ceremony', async (_what, change) => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const place = browser('browser', registered.sessionCookie);
    const activeSession = await activeOf(deps, registered);
    const options = await registrationOptions(deps, { ...browser(), request: {}, activeSession });
    await change(registered);
    const response = softwareAuthenticator().create(options);
    expect(await ceremonyErrorOf(verifyRegistration(deps, { ...place, response }))).toMatchObject({
      code: 'authentication_required',
    });
    expect(await store.passkeys.count()).toBe(1);
  });

  it('is refused in the session of another user', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const activeSession = await activeOf(deps, registered);
    const options = await registrationOptions(deps, { ...browser(), request: {}, activeSession });
    const { code } = await linkFor(deps, await makeUser(deps));
    const other = await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    const response = softwareAuthenticator().create(options);
    const attempt = { ...browser('browser', other.sessionCookie), response };
    expect(await ceremonyErrorOf(verifyRegistration(deps, attempt))).toMatchObject({ code: 'authentication_required' });
  });

  it('does not make a user with the role OWNER an owner', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const meant = await makeUser(deps);
    const { code } = await linkFor(deps, meant);
    const place = await register(deps, softwareAuthenticator(), { request: { enrolment: code } });
    await store.users.update(await currentUser(deps, meant.id), { adminRole: 'OWNER' });
    const activeSession = await activeOf(deps, place);
    const at = browser('browser', place.sessionCookie);
    await register(deps, softwareAuthenticator(), { in: at, request: {}, activeSession });
    expect(await ownersOf(deps)).toEqual([registered.user.id]);
  });
});

describe('registration for a client', () => {
  it('creates a user with a passkey and a permission for the client and continues the interaction', async () => {
    const { client, interaction } = await makeInteraction(deps);
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
    expect((await audited(deps, 'SIGNED_IN')).map(({ clientId }) => clientId)).toContain(client.id);
  });

  it('asks for an address if the client does, sends a mail to it, and does not verify it', async () => {
    const mailing = testDeps(store, { clock, config: { mail: mailConfig('smtp://localhost') } });
    const { interaction } = await makeInteraction(deps, { askEmail: true });
    const start = (email?: string) =>
      registrationOptions(deps, { ...browser(), request: { interaction, username: 'ada', email } });
    for (const email of [undefined, ' ', 'ada', 'ada@example.org\r\nBcc: eve@example.org', 'a@b.org, c@d.org'])
      expect(await ceremonyErrorOf(start(email))).toMatchObject({ code: 'email_invalid', status: 400 });
    const request = { interaction, username: 'ada', email: ' ada@example.org ' };
    const { user } = await register(mailing, softwareAuthenticator(), { request });
    expect(user).toMatchObject({
      email: 'ada@example.org',
      email_verified: false,
      emailVerification: { email: user.email },
    });
    const { items } = await store.mails.page({ first: 10 }, { userId: user.id });
    expect(items.map(({ record }) => [record.kind, record.recipient])).toEqual([['EMAIL_VERIFICATION', user.email]]);
    expect(await audited(deps, 'EMAIL_VERIFICATION_SENT')).toHaveLength(1);
    const other = { interaction: (await makeInteraction(deps)).interaction, username: 'eve', email: 'eve@example.org' };
    expect((await register(mailing, softwareAuthenticator(), { request: other })).user.email).toBeUndefined();
    // A registration that loses a race is planned again, but its mail is counted once.
    const { interaction: third } = await makeInteraction(deps, { askEmail: true });
    const counted: string[] = [];
    const limits = { take: async (name: string) => counted.push(name) > 0 };
    let commits = 0;
    const commit: Store['commit'] = async (changes) => {
      if (!changes.some((change) => change.store === 'mails')) return store.commit(changes);
      commits += 1;
      return commits > 1 && store.commit(changes);
    };
    const racing = { ...mailing, limits, store: { ...store, commit } };
    await register(racing, softwareAuthenticator(), {
      request: { interaction: third, username: 'mary', email: 'mary@example.org' },
    });
    expect([commits, counted.filter((name) => name.toLowerCase().endsWith('mail'))]).toEqual([
      2,
      ['verificationMail', 'verificationMail', 'mail'],
    ]);
  });

  it('is refused if the client does not allow it, before and during the ceremony', async () => {
    const closed = await makeInteraction(deps, { registrationEnabled: false });
    const request = { interaction: closed.interaction, username: 'ada' };
    expect(await ceremonyErrorOf(register(deps, softwareAuthenticator(), { request }))).toMatchObject({
      code: 'registration_disabled',
      status: 403,
    });
    await store.clients.update(closed.client, { registrationEnabled: true });
    const options = await registrationOptions(deps, { ...browser(), request });
    await store.clients.update({ ...closed.client, version: 2 }, { registrationEnabled: false });
    const response = softwareAuthenticator().create(options);
    expect(await ceremonyErrorOf(verifyRegistration(deps, { ...browser(), response }))).toMatchObject({
      code: 'registration_disabled',
    });
    expect([await store.users.count(), await store.passkeys.count()]).toEqual([0, 0]);
  });

  it('refuses a username that looks like another one in another alphabet, in both directions', async () => {
    const { interaction } = await makeInteraction(deps);
    const attempt = (username: string) =>
      register(deps, softwareAuthenticator(), { request: { interaction, username } });
    await attempt('paypa');
    await attempt('Сара');
    for (const username of ['раура', 'РАУРА', 'capa']) {
      expect(await ceremonyErrorOf(attempt(username))).toMatchObject({ code: 'username_taken' });
    }
    await attempt('Жанна');
  });

  it('is refused if too many accounts were registered from the address, also before the ceremony', async () => {
    const limits = makeLimits({ ...LIMITS, registration: { points: 2, duration: 3600 } });
    const limited = { ...deps, limits };
    const { interaction } = await makeInteraction(deps);
    const attempt = (username: string) =>
      register(limited, softwareAuthenticator(), { request: { interaction, username } });
    await attempt('ada');
    await attempt('grace');
    expect(await ceremonyErrorOf(attempt('alan'))).toMatchObject({ code: 'rate_limited', limit: 'registration' });
    expect(await store.users.findByUsername('alan')).toBeUndefined();
    expect([await store.users.count(), await store.passkeys.count()]).toEqual([2, 2]);
    const request = { interaction, username: 'hedy' };
    expect(await ceremonyErrorOf(registrationOptions(limited, { ...browser(), request }))).toMatchObject({
      code: 'rate_limited',
      message: expect.stringContaining('Wait one hour'),
    });
    expect(await audited(deps, 'LIMIT_EXCEEDED')).toMatchObject([{ detail: { limit: 'registrations' } }]);
  });

  it.each(['', ' ', '-ada', 'a b', 'a/b', 'a'.repeat(65), 'ada\u202e'])('refuses the username %j', async (username) => {
    const { interaction } = await makeInteraction(deps);
    const error = await ceremonyErrorOf(
      registrationOptions(deps, { ...browser(), request: { interaction, username } }),
    );
    expect(error).toMatchObject({ code: 'username_invalid', status: 400 });
  });

  it.each(['ada', 'ADA', ' ada ', '\uff41da'])('refuses %j if a user is named Ada', async (username) => {
    const { interaction } = await makeInteraction(deps);
    await makeUser(deps, { username: 'Ada', usernameKey: 'ada' });
    const error = await ceremonyErrorOf(
      registrationOptions(deps, { ...browser(), request: { interaction, username } }),
    );
    expect(error).toMatchObject({ code: 'username_taken', status: 409 });
  });

  it('leaves a free username or a complete user if the process is killed between its writes', async () => {
    for (let writes = 0; ; writes += 1) {
      const { client, interaction } = await makeInteraction(deps, { id: `client-${writes}` });
      const request = { interaction, username: `ada-${writes}` };
      const authenticator = softwareAuthenticator();
      const options = await registrationOptions(deps, { ...browser(), request });
      const response = authenticator.create(options);
      const dying = dyingStore(store, writes);
      const died = await dies(verifyRegistration({ ...deps, store: dying.store }, { ...browser(), response }));
      const user = await store.users.findByUsername(request.username);
      if (user === undefined) {
        expect(await ceremonyErrorOf(authenticate(deps, authenticator))).toMatchObject({ code: 'invalid_credential' });
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
