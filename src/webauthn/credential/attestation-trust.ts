import type { Config } from '../../model/config.js';
import { check } from '../ceremony/ceremony-errors.js';

export interface Attestation {
  readonly fmt: string;
  readonly attStmt: { get(name: 'x5c'): unknown };
  /** As a UUID. */
  readonly aaguid: string;
}

/** The library contains the trust anchors of these formats. The metadata service has those of the other two. */
const ANCHORED = ['apple', 'android-key'];
const IN_METADATA = ['packed', 'tpm'];

/**
 * Whether the attestation is trusted (WebAuthn Level 3 §7.1 steps 23–24). Without `ATTESTATION=direct` every statement is
 * accepted and none is trusted. With it, none, self attestation and certificates without a trust anchor are refused.
 */
export async function verifyAttestationTrust(
  { attestation, aaguids }: Pick<Config, 'attestation' | 'aaguids'>,
  { fmt, attStmt, aaguid }: Attestation,
): Promise<boolean> {
  if (attestation === 'none') return false;
  check(Array.isArray(attStmt.get('x5c')), 'no certified attestation');
  check(
    ANCHORED.includes(fmt) || (IN_METADATA.includes(fmt) && (await isInMetadata(aaguid))),
    'no trust anchor for the attestation',
  );
  check(aaguids.length === 0 || aaguids.includes(aaguid), 'authenticator is not in AAGUIDS');
  return true;
}

/** If it has the metadata of a model, the library has verified the certificates against their roots. */
async function isInMetadata(aaguid: string): Promise<boolean> {
  const { MetadataService } = await import('@simplewebauthn/server');
  const statement = await MetadataService.getStatement(aaguid).catch(() => undefined);
  return (statement?.attestationRootCertificates.length ?? 0) > 0;
}
