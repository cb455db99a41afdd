import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CBORType, decodeCBOR, encodeCBOR } from '@levischuck/tiny-cbor';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { sha256 } from '../../src/keys/secrets.js';
import type { Deps } from '../../src/model/deps.js';
import type { CeremonyError } from '../../src/model/errors.js';
import type { Store } from '../../src/model/store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { browser, ceremonyErrorOf, register, registerFirstOwner } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { makeUser } from '../support/fixtures.js';
import { audited } from '../support/own-account.js';
import { type Forgery, softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { linkFor, ownersOf } from './enrolments.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;

beforeEach(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
});

afterEach(() => store.close());

describe('forged registration answers (WebAuthn §7.1)', () => {
  const expectEqualRefusal = async (error: CeremonyError, reason: string) => {
    expect(error.reason).toBe(reason);
    expect({ code: error.code, message: error.message, status: error.status }).toEqual({
      code: 'invalid_credential',
      message: 'The passkey could not be verified. Please try again.',
      status: 400,
    });
    expect([await store.users.count(), await store.passkeys.count(), await ownersOf(deps)]).toEqual([0, 0, []]);
    expect(await audited(deps, 'PASSKEY_REFUSED')).toMatchObject([{ outcome: 'FAILURE', detail: { reason } }]);
  };

  const attempt = async (ceremony: { forgery?: Forgery; tamper?: (response: RegistrationResponseJSON) => unknown }) => {
    const request = { enrolment: await createFirstOwnerCode(deps) };
    return ceremonyErrorOf(register(deps, softwareAuthenticator(), { ...ceremony, request }));
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
  /** Removes the last byte of the authenticator data in a complete attestation object. */
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

  it('accepts one of two parallel answers to a challenge', async () => {
    const request = { enrolment: await createFirstOwnerCode(deps) };
    const options = await registrationOptions(deps, { ...browser(), request });
    const answers = [softwareAuthenticator().create(options), softwareAuthenticator().create(options)];
    const results = await Promise.allSettled(
      answers.map((response) => verifyRegistration(deps, { ...browser(), response })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [response] = answers;
    expect(await ceremonyErrorOf(verifyRegistration(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
  });

  it('refuses the challenge of another browser and an expired challenge', async () => {
    const request = { enrolment: await createFirstOwnerCode(deps) };
    const options = await registrationOptions(deps, { ...browser('another'), request });
    const response = softwareAuthenticator().create(options);
    expect(await ceremonyErrorOf(verifyRegistration(deps, { ...browser(), response }))).toMatchObject({
      reason: 'challenge',
    });
    clock.advance(600);
    const late = verifyRegistration(deps, { ...browser('another'), response });
    expect(await ceremonyErrorOf(late)).toMatchObject({ reason: 'challenge' });
  });

  it('refuses a credential that is already registered', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const { code } = await linkFor(deps, await makeUser(deps));
    const forgery = { credentialId: registered.passkey.id };
    const error = await ceremonyErrorOf(
      register(deps, softwareAuthenticator(), { request: { enrolment: code }, forgery }),
    );
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
    const { code } = await linkFor(deps, await makeUser(deps));
    const given = { request: { enrolment: code }, ...(name !== undefined && { name }) };
    expect((await register(deps, softwareAuthenticator({ aaguid }), given)).passkey.name).toBe(expected);
  });
});
