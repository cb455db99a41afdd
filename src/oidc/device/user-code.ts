import { sha256 } from '../../keys/secrets.js';
import type { Random } from '../../model/deps.js';

/**
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-6.1 | RFC 8628 §6.1}: only consonants, so that no code is a
 * word.
 */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
/** The largest multiple of 20 below 256. Higher bytes are skipped, because they would make some letters more likely. */
const FAIR_BYTES = LETTERS.length * 12;

/** Makes a code of eight random letters. It has 34 bits, which is enough because attempts and lifetime are limited. */
export function makeUserCode(random: Random): string {
  const fair = [...random.bytes(64)].filter((byte) => byte < FAIR_BYTES);
  const code = fair.slice(0, LENGTH).map((byte) => LETTERS[byte % LETTERS.length]);
  return code.length === LENGTH ? code.join('') : makeUserCode(random);
}

/** Adds a hyphen in the middle, which makes the code easier to read. */
export function toDisplayedUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/** Accepts lower-case letters and any separators. Returns `undefined` if the text cannot be a user code. */
export function normalizeUserCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined;
}

/** Returns the id of the device authorization with this user code. */
export function userCodeDigest(code: string): string {
  return sha256(JSON.stringify(['user_code', code]));
}
