import type { Passkey } from '../../model/passkeys/passkey.js';

type Kept = Pick<Passkey, 'backupEligible' | 'attested'>;

/** Only a verified attestation proves that the key cannot leave its device. */
function isHardwareBound({ backupEligible, attested }: Kept): boolean {
  return attested && !backupEligible;
}

/** OpenID Connect EAP ACR Values §2: phishing-resistant, and hardware-protected where that is proved. */
export function acrOf(passkey: Kept): string {
  return isHardwareBound(passkey) ? 'phrh' : 'phr';
}

/** RFC 8176 §2: possession of the key, presence of the user, and their verification, which is a second factor. */
export function amrOf(passkey: Kept): readonly string[] {
  const key = isHardwareBound(passkey) ? ['hwk'] : passkey.backupEligible ? ['swk'] : [];
  return [...key, 'pop', 'user', 'mfa'];
}
