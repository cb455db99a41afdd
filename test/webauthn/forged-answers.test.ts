import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeCBOR } from '@levischuck/tiny-cbor';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  RegistrationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server';
import { sha256 } from '../../src/keys/secrets.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import {
  type Forgery,
  type SoftwareAuthenticator,
  type SoftwareAuthenticatorTraits,
  softwareAuthenticator,
} from '../support/software-authenticator.js';
import { type Answer, newUserAgent, type UserAgent } from '../support/user-agent.js';

const REFUSAL = { error: 'invalid_credential', message: 'The passkey could not be verified. Please try again.' };

const VERIFY = { registration: '/passkeys/registration/verify', authentication: '/passkeys/authentication/verify' };

let edge: TestEdge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.stop());

/** The one refusal: same status, same body, no cookie, nothing that a cache keeps. */
function expectRefused(answer: Answer): void {
  expect([answer.status, answer.json()]).toEqual([400, REFUSAL]);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

const FLAGS_AT = 32;

function withFlag(flag: number) {
  return (bytes: Buffer) => {
    bytes.writeUInt8(bytes.readUInt8(FLAGS_AT) | flag, FLAGS_AT);
    return bytes;
  };
}

function withExtensions(cbor: string) {
  return (bytes: Buffer) => Buffer.concat([withFlag(0x80)(bytes), Buffer.from(cbor, 'hex')]);
}
/** `{"credProtect": 2}`, as security keys add it unasked. */
const CRED_PROTECT = 'a16b6372656450726f7465637402';

/** What is wrong with what the browser says, in either ceremony. */
const CLIENT_DATA: readonly (readonly [string, Forgery])[] = [
  ['no type', { clientData: { type: undefined } }],
  ['a type that is a list', { clientData: { type: ['webauthn.create', 'webauthn.get'] } }],
  ['another type', { clientData: { type: 'payment.get' } }],
  ['no challenge', { clientData: { challenge: undefined } }],
  ['another challenge', { clientData: { challenge: sha256('another') } }],
  ['an empty challenge', { clientData: { challenge: '' } }],
  ['a challenge that is an object', { clientData: { challenge: { $ne: null } } }],
  ['no origin', { clientData: { origin: undefined } }],
  ['another origin', { clientData: { origin: 'https://evil.example' } }],
  ['an origin with a path', { clientData: { origin: 'http://localhost/' } }],
  ['an origin that is null', { clientData: { origin: 'null' } }],
  ["an application's origin", { clientData: { origin: 'android:apk-key-hash:AAAA' } }],
  ['an embedding page', { clientData: { crossOrigin: true } }],
  ['an embedding page, said in words', { clientData: { crossOrigin: 'true' } }],
  ['an embedding page by name', { clientData: { topOrigin: 'https://evil.example' } }],
  ['an embedding page that it denies', { clientData: { crossOrigin: false, topOrigin: 'http://localhost' } }],
  ['a bound connection', { clientData: { tokenBinding: { status: 'present', id: 'AA' } } }],
  ['client data that are a list', { clientDataText: (json) => `[${json}]` }],
  ['client data that are null', { clientDataText: () => 'null' }],
  ['client data that are cut off', { clientDataText: (json) => json.slice(0, -1) }],
  ['client data with something behind', { clientDataText: (json) => `${json}{}` }],
  ['client data in UTF-16', { clientDataText: (json) => [...json].join('\0') }],
];

/** What is wrong with what the authenticator says, in either ceremony. */
const AUTHENTICATOR_DATA: readonly (readonly [string, Forgery])[] = [
  ['another RP ID', { rpId: 'evil.example' }],
  ['an RP ID in other letters', { rpId: 'LOCALHOST' }],
  ['no user presence', { up: false }],
  ['no user verification', { uv: false }],
  ['neither', { up: false, uv: false }],
  ['backed up without being eligible', { backupEligible: false, backedUp: true }],
  ['nothing but flags', { authData: (bytes) => bytes.subarray(0, 33) }],
  ['no authenticator data', { authData: () => Buffer.from([0]) }],
  ['a byte behind', { authData: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) }],
  ['extensions that it does not announce', { authData: (b) => Buffer.concat([b, Buffer.from(CRED_PROTECT, 'hex')]) }],
  ['extensions that are announced, and absent', { authData: withFlag(0x80) }],
  ['extensions that are cut off', { authData: withExtensions(CRED_PROTECT.slice(0, -2)) }],
  ['a text in extensions that is cut off', { authData: withExtensions('a16378797a67616263') }],
  ['an extension that is there twice', { authData: withExtensions('a2616101616102') }],
  ['extensions that are no map', { authData: withExtensions('01') }],
  ['extensions that are a list of pairs', { authData: withExtensions('81826161f5') }],
  ['extensions that never end', { authData: withExtensions('bf') }],
  ['extensions nested beyond their end', { authData: withExtensions(`a16161${'81'.repeat(2000)}`) }],
];

