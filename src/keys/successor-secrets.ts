import { createHmac, hkdfSync } from 'node:crypto';
import type { Keys } from '../model/server/keys.js';
import { secretKeyId } from './sealing.js';

/** The HKDF context, which makes these keys independent of the keys that encrypt stored secrets (RFC 5869 §3.2). */
const INFO = 'refresh-successor';

/**
 * Makes the function that derives the secret of a new refresh token from the secret of the old one. The database and
 * `SECRET_KEY` together do not reveal the new secret, because the old secret is not stored. All three inputs have a
 * fixed length, so their concatenation is unambiguous.
 */
export function makeSuccessorSecrets(
  secretKeys: readonly string[],
): Pick<Keys, 'successorKeyId' | 'deriveSuccessorSecret'> {
  const keys = new Map(
    secretKeys.map((text) => {
      const key = Buffer.from(text, 'base64url');
      return [secretKeyId(key), Buffer.from(hkdfSync('sha256', key, '', INFO, 32))];
    }),
  );
  const [successorKeyId] = keys.keys();
  if (successorKeyId === undefined) throw new Error('SECRET_KEY: at least one key is required.');
  return {
    successorKeyId,
    deriveSuccessorSecret: (presentedSecret, { id, salt, keyId }) => {
      const key = keys.get(keyId);
      return key && createHmac('sha256', key).update(`${presentedSecret}${id}${salt}`).digest('base64url');
    },
  };
}
