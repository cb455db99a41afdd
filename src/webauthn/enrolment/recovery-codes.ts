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

const CODES_PER_USER = 10;

/** 80 random bits in each code: a fast hash is enough. */
const CHARACTERS_PER_CODE = 16;
const GROUP = /.{4}(?=.)/g;

/** Crockford's base 32: no two characters look alike. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Creates ten recovery codes and invalidates the user's earlier codes. Returns the codes; the store has only hashes.
 *
 * @throws CeremonyError `authentication_required`
 */
export async function createRecoveryCodes(deps: Deps, active: ActiveSession, caller: Caller): Promise<string[]> {
  requireRecentAuthentication(deps, active.session);
  const codes = Array.from({ length: CODES_PER_USER }, () => makeCode(deps.random));
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

function makeCode(random: Random): string {
  return Array.from(random.bytes(CHARACTERS_PER_CODE), (byte) => ALPHABET.charAt(byte % ALPHABET.length))
    .join('')
    .replace(GROUP, '$&-');
}

/** Contains the user's id, so that a hash is useless in another user's record. */
export function recoveryCodeHash(userId: string, typed: string): string {
  return sha256(JSON.stringify(['recovery code', userId, normalizeCode(typed)]));
}

/** Ignores case, spaces and hyphens, and reads O as 0 and I and L as 1, as Crockford's base 32 does. */
function normalizeCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

/** Always makes the same number of comparisons, even without a user. */
export function isCodeHashOf(user: Pick<User, 'enabled' | 'recoveryCodeHashes'> | undefined, hash: string): boolean {
  const hashes = user?.enabled === true ? user.recoveryCodeHashes : [];
  const found = Array.from({ length: CODES_PER_USER }, (_, index) => equalInConstantTime(hashes[index] ?? '', hash));
  return found.includes(true);
}
