import type { ParsedAuthenticatorData } from '@simplewebauthn/server/helpers';
import { sha256 } from '../../keys/secrets.js';
import type { Config } from '../../model/config.js';
import { check, invalidCredential } from '../ceremony/ceremony-errors.js';

export type AuthenticatorData = ParsedAuthenticatorData;

/** https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
export async function parseAuthenticatorData(bytes: Uint8Array): Promise<AuthenticatorData> {
  const library = await import('@simplewebauthn/server/helpers');
  try {
    const authData = library.parseAuthenticatorData(Uint8Array.from(bytes));
    if (isComplete(bytes, authData)) return authData;
  } catch {
    // The error below says the same.
  }
  throw invalidCredential('authenticator data are malformed');
}

/** RP ID hash, flags, counter. */
const FIXED_BYTES = 32 + 1 + 4;
/** AAGUID, length of the credential id. */
const BYTES_BEFORE_CREDENTIAL_ID = 16 + 2;

/**
 * The library encodes key and extensions again. If that differs from the input, the library ignored bytes or a duplicate
 * member. Security keys add extensions unasked; they are ignored (§7.1 step 27, §7.2 step 23).
 */
function isComplete(bytes: Uint8Array, { credentialID, credentialPublicKey, extensionsDataBuffer }: AuthenticatorData) {
  const keyAt = FIXED_BYTES + (credentialID === undefined ? 0 : BYTES_BEFORE_CREDENTIAL_ID + credentialID.length);
  const extensions = extensionsDataBuffer ?? new Uint8Array();
  const rest = Buffer.concat([credentialPublicKey ?? new Uint8Array(), extensions]);
  return rest.equals(bytes.subarray(keyAt)) && (extensions.length === 0 || isCborMap(extensions));
}

/** RFC 8949 §3.1: major type 5. */
function isCborMap([first = 0]: Uint8Array): boolean {
  return first >> 5 === 5;
}

/** WebAuthn Level 3 §7.1 steps 14–17, §7.2 steps 15–18. */
export function checkAuthenticatorData({ rpIdHash, flags }: AuthenticatorData, config: Pick<Config, 'rpId'>): void {
  // §7.1 step 14, §7.2 step 15: rpIdHash is the SHA-256 hash of the RP ID expected.
  check(Buffer.from(rpIdHash).toString('base64url') === sha256(config.rpId), 'RP ID hash');
  // §7.1 step 15, §7.2 step 16: the UP bit is set.
  check(flags.up, 'user presence');
  // §7.1 step 16, §7.2 step 17: user verification is required, so the UV bit is set.
  check(flags.uv, 'user verification');
  // §7.1 step 17, §7.2 step 18: if the BE bit is not set, the BS bit is not set.
  check(flags.be || !flags.bs, 'backup state without eligibility');
}
