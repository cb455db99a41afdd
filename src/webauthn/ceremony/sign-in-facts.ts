import type { Passkey } from '../../model/passkeys/passkey.js';

type StoredKey = Pick<Passkey, 'backupEligible' | 'attested'>;

/**
 * Whether the private key of the passkey is bound to one device and cannot be copied. Only a verified attestation
 * proves this.
 */
function isHardwareBound({ backupEligible, attested }: StoredKey): boolean {
  return attested && !backupEligible;
}

/**
 * The `acr` of a sign-in with a passkey: `phr` (phishing-resistant) or `phrh` (also protected by hardware), as OpenID
 * Connect EAP ACR Values §2 defines them.
 */
export function acrOf(passkey: StoredKey): string {
  return isHardwareBound(passkey) ? 'phrh' : 'phr';
}

/**
 * The `amr` of a sign-in with a passkey (RFC 8176 §2): a key in hardware or software, possession of the key (`pop`),
 * user presence (`user`), and user verification as a second factor (`mfa`).
 */
export function amrOf(passkey: StoredKey): readonly string[] {
  const key = isHardwareBound(passkey) ? ['hwk'] : passkey.backupEligible ? ['swk'] : [];
  return [...key, 'pop', 'user', 'mfa'];
}
