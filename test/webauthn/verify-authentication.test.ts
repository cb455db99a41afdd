import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { beginInteraction, finishing } from '../../src/access/interaction/interaction.js';
import { findActiveSession } from '../../src/access/sessions/session.js';
import { sha256 } from '../../src/keys/secrets.js';
import type { Deps } from '../../src/model/deps.js';
import type { CeremonyError } from '../../src/model/errors.js';
import type { Store } from '../../src/model/store.js';
import { authenticationOptions } from '../../src/webauthn/ceremony/authentication-options.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { verifyAuthentication } from '../../src/webauthn/ceremony/verify-authentication.js';
import { removePasskey } from '../../src/webauthn/passkeys/remove-passkey.js';
import {
  authenticate,
  browser,
  ceremonyErrorOf,
  register,
  registerFirstOwner,
  type SignedInByRegistration,
} from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { audited } from '../support/own-account.js';
import { racingStore } from '../support/racing-store.js';
import { clientRecord, issuerRecord } from '../support/records.js';
import { type Forgery, type SoftwareAuthenticator, softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { currentUser } from './enrolments.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;
let authenticator: SoftwareAuthenticator;
let registered: SignedInByRegistration;

beforeEach(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
  authenticator = softwareAuthenticator({ counts: true, backupEligible: false, backedUp: false });
  registered = await registerFirstOwner(deps, authenticator);
  clock.advance(60);
});

afterEach(() => store.close());

function sessions() {
  return store.sessions.count({ userId: registered.user.id });
}

describe('authenticationOptions (WebAuthn §5.5)', () => {
  it('requests any discoverable credential with user verification and a new challenge of 32 bytes', async () => {
    const [one, other] = await Promise.all([
      authenticationOptions(deps, { browserHash: 'browser' }),
      authenticationOptions(deps, { browserHash: 'browser' }),
    ]);
    expect(one).toMatchObject({ rpId: 'localhost', allowCredentials: [], userVerification: 'required' });
    expect(Buffer.from(one.challenge, 'base64url')).toHaveLength(32);
    expect(one.challenge).not.toBe(other.challenge);
  });

  it('stores only the hash of the challenge, bound to ceremony and browser', async () => {
    const { challenge } = await authenticationOptions(deps, { browserHash: 'browser' });
    const record = await store.challenges.find(sha256(challenge));
    expect(record).toMatchObject({ ceremony: 'authentication', browserHash: 'browser' });
    expect(JSON.stringify(record)).not.toContain(challenge);
  });

  it('refuses an interaction that is not open in this browser', async () => {
    const error = await ceremonyErrorOf(authenticationOptions(deps, { browserHash: 'browser', interactionId: 'none' }));
    expect(error).toMatchObject({ code: 'interaction_expired', status: 400 });
  });
});

