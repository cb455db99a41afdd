import type { ParsedAuthenticatorData } from '@simplewebauthn/server/helpers';
import { sha256 } from '../../keys/secrets.js';
import type { Config } from '../../model/config.js';
import { check, invalidCredential } from '../ceremony/ceremony-errors.js';

export type AuthenticatorData = ParsedAuthenticatorData;

/**
 * Parses authenticator data: https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data
 *
 * @throws CeremonyError `invalid_credential`
 */
export async function parseAuthenticatorData(bytes: Uint8Array): Promise<AuthenticatorData> {
  const library = await import('@simplewebauthn/server/helpers');
  try {
    const authData = library.parseAuthenticatorData(Uint8Array.from(bytes));
    if (isComplete(bytes, authData)) return authData;
  } catch {
    // Ignore the library's error, because the error below is thrown instead.
  }
  throw invalidCredential('authenticator data are malformed');
}

/** The total length of the RP ID hash (32 bytes), the flags (1) and the signature counter (4). */
const FIXED_BYTES = 32 + 1 + 4;
/** The length of the AAGUID and of the field that contains the length of the credential id. */
const BYTES_BEFORE_CREDENTIAL_ID = 16 + 2;

/**
 * Whether the library has read all bytes. The library's result contains the key and the extensions, encoded again. If
 * they differ from the input, the library has ignored some bytes or a repeated member. Extensions are accepted, because
 * security keys may add extensions that our options do not request (§7.1 step 27, §7.2 step 23).
 */
function isComplete(bytes: Uint8Array, { credentialID, credentialPublicKey, extensionsDataBuffer }: AuthenticatorData) {
  const keyAt = FIXED_BYTES + (credentialID === undefined ? 0 : BYTES_BEFORE_CREDENTIAL_ID + credentialID.length);
  const extensions = extensionsDataBuffer ?? new Uint8Array();
  const rest = Buffer.concat([credentialPublicKey ?? new Uint8Array(), extensions]);
  return rest.equals(bytes.subarray(keyAt)) && (extensions.length === 0 || isCborMap(extensions));
}

/** Whether the bytes begin with a CBOR map, which has the major type 5 (RFC 8949 §3.1). */
function isCborMap([first = 0]: Uint8Array): boolean {
  return first >> 5 === 5;
}

/**
 * Checks the authenticator data of a registration (WebAuthn Level 3 §7.1 steps 14–17) or a sign-in (§7.2 steps 15–18).
 */
export function checkAuthenticatorData({ rpIdHash, flags }: AuthenticatorData, config: Pick<Config, 'rpId'>): void {
  // WebAuthn §7.1 step 14, §7.2 step 15: `rpIdHash` must be the SHA-256 hash of our RP ID.
  check(Buffer.from(rpIdHash).toString('base64url') === sha256(config.rpId), 'RP ID hash');
  // WebAuthn §7.1 step 15, §7.2 step 16: the UP bit must be set, which means that the user was present.
  check(flags.up, 'user presence');
  // WebAuthn §7.1 step 16, §7.2 step 17: the UV bit must be set, because our options require user verification.
  check(flags.uv, 'user verification');
  // WebAuthn §7.1 step 17, §7.2 step 18: if the BE bit says that the passkey cannot be backed up, the BS bit must not
  // say that it is backed up.
  check(flags.be || !flags.bs, 'backup state without eligibility');
}
