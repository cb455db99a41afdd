import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { authenticationOptions } from '../../src/webauthn/ceremony/authentication-options.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { type RegistrationAttempt, verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { authenticate, browser, ceremonyErrorOf } from '../support/ceremonies.js';
import { frozenClock, testDeps } from '../support/deps.js';
import { makeUser } from '../support/fixtures.js';
import { type Forgery, type SoftwareAuthenticator, softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';
import { currentUser, linkFor } from './enrolments.js';

let store: Store;
let deps: Deps;
beforeEach(async () => {
  store = await openMemoryStore();
  deps = testDeps(store, { clock: frozenClock() });
});
afterEach(() => store.close());

describe('a passkey of which the browser does not say that it is discoverable (WebAuthn §10.1.3)', () => {
  const create = async (code: string, authenticator: SoftwareAuthenticator): Promise<RegistrationResponseJSON> => {
    const options = await registrationOptions(deps, { ...browser(), request: { enrolment: code } });
    return { ...authenticator.create(options), clientExtensionResults: {} };
  };
  const tryOut = async (authenticator: SoftwareAuthenticator, forgery: Forgery = {}) =>
    authenticator.get(await authenticationOptions(deps, { browserHash: 'browser' }), forgery);
  const finish = (response: unknown, trial?: unknown) => {
    const attempt: RegistrationAttempt & { trial?: unknown } = { ...browser(), response, trial };
    return verifyRegistration(deps, attempt);
  };

  it.each([[{}], [{ credProps: {} }], [{ credProps: { rk: false } }]])(
    'is registered together with a first sign-in: %p',
    async (clientExtensionResults) => {
      const user = await makeUser(deps, { passkeyIds: [] });
      const { code } = await linkFor(deps, user);
      const authenticator = softwareAuthenticator();
      const response = { ...(await create(code, authenticator)), clientExtensionResults };
      const { passkey } = await finish(response, await tryOut(authenticator));
      expect((await currentUser(deps, user.id)).passkeyIds).toEqual([passkey.id]);
      expect((await authenticate(deps, authenticator)).user.id).toBe(user.id);
    },
  );

  it('is refused, and the link is kept, if the browser says that it is not, and no sign-in proves otherwise', async () => {
    const { code } = await linkFor(deps, await makeUser(deps, { passkeyIds: [] }));
    const authenticator = softwareAuthenticator();
    const response = await create(code, authenticator);
    const error = await ceremonyErrorOf(finish({ ...response, clientExtensionResults: { credProps: { rk: false } } }));
    expect(error).toMatchObject({ code: 'invalid_credential', reason: 'not discoverable' });
    expect(await store.passkeys.count()).toBe(0);
    await finish(response, await tryOut(authenticator));
  });

  it.each<readonly [string, string, Forgery]>([
    ['of another challenge', 'challenge', { clientData: { challenge: 'A'.repeat(43) } }],
    ['of the other ceremony', 'type', { clientData: { type: 'webauthn.create' } }],
    ['of another origin', 'origin', { clientData: { origin: 'https://evil.example' } }],
    ['without user verification', 'user verification', { uv: false }],
    ['for another user', 'user handle', { userHandle: Buffer.alloc(64).toString('base64url') }],
    ['without a user handle', 'user handle', { userHandle: undefined }],
    ['with another passkey', 'trial with another passkey', { credentialId: 'A'.repeat(43) }],
    [
      'that says something else about backups',
      'backup eligibility changed',
      { backupEligible: false, backedUp: false },
    ],
  ])('refuses a trial %s (%s) and keeps the link', async (_what, reason, forgery) => {
    const { code } = await linkFor(deps, await makeUser(deps, { passkeyIds: [] }));
    const authenticator = softwareAuthenticator();
    const response = await create(code, authenticator);
    const error = await ceremonyErrorOf(finish(response, await tryOut(authenticator, forgery)));
    expect(error).toMatchObject({ code: 'invalid_credential', reason });
    expect(await store.passkeys.count()).toBe(0);
    const again = softwareAuthenticator();
    await finish(await create(code, again), await tryOut(again));
  });

  it('refuses the signature of another key', async () => {
    const { code } = await linkFor(deps, await makeUser(deps, { passkeyIds: [] }));
    const [authenticator, thief] = [softwareAuthenticator(), softwareAuthenticator()];
    const response = await create(code, authenticator);
    await create(code, thief);
    const [credential] = authenticator.credentials;
    const trial = await tryOut(thief, { credentialId: response.id, userHandle: credential?.userHandle });
    expect(await ceremonyErrorOf(finish(response, trial))).toMatchObject({ reason: 'signature' });
  });
});
