import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { check } from '../ceremony/ceremony-errors.js';
import type { PasskeyUse } from '../ceremony/plan-passkey-use.js';
import { checkAuthenticatorData, parseAuthenticatorData } from './authenticator-data.js';
import type { ClientData } from './client-data.js';
import { isWholeSignature } from './public-key.js';

type AssertedPasskey = Pick<Passkey, 'id' | 'alg' | 'publicKey' | 'backupEligible'>;

/**
 * Verifies a sign-in with a stored passkey (WebAuthn Level 3 §7.2 steps 15–21) and returns the values to store. The
 * library verifies the signature and repeats most of our checks.
 */
export async function verifyAssertion(
  deps: Deps,
  credential: AuthenticationResponseJSON,
  data: ClientData,
  passkey: AssertedPasskey,
): Promise<PasskeyUse> {
  const authData = await parseAuthenticatorData(Buffer.from(credential.response.authenticatorData, 'base64url'));
  checkAuthenticatorData(authData, deps.config);
  // `checkAuthenticatorData` performs WebAuthn §7.2 steps 15–18. According to §6.1, an authenticator must also not send
  // the data of a new credential (AT flag) at a sign-in.
  check(!authData.flags.at, 'attested credential data in an assertion');
  // WebAuthn §7.2 step 19: backup eligibility must not change. But some passkey managers change it when they begin to
  // sync, so a passkey may become eligible if the server requires no attestation. An eligible passkey must stay
  // eligible.
  const mayBecomeEligible = deps.config.attestation === 'none';
  const { be: backupEligible, bs: backedUp } = authData.flags;
  check(passkey.backupEligible ? backupEligible : !backupEligible || mayBecomeEligible, 'backup eligibility changed');
  // WebAuthn §7.2 steps 20–21: the stored public key verifies the signature over the authenticator data and the hash of
  // the client data.
  check(isWholeSignature(passkey.alg, Buffer.from(credential.response.signature, 'base64url')), 'signature');
  check(await hasValidSignature(deps, credential, data, passkey), 'signature');
  return { signCount: authData.counter, backupEligible, backedUp };
}

async function hasValidSignature(
  deps: Deps,
  response: AuthenticationResponseJSON,
  data: ClientData,
  passkey: AssertedPasskey,
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
      // The counter 0 makes the library skip step 22, because this server checks the counter after the signature. So
      // only a sign-in with a valid signature is recorded as a suspected clone.
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
