import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type CBORType, encodeCBOR } from '@levischuck/tiny-cbor';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';

/** COSE algorithm identifiers: EdDSA, ES256, RS256. */
export type SoftwareAlg = -8 | -7 | -257;

export interface SoftwareAuthenticatorTraits {
  readonly origin: string;
  readonly alg: SoftwareAlg;
  /** As a UUID. */
  readonly aaguid: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  /** How the browser reaches it. */
  readonly transports: NonNullable<RegistrationResponseJSON['response']['transports']>;
  /** Whether it has a counter, as security keys do. Synced passkeys have none. */
  readonly counts: boolean;
  /** `packed` without a certificate is self attestation. */
  readonly attestation: 'none' | 'packed';
  readonly attestationCertificate?: AttestationCertificate | undefined;
}

/** An ES256 attestation key and its certificate chain in DER, the key's certificate first. */
export interface AttestationCertificate {
  readonly chain: readonly Uint8Array[];
  readonly privateKey: KeyObject;
}

/** Changes before anything is signed. */
export interface Forgery {
  /** Members that replace or extend the genuine client data. */
  readonly clientData?: Readonly<Record<string, unknown>>;
  readonly rpId?: string;
  readonly up?: boolean;
  readonly uv?: boolean;
  readonly backupEligible?: boolean;
  readonly backedUp?: boolean;
  readonly signCount?: number;
  readonly userHandle?: string | undefined;
  readonly credentialId?: string;
  /** The `alg` of the public key. */
  readonly statedAlg?: number;
  /** Changes in place before hashing and signing. */
  readonly key?: (key: Map<number, CBORType>) => void;
  readonly object?: (object: Map<string, CBORType>) => void;
  readonly statement?: (statement: Map<string, CBORType>) => void;
  readonly authData?: (bytes: Buffer) => Buffer;
  readonly clientDataText?: (json: string) => string;
}

/** A discoverable credential with its private key. */
export interface Credential {
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly alg: SoftwareAlg;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  signCount: number;
}

/** An authenticator and its browser in software. It stores discoverable credentials and makes real signatures. */
export interface SoftwareAuthenticator {
  readonly credentials: readonly Credential[];
  /** `navigator.credentials.create()` without the browser's checks. */
  create(options: PublicKeyCredentialCreationOptionsJSON, forgery?: Forgery): RegistrationResponseJSON;
  /** `navigator.credentials.get()` with the newest credential of the RP ID. */
  get(options: PublicKeyCredentialRequestOptionsJSON, forgery?: Forgery): AuthenticationResponseJSON;
}

/** `held`: credentials that it has from the start. */
export function softwareAuthenticator(
  given: Partial<SoftwareAuthenticatorTraits> = {},
  held: readonly Credential[] = [],
): SoftwareAuthenticator {
  const traits: SoftwareAuthenticatorTraits = {
    origin: 'http://localhost:3000',
    alg: -7,
    aaguid: '00000000-0000-0000-0000-000000000000',
    backupEligible: true,
    backedUp: true,
    transports: ['internal', 'hybrid'],
    counts: false,
    attestation: 'none',
    ...given,
  };
  const credentials: Credential[] = [...held];
  return {
    credentials,
    create: (options, forgery = {}) => {
      const excluded = options.excludeCredentials?.map(({ id }) => id) ?? [];
      if (credentials.some(({ id }) => excluded.includes(id))) throw new Error('InvalidStateError');
      const credential = makeCredential(traits, options, forgery);
      credentials.push(credential);
      return attest(traits, credential, options, forgery);
    },
    get: (options, forgery = {}) => {
      const credential = credentials.findLast(({ rpId }) => rpId === options.rpId);
      if (credential === undefined) throw new Error('NotAllowedError');
      if (traits.counts) credential.signCount += 1;
      return assert(traits, credential, options, forgery);
    },
  };
}

function makeCredential(
  { alg }: SoftwareAuthenticatorTraits,
  options: PublicKeyCredentialCreationOptionsJSON,
  { credentialId }: Forgery,
): Credential {
  return {
    id: credentialId ?? randomBytes(32).toString('base64url'),
    rpId: options.rp.id ?? 'localhost',
    userHandle: options.user.id,
    alg,
    ...keyPair(alg),
    signCount: 0,
  };
}

