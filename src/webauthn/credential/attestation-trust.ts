import type { Config } from '../../model/config.js';
import { verify } from '../ceremony/refusal.js';

export interface Attestation {
  readonly fmt: string;
  readonly attStmt: { get(name: 'x5c'): unknown };
  /** As a UUID. */
  readonly aaguid: string;
}

/** Formats whose trust anchors the library brings; the others' are in the authenticators' metadata. */
const ANCHORED = ['apple', 'android-key'];
const IN_METADATA = ['packed', 'tpm'];

/**
 * WebAuthn Level 3 §7.1 steps 23–24. Without a policy any statement will do, and proves nothing. With it, no
 * attestation and self attestation, which anybody can make for any model, are refused, and so is a certificate that
 * leads to no trust anchor.
 */
export async function verifyAttestationTrust(
  { attestation, aaguids }: Pick<Config, 'attestation' | 'aaguids'>,
  { fmt, attStmt, aaguid }: Attestation,
): Promise<boolean> {
  if (attestation === 'none') return false;
  verify(Array.isArray(attStmt.get('x5c')), 'no certified attestation');
  verify(
    ANCHORED.includes(fmt) || (IN_METADATA.includes(fmt) && (await isInMetadata(aaguid))),
    'no trust anchor for the attestation',
  );
  verify(aaguids.length === 0 || aaguids.includes(aaguid), 'authenticator is not among those allowed');
  return true;
}

/** Where a model's metadata are known, the library has verified that the certificates lead to their roots. */
async function isInMetadata(aaguid: string): Promise<boolean> {
  const { MetadataService } = await import('@simplewebauthn/server');
  const statement = await MetadataService.getStatement(aaguid).catch(() => undefined);
  return (statement?.attestationRootCertificates.length ?? 0) > 0;
}
