import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { check } from '../ceremony/ceremony-errors.js';
import type { PasskeyUse } from '../ceremony/record-passkey-use.js';
import { checkAuthenticatorData, parseAuthenticatorData } from './authenticator-data.js';
import type { ClientData } from './client-data.js';
import { isWholeSignature } from './public-key.js';

/** WebAuthn Level 3 §7.2 steps 15–21. The library verifies the signature and repeats most of our checks. */
export async function verifyAssertion(
  deps: Deps,
  credential: AuthenticationResponseJSON,
  data: ClientData,
  passkey: Passkey,
): Promise<PasskeyUse> {
  const authData = await parseAuthenticatorData(Buffer.from(credential.response.authenticatorData, 'base64url'));
  checkAuthenticatorData(authData, deps.config); // Steps 15–18.
  // §6.1: in an assertion the AT flag MUST NOT be set.
  check(!authData.flags.at, 'attested credential data in an assertion');
  // Step 19: backup eligibility never changes. The backup state may.
  check(authData.flags.be === passkey.backupEligible, 'backup eligibility changed');
  // Steps 20–21: the signature over authData and the hash of the client data, under the stored key.
  check(isWholeSignature(passkey.alg, Buffer.from(credential.response.signature, 'base64url')), 'signature');
  check(await hasValidSignature(deps, credential, data, passkey), 'signature');
  return { signCount: authData.counter, backedUp: authData.flags.bs };
}

async function hasValidSignature(
  deps: Deps,
  response: AuthenticationResponseJSON,
  data: ClientData,
  passkey: Passkey,
): Promise<boolean> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  try {
    const { verified } = await verifyAuthenticationResponse({
      response,
      expectedType: 'webauthn.get',
      expectedChallenge: data.challenge,
      expectedOrigin: [...deps.config.rpOrigins],
      expectedRPID: deps.config.rpId,
      requireUserVerification: true,
      // Step 22 is ours: a suspected clone is recorded only after the signature has been verified.
      credential: {
        id: passkey.id,
        publicKey: Uint8Array.from(Buffer.from(passkey.publicKey, 'base64url')),
        counter: 0,
      },
    });
    return verified;
  } catch {
    return false;
  }
}
