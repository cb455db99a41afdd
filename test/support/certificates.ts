import 'reflect-metadata';
import { createHash, KeyObject, sign } from 'node:crypto';
import {
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  Extension,
  type PublicKeyType,
  X509Certificate,
  X509CertificateGenerator,
  X509CrlGenerator,
} from '@peculiar/x509';
import type { AttestationCertificate } from './software-authenticator.js';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** An authority that a maker of authenticators, or the metadata service, has. */
export interface Authority {
  readonly certificate: X509Certificate;
  readonly keys: CryptoKeyPair;
}

function keyPair(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
}

const VALID = { notBefore: new Date('2020-01-01'), notAfter: new Date('2049-12-31') };

export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await keyPair();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...VALID,
    serialNumber: '01',
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  });
  return { certificate, keys };
}

/** The self-signed certificate (PEM) of a test server on localhost. */
export async function localhostCertificate(): Promise<{ readonly cert: string; readonly key: string }> {
  const { certificate, keys } = await makeAuthority('localhost');
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }) as string;
  return { cert: certificate.toString('pem'), key };
}

async function issue(authority: Authority, subject: string, extensions: Extension[]): Promise<Authority> {
  const keys = await keyPair();
  const certificate = await X509CertificateGenerator.create({
    ...VALID,
    serialNumber: createHash('sha256').update(subject).digest('hex').slice(0, 16).replace(/^./, '1'),
    subject,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey as PublicKeyType,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(false, undefined, true), ...extensions],
  });
  return { certificate, keys };
}

/** id-fido-gen-ce-aaguid: an OCTET STRING in the OCTET STRING of the extension. */
function aaguidExtension(aaguid: string): Extension {
  const value = Buffer.concat([Buffer.from('0410', 'hex'), Buffer.from(aaguid.replaceAll('-', ''), 'hex')]);
  return new Extension('1.3.6.1.4.1.45724.1.1.4', false, Uint8Array.from(value));
}

/** https://www.w3.org/TR/webauthn-3/#sctn-packed-attestation-cert-requirements */
export async function attestationCertificate(
  maker: Authority,
  aaguid: string,
  listOfRevoked?: string,
): Promise<AttestationCertificate> {
  const subject = 'C=IS, O=A maker, OU=Authenticator Attestation, CN=A model';
  const lists = listOfRevoked === undefined ? [] : [new CRLDistributionPointsExtension([listOfRevoked])];
  const { certificate, keys } = await issue(maker, subject, [aaguidExtension(aaguid), ...lists]);
  return { chain: [new Uint8Array(certificate.rawData)], privateKey: KeyObject.from(keys.privateKey) };
}

export function certificateOf(bytes: Uint8Array): X509Certificate {
  return new X509Certificate(Uint8Array.from(bytes));
}

/** What a maker publishes of certificates that are not good any more: none so far. */
export async function listOfRevoked({ certificate, keys }: Authority): Promise<ArrayBuffer> {
  const signing = { signingKey: keys.privateKey, signingAlgorithm: ALGORITHM };
  const list = await X509CrlGenerator.create({
    issuer: certificate.subject,
    ...signing,
    thisUpdate: new Date('2020-01-01'),
  });
  return list.rawData;
}

export interface Model {
  readonly aaguid: string;
  readonly root: Authority;
  readonly status: string;
}

/** The metadata of authenticators as the FIDO Metadata Service publishes them, signed under `service`. */
export async function metadataBlob(service: Authority, models: readonly Model[]): Promise<string> {
  const { certificate, keys } = await issue(service, 'CN=metadata.example', []);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = { alg: 'ES256', typ: 'JWT', x5c: [certificate.toString('base64')] };
  const entries = models.map(({ aaguid, root, status }) => ({
    aaguid,
    timeOfLastStatusChange: '2026-01-01',
    statusReports: [{ status, effectiveDate: '2026-01-01' }],
    metadataStatement: {
      aaguid,
      description: 'A model',
      attestationTypes: ['basic_full'],
      authenticationAlgorithms: ['secp256r1_ecdsa_sha256_raw'],
      attestationRootCertificates: [root.certificate.toString('base64')],
    },
  }));
  const signed = `${part(header)}.${part({ legalHeader: '', no: 1, nextUpdate: '2049-12-31', entries })}`;
  const key = { key: KeyObject.from(keys.privateKey), dsaEncoding: 'ieee-p1363' } as const;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}
