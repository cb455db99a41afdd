import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { browser, ceremonyErrorOf, registerFirstOwner } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { makeUser } from '../support/fixtures.js';
import { activeOf } from '../support/own-account.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { linkFor } from './enrolments.js';

let store: Store;
let clock: FrozenClock;
let deps: Deps;

beforeEach(async () => {
  store = await openMemoryStore();
  clock = frozenClock();
  deps = testDeps(store, { clock });
});

afterEach(() => store.close());

describe('registrationOptions (WebAuthn §5.4)', () => {
  it('requests a discoverable credential with user verification, for EdDSA, ES256 or RS256', async () => {
    const user = await makeUser(deps, { username: 'ada', name: 'Ada Lovelace' });
    const { code } = await linkFor(deps, user);
    const options = await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Passgraph' },
      user: { id: user.webauthnUserId, name: 'ada', displayName: 'Ada Lovelace' },
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: [],
    });
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7, -257]);
    // The user chooses where to store the passkey.
    expect(options.authenticatorSelection).not.toHaveProperty('authenticatorAttachment');
    expect(options.hints).toEqual(['client-device', 'hybrid', 'security-key']);
    expect(Buffer.from(options.challenge, 'base64url')).toHaveLength(32);
    expect(Buffer.from(options.user.id, 'base64url')).toHaveLength(64);
  });

  it('requests attestation with ATTESTATION=direct', async () => {
    const demanding = testDeps(store, { clock, config: { attestation: 'direct' } });
    const { code } = await linkFor(deps, await makeUser(deps));
    const options = await registrationOptions(demanding, { ...browser(), request: { enrolment: code } });
    expect(options.attestation).toBe('direct');
    expect(options.hints).toEqual(['security-key', 'client-device', 'hybrid']);
  });

  it('excludes the user’s passkeys of this RP ID', async () => {
    const registered = await registerFirstOwner(deps, softwareAuthenticator());
    const { passkey } = registered;
    await store.passkeys.insert({ ...passkey, id: 'elsewhere', rpId: 'elsewhere.example' });
    await store.users.update(registered.user, { passkeyIds: [passkey.id, 'elsewhere'] });
    const active = await activeOf(deps, registered);
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
    expect(await ceremonyErrorOf(registrationOptions(deps, { ...browser(), request }))).toMatchObject({
      code,
      status,
    });
  });

  it('requires an authentication within the last five minutes from a signed-in user', async () => {
    const activeSession = await activeOf(deps, await registerFirstOwner(deps, softwareAuthenticator()));
    clock.advance(299);
    await registrationOptions(deps, { ...browser(), request: {}, activeSession });
    clock.advance(1);
    const error = await ceremonyErrorOf(registrationOptions(deps, { ...browser(), request: {}, activeSession }));
    expect(error).toMatchObject({ code: 'authentication_required', status: 401 });
  });
});