describe('verifyAuthentication (WebAuthn §7.2)', () => {
  it('starts a session and records the use of the passkey and an audit event', async () => {
    const signedIn = await authenticate(deps, authenticator);
    expect(signedIn).toMatchObject({ next: '/account', user: { id: registered.user.id } });
    const active = await findActiveSession(deps, signedIn.sessionCookie);
    expect(active).toMatchObject({
      session: { id: signedIn.session.id, acr: 'phr', amr: ['pop', 'user', 'mfa'] },
      user: { id: registered.user.id, lastSignInAt: clock.now() },
    });
    expect(await store.passkeys.find(registered.passkey.id)).toMatchObject({ signCount: 1, lastUsedAt: clock.now() });
    expect((await audited(deps, 'SIGNED_IN')).at(-1)).toMatchObject({
      outcome: 'SUCCESS',
      userId: registered.user.id,
      sessionId: signedIn.session.id,
      resourceId: registered.passkey.id,
      ipAddress: '192.0.2.1',
    });
  });

  it.each([-8, -7, -257] as const)('verifies signatures of COSE algorithm %i', async (alg) => {
    const other = softwareAuthenticator({ alg });
    const active = await findActiveSession(deps, registered.sessionCookie);
    const place = browser('browser', registered.sessionCookie);
    await register(deps, other, { in: place, request: {}, activeSession: active });
    expect((await authenticate(deps, other)).user.id).toBe(registered.user.id);
    const error = await ceremonyErrorOf(
      authenticate(deps, other, { tamper: changed('signature', (bytes) => flip(bytes, bytes.length - 1)) }),
    );
    expect(error.reason).toBe('signature');
  });

  it('keeps the session of the same user in this browser and changes its cookie', async () => {
    const again = await authenticate(deps, authenticator, { in: browser('browser', registered.sessionCookie) });
    expect(again.session.id).toBe(registered.session.id);
    expect(again.sessionCookie).not.toBe(registered.sessionCookie);
    expect(await findActiveSession(deps, registered.sessionCookie)).toBeUndefined();
  });

  it('stores the language of the page for mails, but not that of another browser later', async () => {
    const languageAfter = async (language: string, cookie?: string) => {
      const place = { ...browser('browser', cookie), language };
      await authenticate(deps, authenticator, { in: place });
      return (await store.users.find(registered.user.id))?.language;
    };
    expect(await languageAfter('es')).toBe('es');
    expect(await languageAfter('vi')).toBe('es');
    expect(await languageAfter('fr', registered.sessionCookie)).toBe('fr');
  });

  it('continues the interaction, or goes to /account if it is finished', async () => {
    const issuer = issuerRecord();
    const client = clientRecord(issuer);
    await Promise.all([store.issuers.insert(issuer), store.clients.insert(client)]);
    const waiting = { kind: 'oidc', request: {} } as const;
    const at = { browserHash: 'browser', caller: {} };
    const { id } = await beginInteraction(deps, { client, issuer }, waiting, at);
    expect(await authenticate(deps, authenticator, { interactionId: id })).toMatchObject({ next: `/continue/${id}` });
    const options = await authenticationOptions(deps, { browserHash: 'browser', interactionId: id });
    await store.commit([finishing(deps, id, 'browser')]);
    const response = authenticator.get(options);
    expect(await verifyAuthentication(deps, { ...browser(), response })).toMatchObject({ next: '/account' });
  });

  it('stores a changed backup state', async () => {
    for (const backedUp of [true, false]) {
      await authenticate(deps, authenticator, { forgery: { backupEligible: true, backedUp } });
      expect(await store.passkeys.find(registered.passkey.id)).toMatchObject({ backupEligible: true, backedUp });
    }
  });
});

type Part = keyof AuthenticationResponseJSON['response'];

function flip(bytes: Buffer, at: number): Buffer {
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
}

function changed(part: Part, change: (bytes: Buffer) => Buffer) {
  return (response: AuthenticationResponseJSON): unknown => ({
    ...response,
    response: {
      ...response.response,
      [part]: change(Buffer.from(response.response[part] ?? '', 'base64url')).toString('base64url'),
    },
  });
}

function withResponse(members: object) {
  return (response: AuthenticationResponseJSON) => ({
    ...response,
    response: { ...response.response, ...members },
  });
}

