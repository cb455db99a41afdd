/**
 * Checks of the data that an authenticator sends: client data, authenticator data, public key, attestation. The checks
 * read the store but change nothing. `verifyCredential` (registration) and `verifyAssertion` (sign-in) use the checks
 * in the other files.
 */
import type { RegistrationResponseJSON, VerifiedRegistrationResponse } from '@simplewebauthn/server';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { check, invalidCredential } from '../ceremony/ceremony-errors.js';
import { verifyAttestationTrust } from './attestation-trust.js';
import { checkAuthenticatorData, parseAuthenticatorData } from './authenticator-data.js';
import type { ClientData } from './client-data.js';
import { setLibraryFetch } from './library-fetch.js';
import { algorithmOf, COSE_ALGORITHMS, isWholeSignature } from './public-key.js';

/** A verified new credential. Only `verifyCredential` returns values of this type. */
export type VerifiedCredential = Omit<Passkey, 'userId' | 'name' | 'createdAt' | 'lastUsedAt'>;

/** Verifies a new credential (WebAuthn Level 3 §7.1 steps 12–26) and returns the values to store. */
export async function verifyCredential(
  deps: Deps,
  credential: RegistrationResponseJSON,
  data: ClientData,
): Promise<VerifiedCredential> {
  const { authData: bytes, attStmt } = await decodeAttestation(credential.response.attestationObject); // Step 13.
  const authData = await parseAuthenticatorData(bytes);
  checkAuthenticatorData(authData, deps.config); // Steps 14–17. For steps 18–19, every backup state is allowed.
  const { aaguid, credentialID, credentialPublicKey } = authData;
  if (aaguid === undefined || credentialID === undefined || credentialPublicKey === undefined) {
    throw invalidCredential('no attested credential data');
  }
  // WebAuthn §7.1 step 20: the public key has an algorithm that our options offered.
  const alg = await algorithmOf(credentialPublicKey).catch(() => undefined);
  if (alg === undefined) throw invalidCredential('algorithm');
  // WebAuthn §7.1 steps 12, 21–22: the attestation statement is valid for its format.
  const { fmt, aaguid: model } = await verifyStatement(deps, credential, data);
  // WebAuthn §8.2: a `packed` statement without a certificate must name the algorithm of the new public key.
  check(fmt !== 'packed' || attStmt.has('x5c') || isSelfAttestation(attStmt, alg), 'self attestation');
  // WebAuthn §7.1 steps 23–24: if `ATTESTATION=direct`, the attestation must have a trust anchor.
  const attested = await verifyAttestationTrust(deps.config, { fmt, attStmt, aaguid: model });
  // WebAuthn §7.1 step 25: the credential id has at most 1023 bytes. The authenticator and the browser must report the
  // same id.
  check(credentialID.length >= 16 && credentialID.length <= 1023, 'credential id length');
  const id = Buffer.from(credentialID).toString('base64url');
  check(id === credential.id, 'credential id');
  // WebAuthn §7.1 step 26: no user has registered this credential id.
  check((await deps.store.passkeys.find(id)) === undefined, 'credential is registered');
  return {
    id,
    publicKey: Buffer.from(credentialPublicKey).toString('base64url'),
    alg,
    signCount: authData.counter,
    aaguid: model,
    rpId: deps.config.rpId,
    backupEligible: authData.flags.be,
    backedUp: authData.flags.bs,
    transports: credential.response.transports ?? [],
    attested,
  };
}

function isSelfAttestation(attStmt: AttestationStatement, alg: number): boolean {
  const signature = attStmt.get('sig');
  return attStmt.get('alg') === alg && signature instanceof Uint8Array && isWholeSignature(alg, signature);
}

/** Decodes an attestation object. Accepts only canonical CBOR (§2.2), so that every byte has been checked. */
async function decodeAttestation(attestationObject: string) {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers');
  const bytes = Buffer.from(attestationObject, 'base64url');
  try {
    const object = decodeAttestationObject(Uint8Array.from(bytes));
    const [authData, attStmt] = [object.get('authData'), object.get('attStmt')];
    const isCanonical = object instanceof Map && object.size === 3 && bytes.equals(isoCBOR.encode(object));
    if (isCanonical && authData instanceof Uint8Array && attStmt instanceof Map) return { authData, attStmt };
  } catch {
    // If the library throws, the error below is thrown instead of its error.
  }
  throw invalidCredential('attestation object is malformed');
}

type AttestationStatement = Awaited<ReturnType<typeof decodeAttestation>>['attStmt'];

type RegistrationInfo = NonNullable<VerifiedRegistrationResponse['registrationInfo']>;

/** Verifies the attestation statement with the library, which also repeats most of our checks. */
async function verifyStatement(
  deps: Deps,
  response: RegistrationResponseJSON,
  data: ClientData,
): Promise<RegistrationInfo> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  await setLibraryFetch(deps);
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedType: 'webauthn.create',
    expectedChallenge: data.challenge,
    expectedOrigin: [...deps.config.rpOrigins],
    expectedRPID: deps.config.rpId,
    requireUserPresence: true,
    requireUserVerification: true,
    supportedAlgorithmIDs: [...COSE_ALGORITHMS],
  }).catch(() => ({ registrationInfo: undefined }));
  if (registrationInfo === undefined) throw invalidCredential('attestation statement');
  return registrationInfo;
}
