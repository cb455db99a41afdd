import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  RegistrationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server';
import { sha256 } from '../../src/keys/secrets.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import {
  type Forgery,
  type SoftwareAuthenticatorTraits,
  softwareAuthenticator,
} from '../support/software-authenticator.js';
import { type Answer, newUserAgent, type UserAgent } from '../support/user-agent.js';
import {
  AUTHENTICATOR_DATA,
  begin,
  CLIENT_DATA,
  CRED_PROTECT,
  ENVELOPE,
  expectRefused,
  flip,
  tampered,
  VERIFY,
  withExtensions,
  withMembers,
} from './forged-answers.js';

let edge: TestEdge;
/** With `ATTESTATION=direct`. */
let demanding: TestEdge;
beforeAll(async () => {
  edge = await startEdge();
  demanding = await startEdge({ config: { attestation: 'direct' } });
});
afterAll(() => Promise.all([edge.stop(), demanding.stop()]));

describe('WebAuthn §7.1 over HTTP', () => {
  const options = async (agent: UserAgent, at = edge) =>
    begin<CreationOptions>(agent, '/passkeys/registration/options', {
      enrolment: await createFirstOwnerCode(at.deps),
    });

  const attempt = async (
    forgery: Forgery,
    tamper: (whole: RegistrationResponseJSON) => unknown = (whole) => whole,
    { at = edge, ...traits }: Partial<SoftwareAuthenticatorTraits> & { at?: TestEdge } = {},
  ): Promise<Answer> => {
    const agent = newUserAgent(at.origin);
    const authenticator = softwareAuthenticator({ origin: at.origin, ...traits });
    const made = authenticator.create(await options(agent, at), forgery);
    return agent.postJson(VERIFY.registration, tamper(made));
  };

  const expectNothingKept = async ({ deps: { store } } = edge) => {
    expect([await store.users.count(), await store.passkeys.count()]).toEqual([0, 0]);
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
    [
      'an Ed25519 key of small order',
      {
        key: (key) => {
          key.clear();
          key
            .set(1, 1)
            .set(3, -8)
            .set(-1, 6)
            .set(
              -2,
              Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)),
            );
        },
      },
    ],
    ['a point that is compressed', { key: (key) => key.set(-3, true) }],
    ['a point of 31 bytes', { key: (key) => key.set(-2, new Uint8Array(31).fill(7)) }],
    ['a point of no byte', { key: (key) => key.set(-2, none) }],
    ['a key with a private part', { key: (key) => key.set(-4, new Uint8Array(32).fill(7)) }],
    ['a key with a key id', { key: (key) => key.set(2, new Uint8Array(1)) }],
    ['an attestation of a format that is a number', { object: (object) => object.set('fmt', 1) }],
    ['an attestation without a format', { object: (object) => object.delete('fmt') }],
    ['an attestation without a statement', { object: (object) => object.delete('attStmt') }],
    ['a statement that is a list', { object: (object) => object.set('attStmt', []) }],
    ['an attestation without authenticator data', { object: (object) => object.delete('authData') }],
    ['authenticator data that are a text', { object: (object) => object.set('authData', 'x') }],
    ['an attestation with something more', { object: (object) => object.set('more', 1) }],
  ])('refuses %s', async (_what, forgery) => {
    expectRefused(await attempt(forgery));
    await expectNothingKept();
  });

  it('refuses a credential that is not discoverable, because it could not be used to sign in', async () => {
    const clientExtensionResults = { credProps: { rk: false } };
    expectRefused(await attempt({}, withMembers({ clientExtensionResults })));
    await expectNothingKept();
  });

  const selfAttestations: readonly (readonly [string, Forgery])[] = [
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
    ['with an empty list of certificates', { statement: (statement) => statement.set('x5c', []) }],
    ['with a certificate that is none', { statement: (statement) => statement.set('x5c', [new Uint8Array(3)]) }],
    ['with a certificate that is a text', { statement: (statement) => statement.set('x5c', ['x']) }],
    ['with certificates that are a text', { statement: (statement) => statement.set('x5c', 'x') }],
  ];
  const statements: readonly (readonly [string, Forgery])[] = [
    ['of an unknown format', { object: (object) => object.set('fmt', 'x') }],
    ['of no format that has one', { statement: (statement) => statement.set('alg', -7) }],
    ['packed without a signature', { object: (object) => object.set('fmt', 'packed') }],
    ['u2f without a certificate', { object: (object) => object.set('fmt', 'fido-u2f') }],
    ['tpm without anything', { object: (object) => object.set('fmt', 'tpm') }],
    ['apple without a certificate', { object: (object) => object.set('fmt', 'apple') }],
    ['android-key without a certificate', { object: (object) => object.set('fmt', 'android-key') }],
    ['android-safetynet without a certificate', { object: (object) => object.set('fmt', 'android-safetynet') }],
  ];

  it.each(selfAttestations)(
    'refuses a packed self attestation %s, if attestation is demanded',
    async (_what, forgery) => {
      expectRefused(await attempt(forgery, undefined, { attestation: 'packed', at: demanding }));
      await expectNothingKept(demanding);
    },
  );

  it.each(statements)('refuses a statement %s, if attestation is demanded', async (_what, forgery) => {
    expectRefused(await attempt(forgery, undefined, { at: demanding }));
    await expectNothingKept(demanding);
  });

  it.each([...selfAttestations, ...statements])(
    'ignores a statement %s that was not requested',
    async (what, forgery) => {
      const own = await startEdge();
      const traits = selfAttestations.some(([name]) => name === what) ? ({ attestation: 'packed' } as const) : {};
      const answer = await attempt(forgery, undefined, { ...traits, at: own });
      expect(answer.json()).toEqual({ next: '/console' });
      const { items } = await own.deps.store.passkeys.page({ first: 2 });
      expect(items.map(({ record }) => record.attested)).toEqual([false]);
      await own.stop();
    },
  );

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
    expectRefused(await attempt({}, tamper, { attestation: 'packed', at: demanding }));
  });

  it('refuses the challenge of another browser, of the other ceremony, without a cookie, and a used one', async () => {
    const [agent, stranger] = [newUserAgent(edge.origin), newUserAgent(edge.origin)];
    const mine = await options(agent);
    const made = () => softwareAuthenticator({ origin: edge.origin }).create(mine);
    await options(stranger);
    expectRefused(await stranger.postJson(VERIFY.registration, made()));
    const blocked = await newUserAgent(edge.origin).postJson(VERIFY.registration, made());
    expect([blocked.status, blocked.json().error]).toEqual([400, 'cookies_blocked']);
    const { challenge } = await begin<RequestOptions>(agent, '/passkeys/authentication/options', {});
    const other = softwareAuthenticator({ origin: edge.origin }).create({ ...mine, challenge });
    expectRefused(await agent.postJson(VERIFY.registration, other));
    // A forged answer uses the challenge up: the genuine one is too late.
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
    const results = { clientExtensionResults: { evil: { __proto__: null, admin: true }, credProps: { rk: true } } };
    expect((await agent.postJson(VERIFY.registration, { ...made, ...results })).json()).toEqual({
      next: '/console',
    });
    const got = authenticator.get(await begin(agent, '/passkeys/authentication/options', {}), forgery);
    expect((await agent.postJson(VERIFY.authentication, { ...got, ...results })).status).toBe(200);
    await own.stop();
  });
});
