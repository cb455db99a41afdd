import { createHmac, hkdfSync } from 'node:crypto';
import type { Keys } from '../model/server/keys.js';
import { secretKeyId } from './sealing.js';

/**
 * The HKDF context. It makes the keys that derive new refresh tokens independent of the keys that encrypt stored
 * secrets (RFC 5869 §3.2).
 */
const INFO = 'refresh-successor';

/**
 * Makes the function that derives the secret of a new refresh token from the secret of the old token. The database and
 * `SECRET_KEY` together do not reveal the new secret, because the old secret is not stored. The old secret, the id and
 * the salt have fixed lengths, so they can be concatenated without a separator.
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
  if (successorKeyId === undefined) throw new Error('SECRET_KEY must contain at least one key.');
  return {
    successorKeyId,
    deriveSuccessorSecret: (presentedSecret, { id, salt, keyId }) => {
      const key = keys.get(keyId);
      return key && createHmac('sha256', key).update(`${presentedSecret}${id}${salt}`).digest('base64url');
    },
  };
}