const forged: readonly (readonly [string, string, Forgery])[] = [
  ['another type', 'type', { clientData: { type: 'webauthn.create' } }],
  ['no type', 'client data are malformed', { clientData: { type: undefined } }],
  ['another challenge', 'challenge', { clientData: { challenge: sha256('another') } }],
  ['a challenge that is padded', 'client data are malformed', { clientData: { challenge: 'AA==' } }],
  ['another origin', 'origin', { clientData: { origin: 'https://evil.example' } }],
  ['an origin that begins alike', 'origin', { clientData: { origin: 'http://localhost:3000.evil.example' } }],
  ['another port', 'origin', { clientData: { origin: 'http://localhost:3001' } }],
  ['an embedding page', 'cross-origin', { clientData: { crossOrigin: true } }],
  ['an embedding page by name', 'top origin', { clientData: { topOrigin: 'https://evil.example' } }],
  ['a bound connection', 'token binding', { clientData: { tokenBinding: { status: 'present', id: 'AA' } } }],
  ['another RP ID', 'RP ID hash', { rpId: 'evil.example' }],
  ['no user presence', 'user presence', { up: false }],
  ['no user verification', 'user verification', { uv: false }],
  ['backed up without being eligible', 'backup state without eligibility', { backedUp: true }],
  ['another user handle', 'user handle', { userHandle: Buffer.alloc(64).toString('base64url') }],
  ['no user handle', 'no user handle', { userHandle: undefined }],
  ['another credential', 'unknown credential', { credentialId: sha256('another') }],
  ['the counter where it was', 'counter', { signCount: 7 }],
  ['the counter going back', 'counter', { signCount: 3 }],
  ['the counter at zero', 'counter', { signCount: 0 }],
];

const tampered: readonly (readonly [string, string, (response: AuthenticationResponseJSON) => unknown])[] = [
  ['tampered authenticator data', 'signature', changed('authenticatorData', (bytes) => flip(bytes, 36))],
  ['tampered flags', 'signature', changed('authenticatorData', (bytes) => bytes.fill(0x0d, 32, 33))],
  [
    'truncated authenticator data',
    'authenticator data are malformed',
    changed('authenticatorData', (b) => b.subarray(0, 36)),
  ],
  [
    'bytes behind authenticator data',
    'authenticator data are malformed',
    changed('authenticatorData', (b) => Buffer.concat([b, b])),
  ],
  ['a tampered signature', 'signature', changed('signature', (bytes) => flip(bytes, bytes.length - 1))],
  ['no signature', 'not an authentication response', withResponse({ signature: '' })],
  ['client data that are no JSON', 'client data are malformed', withResponse({ clientDataJSON: 'AAAA' })],
  ['client data that are no UTF-8', 'client data are malformed', withResponse({ clientDataJSON: 'gICA' })],
  ['a user handle of 65 bytes', 'not an authentication response', withResponse({ userHandle: 'A'.repeat(88) })],
  ['padding', 'not an authentication response', withResponse({ userHandle: 'AA==' })],
  ['bits behind the last byte', 'not an authentication response', withResponse({ userHandle: 'AB' })],
  ['base64 of the other alphabet', 'not an authentication response', withResponse({ signature: 'ab+/' })],
  ['1 MB', 'not an authentication response', withResponse({ clientDataJSON: 'A'.repeat(1_048_576) })],
  ['two ids', 'not an authentication response', (response) => ({ ...response, rawId: sha256('another') })],
  [
    'a credential id of 1024 bytes',
    'not an authentication response',
    (response) => ({ ...response, id: 'A'.repeat(1366), rawId: 'A'.repeat(1366) }),
  ],
  ['another kind of credential', 'not an authentication response', (response) => ({ ...response, type: 'password' })],
  ['nothing', 'not an authentication response', () => undefined],
  ['a list', 'not an authentication response', (response) => [response]],
];