function tampered<Whole extends { response: object }>(part: string, change: (bytes: Buffer) => Buffer) {
  return (whole: Whole): object => {
    const bytes = Buffer.from((whole.response as Record<string, string>)[part] ?? '', 'base64url');
    return { ...whole, response: { ...whole.response, [part]: change(bytes).toString('base64url') } };
  };
}

function flip(at: number) {
  return (bytes: Buffer) => {
    const index = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    return bytes;
  };
}

function withMembers(members: object) {
  return (whole: object): object => ({ ...whole, ...members });
}

function withParts(parts: object) {
  return (whole: { response: object }): object => ({ ...whole, response: { ...whole.response, ...parts } });
}

/** What is wrong with the JSON around it, in either ceremony. */
const ENVELOPE: readonly (readonly [string, (whole: { response: object }) => unknown])[] = [
  ['no members', () => ({})],
  ['no response', withMembers({ response: undefined })],
  ['a response that is a text', withMembers({ response: 'x' })],
  ['no id', withMembers({ id: undefined })],
  ['two ids', withMembers({ rawId: sha256('another') })],
  ['an id that is an object', withMembers({ id: { $gt: '' }, rawId: { $gt: '' } })],
  ['an id of 1024 bytes', withMembers({ id: 'A'.repeat(1366), rawId: 'A'.repeat(1366) })],
  ['a password', withMembers({ type: 'password' })],
  ['no type', withMembers({ type: undefined })],
  ['no client data', withParts({ clientDataJSON: undefined })],
  ['padded client data', withParts({ clientDataJSON: 'e30=' })],
  ['client data in the other alphabet', withParts({ clientDataJSON: 'ab+/' })],
  ['client data of a number', withParts({ clientDataJSON: 1 })],
  ['client data that are no UTF-8', withParts({ clientDataJSON: 'gICA' })],
];

