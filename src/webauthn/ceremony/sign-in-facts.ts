import type { Passkey } from '../../model/passkeys/passkey.js';

type Kept = Pick<Passkey, 'backupEligible' | 'attested'>;

/** Only a verified attestation proves that the key cannot leave its device. */
const isHardwareBound = ({ backupEligible, attested }: Kept): boolean => attested && !backupEligible;

/** OpenID Connect EAP ACR Values §2: phishing-resistant, and hardware-protected where that is proved. */
export const acrOf = (passkey: Kept): string => (isHardwareBound(passkey) ? 'phrh' : 'phr');

/** RFC 8176 §2: possession of the key, presence of the user, and their verification, which is a second factor. */
export const amrOf = (passkey: Kept): readonly string[] => {
  const key = isHardwareBound(passkey) ? ['hwk'] : passkey.backupEligible ? ['swk'] : [];
  return [...key, 'pop', 'user', 'mfa'];
};
