import { createHmac, hkdfSync } from 'node:crypto';
import type { Keys } from '../model/server/keys.js';
import { equalInConstantTime } from './secrets.js';

/**
 * The HKDF context. It makes the keys of the codes independent of the keys that encrypt stored secrets (RFC 5869 §3.2).
 */
const INFO = 'link-codes';

/**
 * Makes the functions that compute and check codes (HMAC-SHA-256). Only the server can compute a code, so it need not
 * store the code. The first key computes codes, and codes of all keys are accepted.
 */
export function makeLinkCodes(secretKeys: readonly string[]): Pick<Keys, 'linkCode' | 'isLinkCode'> {
  const keys = secretKeys.map((text) => Buffer.from(hkdfSync('sha256', Buffer.from(text, 'base64url'), '', INFO, 32)));
  const codes = (purpose: string, value: string) =>
    keys.map((key) =>
      createHmac('sha256', key)
        .update(JSON.stringify([purpose, value]))
        .digest('base64url'),
    );
  return {
    linkCode: (purpose, value) => {
      const [code] = codes(purpose, value);
      if (code === undefined) throw new Error('SECRET_KEY must contain at least one key.');
      return code;
    },
    isLinkCode: (purpose, value, code) =>
      codes(purpose, value)
        .map((expected) => equalInConstantTime(expected, code))
        .includes(true),
  };
}
