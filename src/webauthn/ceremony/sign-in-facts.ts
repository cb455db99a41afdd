import type { Passkey } from '../../model/passkeys/passkey.js';

type StoredKey = Pick<Passkey, 'backupEligible' | 'attested'>;

/** Only a verified attestation proves that the key cannot leave its device. */
function isHardwareBound({ backupEligible, attested }: StoredKey): boolean {
  return attested && !backupEligible;
}

/** Phishing-resistant, or phishing-resistant hardware-protected (OpenID Connect EAP ACR Values §2). */
export function acrOf(passkey: StoredKey): string {
  return isHardwareBound(passkey) ? 'phrh' : 'phr';
}

/** Possession of the key, user presence, and user verification as a second factor (RFC 8176 §2). */
export function amrOf(passkey: StoredKey): readonly string[] {
  const key = isHardwareBound(passkey) ? ['hwk'] : passkey.backupEligible ? ['swk'] : [];
  return [...key, 'pop', 'user', 'mfa'];
}
