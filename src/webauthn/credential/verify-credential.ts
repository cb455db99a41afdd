/**
 * This folder checks the data that an authenticator sends: client data, authenticator data, public key and attestation.
 * The checks read the store but change nothing. `verifyCredential` (registration) and `verifyAssertion` (sign-in) call
 * the checks in the other files.
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
export type VerifiedCredential = Omit<Passkey, 'userId' | 'generation' | 'name' | 'createdAt' | 'lastUsedAt'>;

/** Verifies a new credential (WebAuthn Level 3 §7.1 steps 12–26) and returns the values to store. */
export async function verifyCredential(
  deps: Deps,
  credential: RegistrationResponseJSON,
  data: ClientData,
): Promise<VerifiedCredential> {
  const { authData: bytes, attStmt } = await decodeAttestation(credential.response.attestationObject); // Step 13.
  const authData = await parseAuthenticatorData(bytes);
  // `checkAuthenticatorData` performs WebAuthn §7.1 steps 14–17. Steps 18–19 need no check, because the server accepts
  // every backup state.
  checkAuthenticatorData(authData, deps.config);
  const { aaguid, credentialID, credentialPublicKey } = authData;
  if (aaguid === undefined || credentialID === undefined || credentialPublicKey === undefined) {
    throw invalidCredential('no attested credential data');
  }
  // WebAuthn §7.1 step 20: the public key must have an algorithm that our options offered.
  const alg = await algorithmOf(credentialPublicKey).catch(() => undefined);
  if (alg === undefined) throw invalidCredential('algorithm');
  // WebAuthn §7.1 steps 12, 21–24: the attestation statement must be valid for its format and have a trust anchor.
  const { aaguid: model, attested } = await verifyAttestation(deps, credential, data, {
    authData: bytes,
    attStmt,
    alg,
  });
  // WebAuthn §7.1 step 25 and §4: a credential id has 16 to 1023 bytes. The authenticator and the browser must report
  // the same id.
  check(credentialID.length >= 16 && credentialID.length <= 1023, 'credential id length');
  const id = Buffer.from(credentialID).toString('base64url');
  check(id === credential.id, 'credential id');
  // WebAuthn §7.1 step 26: the credential id must not be registered yet.
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

interface DecodedAttestation {
  readonly authData: Uint8Array;
  readonly attStmt: AttestationStatement;
  readonly alg: number;
}

/**
 * Verifies the attestation statement if the setting `attestation` is `direct`. If it is `none`, the options
 * request no statement (§5.4.7), so a statement that the browser sends is ignored. An unknown format or a broken
 * certificate then does no harm.
 */
async function verifyAttestation(
  deps: Deps,
  credential: RegistrationResponseJSON,
  data: ClientData,
  { authData, attStmt, alg }: DecodedAttestation,
): Promise<{ aaguid: string; attested: boolean }> {
  if (deps.config.attestation === 'none') {
    const { aaguid } = await verifyStatement(deps, await withoutStatement(credential, authData), data);
    return { aaguid, attested: false };
  }
  const { fmt, aaguid } = await verifyStatement(deps, credential, data);
  // WebAuthn §8.2: a `packed` statement without a certificate must name the algorithm of the new public key.
  check(fmt !== 'packed' || attStmt.has('x5c') || isSelfAttestation(attStmt, alg), 'self attestation');
  return { aaguid, attested: await verifyAttestationTrust(deps.config, { fmt, attStmt, aaguid }) };
}

/**
 * Replaces the attestation statement in the browser's answer by an empty statement of the format `none` (WebAuthn Level
 * 3 §8.7).
 */
async function withoutStatement(
  credential: RegistrationResponseJSON,
  authData: Uint8Array,
): Promise<RegistrationResponseJSON> {
  const { isoCBOR } = await import('@simplewebauthn/server/helpers');
  const object = new Map<string, string | Uint8Array | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', authData],
  ]);
  const attestationObject = Buffer.from(isoCBOR.encode(object)).toString('base64url');
  return { ...credential, response: { ...credential.response, attestationObject } };
}

function isSelfAttestation(attStmt: AttestationStatement, alg: number): boolean {
  const signature = attStmt.get('sig');
  return attStmt.get('alg') === alg && signature instanceof Uint8Array && isWholeSignature(alg, signature);
}

/**
 * Decodes an attestation object. Accepts only canonical CBOR (§2.2), so that the object cannot contain bytes that the
 * server does not check.
 */
async function decodeAttestation(attestationObject: string) {
  const { decodeAttestationObject, isoCBOR } = await import('@simplewebauthn/server/helpers');
  const bytes = Buffer.from(attestationObject, 'base64url');
  try {
    const object = decodeAttestationObject(Uint8Array.from(bytes));
    const [authData, attStmt] = [object.get('authData'), object.get('attStmt')];
    const hasFormat = typeof object.get('fmt') === 'string';
    const isCanonical = object instanceof Map && object.size === 3 && hasFormat && bytes.equals(isoCBOR.encode(object));
    if (isCanonical && authData instanceof Uint8Array && attStmt instanceof Map) return { authData, attStmt };
  } catch {
    // Ignore the library's error, because the error below is thrown instead.
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