async function begin<Options>(agent: UserAgent, path: string, body: object): Promise<Options> {
  const answer = await agent.postJson(path, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json() as Options;
}

describe('WebAuthn §7.1 over HTTP', () => {
  const options = async (agent: UserAgent) =>
    begin<CreationOptions>(agent, '/passkeys/registration/options', {
      enrolment: await createFirstOwnerCode(edge.deps),
    });

  const attempt = async (
    forgery: Forgery,
    tamper: (whole: RegistrationResponseJSON) => unknown = (whole) => whole,
    traits: Partial<SoftwareAuthenticatorTraits> = {},
  ): Promise<Answer> => {
    const agent = newUserAgent(edge.origin);
    const authenticator = softwareAuthenticator({ origin: edge.origin, ...traits });
    const made = authenticator.create(await options(agent), forgery);
    return agent.postJson(VERIFY.registration, tamper(made));
  };

  const expectNothingKept = async () => {
    expect([await edge.deps.store.users.count(), await edge.deps.store.passkeys.count()]).toEqual([0, 0]);
  };

  it.each(CLIENT_DATA)('refuses %s', async (_what, forgery) => {
    expectRefused(await attempt(forgery));
    await expectNothingKept();
  });

  it.each(AUTHENTICATOR_DATA)('refuses %s', async (_what, forgery) => {
    expectRefused(await attempt(forgery));
    await expectNothingKept();
  });

  it.each(ENVELOPE)('refuses %s', async (_what, tamper) => {
    expectRefused(await attempt({}, tamper));
    await expectNothingKept();
  });

  const none = new Uint8Array();
  it.each<readonly [string, Forgery]>([
    ['the other ceremony’s type', { clientData: { type: 'webauthn.get' } }],
    ['no attested credential data', { authData: (bytes) => bytes.subarray(0, 37).fill(0x1d, 32, 33) }],
    ['attested credential data that are not announced', { authData: (bytes) => bytes.fill(0x1d, 32, 33) }],
    ['a credential id that is longer than all there is', { authData: (b) => b.fill(0xff, 53, 55) }],
    ['a credential id of no byte', { authData: (b) => b.fill(0, 53, 55) }],
    ['a credential id of 15 bytes', { credentialId: Buffer.alloc(15, 1).toString('base64url') }],
    ['a credential id of 1024 bytes', { credentialId: Buffer.alloc(1024, 1).toString('base64url') }],
    ['a key without algorithm', { key: (key) => key.delete(3) }],
    ['an algorithm that is a text', { key: (key) => key.set(3, 'ES256') }],
    ['an algorithm that was not offered', { statedAlg: -35 }],
    ['an algorithm of 1969', { statedAlg: -65535 }],
    ['an algorithm of another kind of key', { statedAlg: -257 }],
    ['EdDSA of a key of ECDSA', { statedAlg: -8 }],
    ['a key of another curve', { key: (key) => key.set(-1, 2) }],
    ['a key of another kind', { key: (key) => key.set(1, 3) }],
    ['a key that is symmetric', { key: (key) => key.set(1, 4) }],
    ['a point that is not on the curve', { key: (key) => key.set(-3, new Uint8Array(32).fill(7)) }],
    ['the point zero', { key: (key) => void key.set(-2, new Uint8Array(32)).set(-3, new Uint8Array(32)) }],
    ['a point that is compressed', { key: (key) => key.set(-3, true) }],
    ['a point of 31 bytes', { key: (key) => key.set(-2, new Uint8Array(31).fill(7)) }],
    ['a point of no byte', { key: (key) => key.set(-2, none) }],
    ['a key with a private part', { key: (key) => key.set(-4, new Uint8Array(32).fill(7)) }],
    ['a key with a key id', { key: (key) => key.set(2, new Uint8Array(1)) }],
    ['an attestation of a format that nobody knows', { object: (object) => object.set('fmt', 'x') }],
    ['an attestation of a format that is a number', { object: (object) => object.set('fmt', 1) }],
    ['an attestation without a format', { object: (object) => object.delete('fmt') }],
    ['an attestation without a statement', { object: (object) => object.delete('attStmt') }],
    ['a statement that is a list', { object: (object) => object.set('attStmt', []) }],
    ['an attestation without authenticator data', { object: (object) => object.delete('authData') }],
    ['authenticator data that are a text', { object: (object) => object.set('authData', 'x') }],
    ['an attestation with something more', { object: (object) => object.set('more', 1) }],
    ['a statement where there is none to be made', { statement: (statement) => statement.set('alg', -7) }],
    ['packed without a signature', { object: (object) => object.set('fmt', 'packed') }],
    ['u2f without a certificate', { object: (object) => object.set('fmt', 'fido-u2f') }],
    ['tpm without anything', { object: (object) => object.set('fmt', 'tpm') }],
    ['apple without a certificate', { object: (object) => object.set('fmt', 'apple') }],
    ['android-key without a certificate', { object: (object) => object.set('fmt', 'android-key') }],
    ['android-safetynet without a certificate', { object: (object) => object.set('fmt', 'android-safetynet') }],
  ])('refuses %s', async (_what, forgery) => {
    expectRefused(await attempt(forgery));
    await expectNothingKept();
  });

  it('refuses a credential that is not discoverable, because it could not be used to sign in', async () => {
    const clientExtensionResults = { credProps: { rk: false } };
    expectRefused(await attempt({}, withMembers({ clientExtensionResults })));
    await expectNothingKept();
  });

  it.each<readonly [string, Forgery]>([
    ['for another algorithm', { statement: (statement) => statement.set('alg', -257) }],
    ['for no algorithm', { statement: (statement) => statement.delete('alg') }],
    ['for an algorithm that is a text', { statement: (statement) => statement.set('alg', '-7') }],
    ['of no signature', { statement: (statement) => statement.set('sig', none) }],
    [
      'of a signature with bytes behind',
      { statement: (s) => s.set('sig', Uint8Array.from([...(s.get('sig') as Uint8Array), 0])) },
    ],
    ['of another signature', { statement: (statement) => statement.set('sig', new Uint8Array(70).fill(1)) }],
    ['that is empty', { statement: (statement) => statement.clear() }],
    ['with certificates of nobody', { statement: (statement) => statement.set('x5c', []) }],
    ['with a certificate that is none', { statement: (statement) => statement.set('x5c', [new Uint8Array(3)]) }],
    ['with a certificate that is a text', { statement: (statement) => statement.set('x5c', ['x']) }],
    ['with certificates that are a text', { statement: (statement) => statement.set('x5c', 'x') }],
  ])('refuses a packed self attestation %s', async (_what, forgery) => {
    expectRefused(await attempt(forgery, undefined, { attestation: 'packed' }));
    await expectNothingKept();
  });

  it.each<readonly [string, Forgery]>([
    ['of an exponent of 1', { key: (key) => key.set(-2, Uint8Array.of(1)) }],
    ['of an exponent of 3', { key: (key) => key.set(-2, Uint8Array.of(3)) }],
    ['of 1024 bits', { key: (key) => key.set(-1, new Uint8Array(128).fill(7)) }],
    ['without a modulus', { key: (key) => key.delete(-1) }],
  ])('refuses an RSA key %s', async (_what, forgery) => {
    expectRefused(await attempt(forgery, undefined, { alg: -257 }));
    await expectNothingKept();
  });

  it.each<readonly [string, (bytes: Buffer) => Buffer]>([
    ['truncated CBOR', (bytes) => bytes.subarray(0, -1)],
    ['half of it', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['one byte', (bytes) => bytes.subarray(0, 1)],
    ['bytes behind it', (bytes) => Buffer.concat([bytes, Buffer.from([0])])],
    ['it twice', (bytes) => Buffer.concat([bytes, bytes])],
    ['a map of another length', (bytes) => bytes.fill(0xa4, 0, 1)],
    ['a list', () => Buffer.from('80', 'hex')],
    ['an empty map', () => Buffer.from('a0', 'hex')],
    ['a map without end', () => Buffer.from('bf', 'hex')],
    ['a length beyond all memory', () => Buffer.from('5b7fffffffffffffff', 'hex')],
    ['a list beyond all memory', () => Buffer.from('9b7fffffffffffffff', 'hex')],
    ['no CBOR', () => Buffer.from('ff', 'hex')],
    ['forty thousand lists in each other', () => Buffer.alloc(40_000, 0x81)],
    ['a float', () => Buffer.from('fb3ff0000000000000', 'hex')],
    ['a tag', (bytes) => Buffer.concat([Buffer.from('d9d9f7', 'hex'), bytes])],
  ])('refuses the attestation object %s', async (_what, change) => {
    expectRefused(await attempt({}, tampered('attestationObject', change)));
    await expectNothingKept();
  });

  it('refuses an id that is not the id of the credential', async () => {
    expectRefused(await attempt({}, withMembers({ id: sha256('x'), rawId: sha256('x') })));
    await expectNothingKept();
  });

  it('refuses authenticator data that were changed after the self attestation', async () => {
    const tamper = tampered<RegistrationResponseJSON>('attestationObject', (bytes) => {
      const at = bytes.indexOf(Buffer.from(sha256('localhost'), 'base64url'));
      return flip(at + 36)(bytes);
    });
    expectRefused(await attempt({}, tamper, { attestation: 'packed' }));
  });

  it('refuses the challenge of another browser, of the other ceremony, without a cookie, and a used one', async () => {
    const [agent, stranger] = [newUserAgent(edge.origin), newUserAgent(edge.origin)];
    const mine = await options(agent);
    const made = () => softwareAuthenticator({ origin: edge.origin }).create(mine);
    await options(stranger);
    expectRefused(await stranger.postJson(VERIFY.registration, made()));
    expectRefused(await newUserAgent(edge.origin).postJson(VERIFY.registration, made()));
    const { challenge } = await begin<RequestOptions>(agent, '/passkeys/authentication/options', {});
    const other = softwareAuthenticator({ origin: edge.origin }).create({ ...mine, challenge });
    expectRefused(await agent.postJson(VERIFY.registration, other));
    // A forged answer takes the challenge with it: the honest one comes too late.
    const authenticator = softwareAuthenticator({ origin: edge.origin });
    expectRefused(await agent.postJson(VERIFY.registration, authenticator.create(mine, { uv: false })));
    expectRefused(await agent.postJson(VERIFY.registration, made()));
    await expectNothingKept();
  });

  it('answers 413 without a cookie to a body of 1 MB', async () => {
    const agent = newUserAgent(edge.origin);
    await options(agent);
    for (const path of Object.values(VERIFY)) {
      const answer = await agent.postJson(path, { id: 'A'.repeat(1_048_576) });
      expect([answer.status, answer.json().error]).toEqual([413, 'content_too_large']);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  it('answers 400 or 415 without a cookie to a body that is not a JSON object', async () => {
    const headers = { origin: edge.origin, 'sec-fetch-site': 'same-origin' };
    for (const path of Object.values(VERIFY)) {
      for (const body of ['', 'null', '[]', '1', '"x"', '{', '{"id":', '\0']) {
        const answer = await edge.post(path, body, { ...headers, 'content-type': 'application/json' });
        expect([path, body, answer.status]).toEqual([path, body, 400]);
        expect(answer.headers.getSetCookie()).toEqual([]);
        expect(Object.keys((await answer.json()) as object)).toEqual(['error', 'message']);
      }
      const form = await edge.post(path, 'id=x', { ...headers, 'content-type': 'application/x-www-form-urlencoded' });
      expect([path, form.status]).toEqual([path, 415]);
    }
  });
});

describe('extensions of an authenticator', () => {
  it('are ignored in both ceremonies if they were not requested', async () => {
    const own = await startEdge();
    const agent = newUserAgent(own.origin);
    const authenticator = softwareAuthenticator({ origin: own.origin });
    const forgery = { authData: withExtensions(CRED_PROTECT), clientData: { extra_keys_may_be_added_here: 'x' } };
    const enrolment = await createFirstOwnerCode(own.deps);
    const made = authenticator.create(await begin(agent, '/passkeys/registration/options', { enrolment }), forgery);
    const results = { clientExtensionResults: { evil: { __proto__: null, admin: true } } };
    expect((await agent.postJson(VERIFY.registration, { ...made, ...results })).json()).toEqual({ next: '/account' });
    const got = authenticator.get(await begin(agent, '/passkeys/authentication/options', {}), forgery);
    expect((await agent.postJson(VERIFY.authentication, { ...got, ...results })).status).toBe(200);
    await own.stop();
  });
});

describe('WebAuthn §7.2 over HTTP', () => {
  let own: TestEdge;
  let owner: SoftwareAuthenticator;
  let ownersHandle: string;

  beforeAll(async () => {
    own = await startEdge();
    owner = softwareAuthenticator({ origin: own.origin, counts: true });
    const agent = newUserAgent(own.origin);
    const enrolment = await createFirstOwnerCode(own.deps);
    const options = await begin<CreationOptions>(agent, '/passkeys/registration/options', { enrolment });
    ownersHandle = options.user.id;
    expect((await agent.postJson(VERIFY.registration, owner.create(options))).status).toBe(200);
  });
  afterAll(() => own.stop());

  const options = (agent: UserAgent) => begin<RequestOptions>(agent, '/passkeys/authentication/options', {});
  const sessions = () => own.deps.store.sessions.count({});

  const attempt = async (
    forgery: Forgery,
    tamper: (whole: AuthenticationResponseJSON) => unknown = (whole) => whole,
  ): Promise<Answer> => {
    const agent = newUserAgent(own.origin);
    return agent.postJson(VERIFY.authentication, tamper(owner.get(await options(agent), forgery)));
  };

  const expectNobody = async (answer: Answer, before: number) => {
    expectRefused(answer);
    expect(await sessions()).toBe(before);
  };

  it.each(CLIENT_DATA)('refuses %s', async (_what, forgery) => {
    const before = await sessions();
    await expectNobody(await attempt(forgery), before);
  });

  it.each(AUTHENTICATOR_DATA)('refuses %s', async (_what, forgery) => {
    const before = await sessions();
    await expectNobody(await attempt(forgery), before);
  });

  it.each(ENVELOPE)('refuses %s', async (_what, tamper) => {
    const before = await sessions();
    await expectNobody(await attempt({}, tamper), before);
  });

  const attested = Buffer.concat([
    ...[Buffer.alloc(16), Buffer.from([0, 16]), Buffer.alloc(16)],
    Buffer.from(encodeCBOR(new Map<number, number>([[1, 2]]))),
  ]);
  it.each<readonly [string, Forgery]>([
    ['the other ceremony’s type', { clientData: { type: 'webauthn.create' } }],
    ['a credential in an assertion', { authData: (bytes) => Buffer.concat([withFlag(0x40)(bytes), attested]) }],
    ['eligible for backup no more', { backupEligible: false, backedUp: false }],
    ['another user handle', { userHandle: Buffer.alloc(64).toString('base64url') }],
    ['no user handle', { userHandle: undefined }],
    ['an empty user handle', { userHandle: '' }],
    ['a user handle of 65 bytes', { userHandle: Buffer.alloc(65).toString('base64url') }],
    ['another credential', { credentialId: sha256('another') }],
    ['the counter at zero', { signCount: 0 }],
  ])('refuses %s', async (_what, forgery) => {
    expect((await attempt({})).status).toBe(200);
    const before = await sessions();
    await expectNobody(await attempt(forgery), before);
  });

  it.each<readonly [string, (whole: AuthenticationResponseJSON) => unknown]>([
    ['tampered authenticator data', tampered('authenticatorData', flip(36))],
    ['tampered flags', tampered('authenticatorData', withFlag(0x02))],
    [
      'client data that were changed',
      tampered('clientDataJSON', (b) => Buffer.concat([b.subarray(0, -1), Buffer.from(',"a":1}')])),
    ],
    ['a tampered signature', tampered('signature', flip(-1))],
    ['a signature that is cut off', tampered('signature', (bytes) => bytes.subarray(0, -1))],
    ['a signature with bytes behind', tampered('signature', (bytes) => Buffer.concat([bytes, bytes]))],
    ['a signature of zeros', tampered('signature', () => Buffer.from('3006020100020100', 'hex'))],
    ['a signature of the same numbers, raw', tampered('signature', () => Buffer.alloc(64, 1))],
    ['no signature', withParts({ signature: '' })],
    ['a signature that is a list', withParts({ signature: ['x'] })],
    ['a user handle that is a number', withParts({ userHandle: 1 })],
    ['no authenticator data', withParts({ authenticatorData: undefined })],
  ])('refuses %s', async (_what, tamper) => {
    const before = await sessions();
    await expectNobody(await attempt({}, tamper), before);
  });

  it('refuses a counter that stays the same or goes back', async () => {
    expect((await attempt({ signCount: 1000 })).status).toBe(200);
    for (const signCount of [1000, 999, 1]) expectRefused(await attempt({ signCount }));
    expect((await attempt({ signCount: 2000 })).status).toBe(200);
    const [credential] = owner.credentials;
    if (credential !== undefined) credential.signCount = 2000;
  });

  it('refuses the signature of an attacker’s key with the victim’s credential id and user handle', async () => {
    const thief = softwareAuthenticator({ origin: own.origin });
    thief.create({
      challenge: 'AAAA',
      rp: { id: 'localhost', name: 'x' },
      pubKeyCredParams: [],
      user: { id: ownersHandle, name: 'x', displayName: 'x' },
    });
    const agent = newUserAgent(own.origin);
    const credentialId = owner.credentials[0]?.id ?? '';
    const forged = thief.get(await options(agent), { credentialId, signCount: 100_000, userHandle: ownersHandle });
    const before = await sessions();
    await expectNobody(await agent.postJson(VERIFY.authentication, forged), before);
  });

  it('refuses the challenge of another browser, of the other ceremony, without a cookie, and a used one', async () => {
    const [agent, stranger] = [newUserAgent(own.origin), newUserAgent(own.origin)];
    const mine = await options(agent);
    await options(stranger);
    const answered = () => owner.get(mine);
    expectRefused(await stranger.postJson(VERIFY.authentication, answered()));
    expectRefused(await newUserAgent(own.origin).postJson(VERIFY.authentication, answered()));
    // Whoever signed in may begin a registration; its challenge signs nobody in.
    expect((await agent.postJson(VERIFY.authentication, answered())).status).toBe(200);
    const { challenge } = await begin<CreationOptions>(agent, '/passkeys/registration/options', {});
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get({ challenge, rpId: 'localhost' })));
    expectRefused(await agent.postJson(VERIFY.authentication, answered()));
    // A forged answer takes the challenge with it.
    const next = await options(agent);
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get(next, { uv: false })));
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get(next)));
  });

  it('leaves the existing session unchanged', async () => {
    const agent = newUserAgent(own.origin);
    await agent.postJson(VERIFY.authentication, owner.get(await options(agent)));
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get(await options(agent), { uv: false })));
    expect((await agent.get('/account')).status).toBe(200);
  });

  it('refuses a registration with a credential id that another passkey has', async () => {
    const agent = newUserAgent(own.origin);
    await agent.postJson(VERIFY.authentication, owner.get(await options(agent)));
    const creation = await begin<CreationOptions>(agent, '/passkeys/registration/options', {});
    const credentialId = owner.credentials[0]?.id ?? '';
    const twin = softwareAuthenticator({ origin: own.origin }).create(
      { ...creation, excludeCredentials: [] },
      { credentialId },
    );
    expectRefused(await agent.postJson(VERIFY.registration, twin));
    expect((await attempt({})).status).toBe(200);
  });
});
