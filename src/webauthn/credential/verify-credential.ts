import type { RegistrationResponseJSON, VerifiedRegistrationResponse } from '@simplewebauthn/server';
import type { Deps } from '../../model/deps.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import { refusal, verify } from '../ceremony/refusal.js';
import { verifyAttestationTrust } from './attestation-trust.js';
import { readAuthenticatorData, verifyAuthenticatorData } from './authenticator-data.js';
import type { ClientData } from './client-data.js';
import { setLibraryFetch } from './library-fetch.js';
import { algorithmOf, COSE_ALGORITHMS, isWholeSignature } from './public-key.js';

/** What was verified of a new credential. Only `verifyCredential` makes one. */
export type VerifiedCredential = Omit<Passkey, 'userId' | 'name' | 'createdAt' | 'lastUsedAt'>;

/** WebAuthn Level 3 §7.1 steps 12–26: the attestation object, and what it says of the new credential. */
export async function verifyCredential(
  deps: Deps,
  credential: RegistrationResponseJSON,
  data: ClientData,
): Promise<VerifiedCredential> {
  const { authData: bytes, attStmt } = await decodeAttestation(credential.response.attestationObject); // Step 13.
  const authData = await readAuthenticatorData(bytes);
  verifyAuthenticatorData(authData, deps.config); // Steps 14–17; 18–19: any backup state will do.
  const { aaguid, credentialID, credentialPublicKey } = authData;
  if (aaguid === undefined || credentialID === undefined || credentialPublicKey === undefined) {
    throw refusal('no attested credential data');
  }
  // Step 20: the "alg" parameter of the public key is one of those offered.
  const alg = await algorithmOf(credentialPublicKey).catch(() => undefined);
  if (alg === undefined) throw refusal('algorithm');
  // Steps 12, 21–22: the attestation statement is correct for its format.
  const { fmt, aaguid: model } = await verifyStatement(deps, credential, data);
  // §8.2: without a certificate, alg matches the algorithm of the credential public key.
  verify(fmt !== 'packed' || attStmt.has('x5c') || isSelfAttestation(attStmt, alg), 'self attestation');
  // Steps 23–24: it leads to a trust anchor, where the policy asks for one.
  const attested = await verifyAttestationTrust(deps.config, { fmt, attStmt, aaguid: model });
  // Step 25: the credential id has at most 1023 bytes; and it is the one that the answer goes by.
  verify(credentialID.length >= 16 && credentialID.length <= 1023, 'credential id length');
  const id = Buffer.from(credentialID).toString('base64url');
  verify(id === credential.id, 'credential id');
  // Step 26: the credential id is not yet registered for any user.
  verify((await deps.store.passkeys.find(id)) === undefined, 'credential is registered');
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

/** §2.2: CBOR in any other than its canonical form, and so CBOR that was cut off, is refused. */
async function decodeAttestation(attestationObject: string) {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers');
  const bytes = Buffer.from(attestationObject, 'base64url');
  try {
    const object = decodeAttestationObject(Uint8Array.from(bytes));
    const [authData, attStmt] = [object.get('authData'), object.get('attStmt')];
    const isCanonical = object instanceof Map && object.size === 3 && bytes.equals(isoCBOR.encode(object));
    if (isCanonical && authData instanceof Uint8Array && attStmt instanceof Map) return { authData, attStmt };
  } catch {
    // Refused below, as what it is.
  }
  throw refusal('attestation object is malformed');
}

type AttestationStatement = Awaited<ReturnType<typeof decodeAttestation>>['attStmt'];

type RegistrationInfo = NonNullable<VerifiedRegistrationResponse['registrationInfo']>;

/** The library verifies the statement, and looks at most of the rest once more. */
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
  if (registrationInfo === undefined) throw refusal('attestation statement');
  return registrationInfo;
}
