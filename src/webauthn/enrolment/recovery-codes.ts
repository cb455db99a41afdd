import { checkRecentAuthentication, ownEvent, presentUser } from '../../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import { equalInConstantTime, sha256 } from '../../keys/secrets.js';
import { occurrence, planNotice } from '../../mail/notices.js';
import { commitPlan } from '../../model/change-record.js';
import { update } from '../../model/change-set.js';
import type { Caller, Deps, Random } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';

const CODES_PER_USER = 10;

/**
 * Recovery codes are stored as SHA-256 hashes. A slow hash is not needed, because a code has 80 random bits and cannot
 * be guessed.
 */
const CHARACTERS_PER_CODE = 16;
const GROUP = /.{4}(?=.)/g;

/** The alphabet of Crockford's base 32, in which no two characters look alike. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Creates ten recovery codes, which replace the user's earlier codes. Returns the new codes, and stores only their
 * hashes.
 * @throws CeremonyError `authentication_required`
 */
export async function createRecoveryCodes(deps: Deps, active: ActiveSession, caller: Caller): Promise<string[]> {
  checkRecentAuthentication(deps, active.session);
  const codes = Array.from({ length: CODES_PER_USER }, () => makeCode(deps.random));
  const recoveryCodeHashes = codes.map((code) => recoveryCodeHash(active.user.id, code));
  const event = ownEvent(deps, active, caller, {
    type: 'RECOVERY_CODES_CREATED',
    resource: 'user',
    resourceId: active.user.id,
    detail: { codes: codes.length },
  });
  return commitPlan(deps.store, async () => {
    const user = await presentUser(deps, active);
    const where = occurrence(deps, user, caller, active.session);
    const notice = await planNotice(deps, user, { kind: 'RECOVERY_CODES_REPLACED', ...where });
    return { changes: [update('users', user, { recoveryCodeHashes }), event, ...notice], result: codes };
  });
}

function makeCode(random: Random): string {
  return Array.from(random.bytes(CHARACTERS_PER_CODE), (byte) => ALPHABET.charAt(byte % ALPHABET.length))
    .join('')
    .replace(GROUP, '$&-');
}

/** Hashes a recovery code together with the user's id, so that the hash is useless in the record of another user. */
export function recoveryCodeHash(userId: string, typed: string): string {
  return sha256(JSON.stringify(['recovery code', userId, normalizeCode(typed)]));
}

/**
 * Normalizes a recovery code that a user typed, as Crockford's base 32 does: ignores case, spaces and hyphens, reads O
 * as 0, and reads I and L as 1.
 */
function normalizeCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}

/**
 * Whether a user has a recovery code with this hash. The number of comparisons is the same for every user, and also if
 * the user is `undefined`, so that the duration does not reveal whether the user exists.
 */
export function isCodeHashOf(user: Pick<User, 'enabled' | 'recoveryCodeHashes'> | undefined, hash: string): boolean {
  const hashes = user?.enabled === true ? user.recoveryCodeHashes : [];
  const found = Array.from({ length: CODES_PER_USER }, (_, index) => equalInConstantTime(hashes[index] ?? '', hash));
  return found.includes(true);
}

/** Whether a text is one of the user's unused recovery codes. */
export function isRecoveryCodeOf(user: Pick<User, 'id' | 'enabled' | 'recoveryCodeHashes'>, code: string): boolean {
  return isCodeHashOf(user, recoveryCodeHash(user.id, code));
}
