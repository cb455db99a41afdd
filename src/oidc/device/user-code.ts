import { sha256 } from '../../keys/secrets.js';
import type { Random } from '../../model/deps.js';

/**
 * The letters of user codes: only consonants, so that no code is a word.
 * {@link https://www.rfc-editor.org/rfc/rfc8628#section-6.1 | RFC 8628 §6.1}
 */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
/**
 * Random bytes of 240 or more are skipped. The 240 lower values are a multiple of 20, so every letter is equally
 * likely.
 */
const FAIR_BYTES = LETTERS.length * 12;

/** Makes a user code of eight random letters. Its 34 bits are enough, because attempts and lifetime are limited. */
export function makeUserCode(random: Random): string {
  const fair = [...random.bytes(64)].filter((byte) => byte < FAIR_BYTES);
  const code = fair.slice(0, LENGTH).map((byte) => LETTERS[byte % LETTERS.length]);
  return code.length === LENGTH ? code.join('') : makeUserCode(random);
}

/** Adds a hyphen in the middle of a user code, which makes the code easier to read. */
export function toDisplayedUserCode(code: string): string {
  return `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;
}

/**
 * Parses the user code that a user entered. Separators are ignored, and lower-case letters are accepted. Returns
 * `undefined` if the text cannot be a user code.
 */
export function normalizeUserCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return code.length === LENGTH && [...code].every((letter) => LETTERS.includes(letter)) ? code : undefined;
}

/** Returns the id under which the device authorization with this user code is stored. */
export function userCodeDigest(code: string): string {
  return sha256(JSON.stringify(['user_code', code]));
}