describe('forged authentication answers (WebAuthn §7.2)', () => {
  const expectEqualRefusal = (error: CeremonyError, reason: string) => {
    expect(error.reason).toBe(reason);
    expect({ code: error.code, message: error.message, status: error.status }).toEqual({
      code: 'invalid_credential',
      message: 'The passkey could not be verified. Please try again.',
      status: 400,
    });
  };

  it.each(forged)('refuses %s (%s) with the same error and starts no session', async (_what, reason, forgery) => {
    await authenticate(deps, authenticator, { forgery: { signCount: 7 } });
    const before = await sessions();
    expectEqualRefusal(
      await ceremonyErrorOf(authenticate(deps, authenticator, { forgery: { signCount: 9, ...forgery } })),
      reason,
    );
    expect(await sessions()).toBe(before);
    expect((await audited(deps, 'SIGN_IN_REFUSED')).at(-1)).toMatchObject({ outcome: 'FAILURE', detail: { reason } });
  });

  it.each(tampered)('refuses %s (%s) with the same error and starts no session', async (_what, reason, tamper) => {
    const before = await sessions();
    expectEqualRefusal(await ceremonyErrorOf(authenticate(deps, authenticator, { tamper })), reason);
    expect(await sessions()).toBe(before);
    expect((await audited(deps, 'SIGN_IN_REFUSED')).at(-1)).toMatchObject({ outcome: 'FAILURE', detail: { reason } });
  });

  it('records a counter that does not grow only if the signature is valid', async () => {
    await authenticate(deps, authenticator, { forgery: { signCount: 7 } });
    const broken = changed('signature', (bytes) => flip(bytes, bytes.length - 1));
    await ceremonyErrorOf(authenticate(deps, authenticator, { forgery: { signCount: 3 }, tamper: broken }));
    expect(await audited(deps, 'PASSKEY_REFUSED')).toEqual([]);
    await ceremonyErrorOf(authenticate(deps, authenticator, { forgery: { signCount: 3 } }));
    expect(await audited(deps, 'PASSKEY_REFUSED')).toMatchObject([
      { outcome: 'FAILURE', resourceId: registered.passkey.id, detail: { seen: 7, signCount: 3 } },
    ]);
    expect(await store.passkeys.find(registered.passkey.id)).toMatchObject({ signCount: 7 });
  });

  it('refuses a passkey with the user handle of another user', async () => {
    const active = await findActiveSession(deps, registered.sessionCookie);
    const second = softwareAuthenticator();
    await register(deps, second, {
      in: browser('browser', registered.sessionCookie),
      request: {},
      activeSession: active,
    });
    const stranger = { ...registered.user, id: 'stranger', username: 's', usernameKey: 's', order: 'z' };
    const webauthnUserId = Buffer.alloc(64, 1).toString('base64url');
    await store.users.insert({ ...stranger, webauthnUserId, passkeyIds: [registered.passkey.id] });
    const error = await ceremonyErrorOf(authenticate(deps, authenticator, { forgery: { userHandle: webauthnUserId } }));
    expectEqualRefusal(error, 'user handle');
  });

  it('refuses a passkey that its user does not list', async () => {
    await store.users.update(registered.user, { passkeyIds: [] });
    expectEqualRefusal(await ceremonyErrorOf(authenticate(deps, authenticator)), 'passkey is not listed');
  });

  it('refuses a passkey of another RP ID', async () => {
    await store.passkeys.delete(registered.passkey.id);
    await store.passkeys.insert({ ...registered.passkey, rpId: 'elsewhere.example' });
    expectEqualRefusal(await ceremonyErrorOf(authenticate(deps, authenticator)), 'passkey of another RP ID');
  });

  it('refuses a disabled user', async () => {
    await store.users.update(registered.user, { enabled: false });
    expectEqualRefusal(await ceremonyErrorOf(authenticate(deps, authenticator)), 'user is disabled');
  });

  it('starts no session if the user’s sessions are ended during the verification', async () => {
    const options = await authenticationOptions(deps, { browserHash: 'browser' });
    const response = authenticator.get(options);
    const end = async () => {
      const user = await currentUser(deps, registered.user.id);
      await store.users.update(user, { sessionEpoch: user.sessionEpoch + 1 });
    };
    expectEqualRefusal(
      await ceremonyErrorOf(
        verifyAuthentication({ ...deps, store: racingStore(store, end) }, { ...browser(), response }),
      ),
      'sessions were ended',
    );
  });

  it('starts no session if the passkey is removed before the session is stored', async () => {
    const { passkey, user } = registered;
    await store.users.update(user, { passkeyIds: [...user.passkeyIds, 'another'] });
    const options = await authenticationOptions(deps, { browserHash: 'browser' });
    const response = authenticator.get(options);
    const removal = {
      absent: () => new Error('absent'),
      guard: () => undefined,
      event: () => deps.audit.insertion({ type: 'PASSKEY_REMOVED' }),
      occurrence: () => ({ username: user.username, at: 0 }),
    };
    const removing = { ...deps, store: racingStore(store, () => removePasskey(deps, passkey, removal)) };
    expectEqualRefusal(
      await ceremonyErrorOf(verifyAuthentication(removing, { ...browser(), response })),
      'passkey was removed',
    );
    const { items } = await store.sessions.page({ first: 100 }, { userId: user.id });
    expect(items.filter(({ record }) => record.endedAt === undefined)).toEqual([]);
  });
});