function keyPair(alg: SoftwareAlg): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (alg) {
    case -8:
      return generateKeyPairSync('ed25519');
    case -7:
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case -257:
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

/** https://www.w3.org/TR/webauthn-3/#sctn-op-make-cred */
function attest(
  traits: SoftwareAuthenticatorTraits,
  credential: Credential,
  options: PublicKeyCredentialCreationOptionsJSON,
  forgery: Forgery,
): RegistrationResponseJSON {
  const clientData = clientDataOf(traits, 'webauthn.create', options.challenge, forgery);
  const id = Buffer.from(credential.id, 'base64url');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  const attested = [
    Buffer.from(traits.aaguid.replaceAll('-', ''), 'hex'),
    length,
    id,
    encodeCBOR(changedKey(coseKey(credential, forgery), forgery)),
  ];
  const authData = authDataOf(traits, credential, forgery, attested);
  const attStmt = statement(traits, credential, Buffer.concat([authData, sha256(clientData)]));
  forgery.statement?.(attStmt);
  const object = new Map<string, CBORType>([
    ['fmt', traits.attestation],
    ['attStmt', attStmt],
    ['authData', Uint8Array.from(authData)],
  ]);
  forgery.object?.(object);
  return {
    id: credential.id,
    rawId: credential.id,
    type: 'public-key',
    response: {
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: Buffer.from(encodeCBOR(object)).toString('base64url'),
      transports: [...traits.transports],
    },
    clientExtensionResults: { credProps: { rk: true } },
    authenticatorAttachment: 'platform',
  };
}

function changedKey(key: Map<number, CBORType>, forgery: Forgery): Map<number, CBORType> {
  forgery.key?.(key);
  return key;
}

/** https://www.w3.org/TR/webauthn-3/#sctn-op-get-assertion */
function assert(
  traits: SoftwareAuthenticatorTraits,
  credential: Credential,
  options: PublicKeyCredentialRequestOptionsJSON,
  forgery: Forgery,
): AuthenticationResponseJSON {
  const clientData = clientDataOf(traits, 'webauthn.get', options.challenge, forgery);
  const authData = authDataOf(traits, credential, forgery, []);
  const signature = signWith(credential, Buffer.concat([authData, sha256(clientData)]));
  const userHandle = 'userHandle' in forgery ? forgery.userHandle : credential.userHandle;
  return {
    id: forgery.credentialId ?? credential.id,
    rawId: forgery.credentialId ?? credential.id,
    type: 'public-key',
    response: {
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      ...(userHandle !== undefined && { userHandle }),
    },
    clientExtensionResults: {},
    authenticatorAttachment: 'platform',
  };
}

function clientDataOf(
  { origin }: SoftwareAuthenticatorTraits,
  type: string,
  challenge: string,
  { clientData, clientDataText = (json) => json }: Forgery,
): Buffer {
  return Buffer.from(clientDataText(JSON.stringify({ type, challenge, origin, crossOrigin: false, ...clientData })));
}

/** https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
function authDataOf(
  traits: SoftwareAuthenticatorTraits,
  credential: Credential,
  forgery: Forgery,
  attested: readonly Uint8Array[],
): Buffer {
  const { up = true, uv = true, backupEligible = traits.backupEligible, backedUp = traits.backedUp } = forgery;
  const bits = [up, false, uv, backupEligible, backedUp, false, attested.length > 0, false];
  const fixed = Buffer.alloc(5);
  fixed.writeUInt8(
    bits.reduce((flags, isSet, bit) => flags | (isSet ? 1 << bit : 0), 0),
    0,
  );
  fixed.writeUInt32BE(forgery.signCount ?? credential.signCount, 1);
  const bytes = Buffer.concat([sha256(forgery.rpId ?? credential.rpId), fixed, ...attested]);
  return forgery.authData?.(bytes) ?? bytes;
}

/** RFC 9052 §7, with the members of RFC 9053 §7 and RFC 8230 §4. */
function coseKey({ alg, publicKey }: Credential, { statedAlg }: Forgery): Map<number, CBORType> {
  const jwk = publicKey.export({ format: 'jwk' });
  const bytes = (member: unknown) => Uint8Array.from(Buffer.from(String(member), 'base64url'));
  const stated = statedAlg ?? alg;
  switch (alg) {
    case -8:
      return new Map<number, CBORType>([
        [1, 1],
        [3, stated],
        [-1, 6],
        [-2, bytes(jwk.x)],
      ]);
    case -7:
      return new Map<number, CBORType>([
        [1, 2],
        [3, stated],
        [-1, 1],
        [-2, bytes(jwk.x)],
        [-3, bytes(jwk.y)],
      ]);
    case -257:
      return new Map<number, CBORType>([
        [1, 3],
        [3, stated],
        [-1, bytes(jwk.n)],
        [-2, bytes(jwk.e)],
      ]);
  }
}

/** https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation */
function statement(
  { attestation, attestationCertificate }: SoftwareAuthenticatorTraits,
  credential: Credential,
  signed: Buffer,
): Map<string, CBORType> {
  if (attestation === 'none') return new Map();
  if (attestationCertificate === undefined) {
    return new Map<string, CBORType>([
      ['alg', credential.alg],
      ['sig', Uint8Array.from(signWith(credential, signed))],
    ]);
  }
  const { privateKey, chain } = attestationCertificate;
  return new Map<string, CBORType>([
    ['alg', -7],
    ['sig', Uint8Array.from(sign('sha256', signed, privateKey))],
    ['x5c', chain.map((certificate) => Uint8Array.from(certificate))],
  ]);
}

function signWith({ alg, privateKey }: Credential, data: Buffer): Buffer {
  return sign(alg === -8 ? null : 'sha256', data, privateKey);
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}
