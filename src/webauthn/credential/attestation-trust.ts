import type { Config } from '../../model/config.js';
import { check } from '../ceremony/ceremony-errors.js';

export interface Attestation {
  readonly fmt: string;
  readonly attStmt: { get(name: 'x5c'): unknown };
  /** The AAGUID of the authenticator model, as a UUID. */
  readonly aaguid: string;
}

/**
 * For the attestation formats in `ANCHORED`, the library contains the root certificates. For the formats in
 * `IN_METADATA`, the root certificates come from the FIDO Metadata Service.
 */
const ANCHORED = ['apple', 'android-key'];
const IN_METADATA = ['packed', 'tpm'];

/**
 * Whether the attestation has a trust anchor (WebAuthn Level 3 §7.1 steps 23–24). If the setting `attestation` is
 * `none`, returns `false`. If it is `direct`, throws if the attestation has no trust anchor or `AAGUIDS` does not allow
 * the model.
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

/**
 * Whether the server has loaded the metadata of an authenticator model. If it has, the library has already verified the
 * certificates of the attestation with the root certificates in the metadata.
 */
async function isInMetadata(aaguid: string): Promise<boolean> {
  const { MetadataService } = await import('@simplewebauthn/server');
  const statement = await MetadataService.getStatement(aaguid).catch(() => undefined);
  return (statement?.attestationRootCertificates.length ?? 0) > 0;
}
