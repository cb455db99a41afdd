/**
 * Checks what an authenticator sends: client data, authenticator data, public key, attestation. The checks read values and
 * the store and change nothing. `verifyCredential` uses all of them; the other files are its parts.
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

/** A new credential. Only `verifyCredential` makes one. */
export type VerifiedCredential = Omit<Passkey, 'userId' | 'name' | 'createdAt' | 'lastUsedAt'>;

/** WebAuthn Level 3 §7.1 steps 12–26 */
export async function verifyCredential(
  deps: Deps,
  credential: RegistrationResponseJSON,
  data: ClientData,
): Promise<VerifiedCredential> {
  const { authData: bytes, attStmt } = await decodeAttestation(credential.response.attestationObject); // Step 13.
  const authData = await parseAuthenticatorData(bytes);
  checkAuthenticatorData(authData, deps.config); // Steps 14–17. Steps 18–19: any backup state is allowed.
  const { aaguid, credentialID, credentialPublicKey } = authData;
  if (aaguid === undefined || credentialID === undefined || credentialPublicKey === undefined) {
    throw invalidCredential('no attested credential data');
  }
  // Step 20: the algorithm of the public key was offered.
  const alg = await algorithmOf(credentialPublicKey).catch(() => undefined);
  if (alg === undefined) throw invalidCredential('algorithm');
  // Steps 12, 21–22: the attestation statement is valid for its format.
  const { fmt, aaguid: model } = await verifyStatement(deps, credential, data);
  // §8.2: without a certificate, alg matches the algorithm of the credential public key.
  check(fmt !== 'packed' || attStmt.has('x5c') || isSelfAttestation(attStmt, alg), 'self attestation');
  // Steps 23–24: it has a trust anchor, if the policy demands one.
  const attested = await verifyAttestationTrust(deps.config, { fmt, attStmt, aaguid: model });
  // Step 25: the credential id has at most 1023 bytes. It is also the id of the answer.
  check(credentialID.length >= 16 && credentialID.length <= 1023, 'credential id length');
  const id = Buffer.from(credentialID).toString('base64url');
  check(id === credential.id, 'credential id');
  // Step 26: the credential id is not registered for any user.
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

/** Only canonical CBOR is accepted (§2.2), so that no byte is ignored. */
async function decodeAttestation(attestationObject: string) {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers');
  const bytes = Buffer.from(attestationObject, 'base64url');
  try {
    const object = decodeAttestationObject(Uint8Array.from(bytes));
    const [authData, attStmt] = [object.get('authData'), object.get('attStmt')];
    const isCanonical = object instanceof Map && object.size === 3 && bytes.equals(isoCBOR.encode(object));
    if (isCanonical && authData instanceof Uint8Array && attStmt instanceof Map) return { authData, attStmt };
  } catch {
    // The error below says the same.
  }
  throw invalidCredential('attestation object is malformed');
}

type AttestationStatement = Awaited<ReturnType<typeof decodeAttestation>>['attStmt'];

type RegistrationInfo = NonNullable<VerifiedRegistrationResponse['registrationInfo']>;

/** The library verifies the statement and repeats most of our checks. */
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
