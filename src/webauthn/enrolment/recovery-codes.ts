import {
  authenticationRequired,
  recordOwn,
  requireRecentAuthentication,
  requireStillSignedIn,
} from '../../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { equalInConstantTime, sha256 } from '../../keys/secrets.js';
import { changeRecord } from '../../model/change-record.js';
import type { Caller, Deps, Random } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';

/** How many there are at once. */
const CODES = 10;

/** 16 characters of 5 random bits: too many to guess at, so that a fast hash will do. In groups, to be copied by hand. */
const CHARACTERS = 16;
const GROUP = /.{4}(?=.)/g;

/** Crockford's base 32: digits and letters that cannot be taken for one another. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function newCode(random: Random): string {
  return Array.from(random.bytes(CHARACTERS), (byte) => ALPHABET.charAt(byte % ALPHABET.length))
    .join('')
    .replace(GROUP, '$&-');
}

/** The code in its one form, however it was typed: case, spaces and hyphens count for nothing, O is 0, I and L are 1. */
function readCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** The stored form. It names its user, so that it is worth nothing on another's record. */
export function recoveryCodeHash(userId: string, typed: string): string {
  return sha256(JSON.stringify(['recovery code', userId, readCode(typed)]));
}

/** As many comparisons whatever is listed, and whether there is a user or not. */
export function isCodeHashOf(user: Pick<User, 'enabled' | 'recoveryCodeHashes'> | undefined, hash: string): boolean {
  const listed = user?.enabled === true ? user.recoveryCodeHashes : [];
  const found = Array.from({ length: CODES }, (_, index) => equalInConstantTime(listed[index] ?? '', hash));
  return found.includes(true);
}

/**
 * Makes ten recovery codes in place of those that there were. They are shown this once: what is kept is their hashes.
 *
 * @throws CeremonyError `authentication_required`
 */
export async function createRecoveryCodes(deps: Deps, active: ActiveSession, caller: Caller): Promise<string[]> {
  requireRecentAuthentication(deps, active.session);
  const codes = Array.from({ length: CODES }, () => newCode(deps.random));
  const recoveryCodeHashes = codes.map((code) => recoveryCodeHash(active.user.id, code));
  const absent = () => authenticationRequired('Please sign in again.');
  await changeRecord(deps.store.users, active.user.id, absent, (user) => {
    requireStillSignedIn(active, user);
    return { recoveryCodeHashes };
  });
  await recordOwn(deps, active, caller, {
    type: 'RECOVERY_CODES_CREATED',
    resource: 'user',
    resourceId: active.user.id,
    detail: { codes: codes.length },
  });
  return codes;
}