describe('challenges (WebAuthn §13.4.3)', () => {
  it('are accepted once', async () => {
    const options = await authenticationOptions(deps, { browserHash: 'browser' });
    const response = authenticator.get(options);
    await verifyAuthentication(deps, { ...browser(), response });
    expect(await ceremonyErrorOf(verifyAuthentication(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
  });

  it('are used up by a wrong answer', async () => {
    const options = await authenticationOptions(deps, { browserHash: 'browser' });
    const wrong = authenticator.get(options, { uv: false });
    expect(await ceremonyErrorOf(verifyAuthentication(deps, { ...browser(), response: wrong }))).toMatchObject({
      reason: 'user verification',
    });
    const response = authenticator.get(options);
    expect(await ceremonyErrorOf(verifyAuthentication(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
  });

  it('sign in exactly one of twenty parallel answers', async () => {
    const options = await authenticationOptions(deps, { browserHash: 'browser' });
    const before = await sessions();
    const answers = Array.from({ length: 20 }, () => authenticator.get(options));
    const results = await Promise.allSettled(
      answers.map((response) => verifyAuthentication(deps, { ...browser(), response })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await sessions()).toBe(before + 1);
  });

  it('let two tabs sign in in parallel', async () => {
    const quiet = softwareAuthenticator();
    const active = await findActiveSession(deps, registered.sessionCookie);
    await register(deps, quiet, {
      in: browser('browser', registered.sessionCookie),
      request: {},
      activeSession: active,
    });
    const [one, other] = await Promise.all([authenticate(deps, quiet), authenticate(deps, quiet)]);
    expect(one.user.id).toBe(other.user.id);
  });

  it('are refused in another browser', async () => {
    const options = await authenticationOptions(deps, { browserHash: 'another' });
    const response = authenticator.get(options);
    expect(await ceremonyErrorOf(verifyAuthentication(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
  });

  it('are refused in the other ceremony', async () => {
    const activeSession = await findActiveSession(deps, registered.sessionCookie);
    const { challenge } = await registrationOptions(deps, { ...browser(), request: {}, activeSession });
    const response = authenticator.get({ challenge, rpId: 'localhost' });
    expect(await ceremonyErrorOf(verifyAuthentication(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
  });

  it('are refused after they have expired', async () => {
    const options = await authenticationOptions(deps, { browserHash: 'browser' });
    clock.advance(1800);
    const response = authenticator.get(options);
    expect(await ceremonyErrorOf(verifyAuthentication(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
  });
});

describe('secrets of a sign-in', () => {
  it('are neither in the log nor in the audit log', async () => {
    const lines: unknown[] = [];
    const note = (detail: object, message: string) => void lines.push([detail, message]);
    const noting = { ...deps, log: { debug: note, info: note, warn: note, error: note } };
    const options = await authenticationOptions(noting, { browserHash: 'browser' });
    const response = authenticator.get(options, { clientData: { origin: 'https://evil.example' } });
    await ceremonyErrorOf(verifyAuthentication(noting, { ...browser(), response }));
    const { sessionCookie } = await authenticate(noting, authenticator);
    const { items } = await store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {});
    const told = JSON.stringify([lines, items]);
    for (const secret of [options.challenge, response.response.signature, sessionCookie, 'evil.example']) {
      expect(told).not.toContain(secret);
    }
    expect(lines).toHaveLength(1);
  });
});
