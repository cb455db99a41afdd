import { addressKey } from '../../access/address-key.js';
import { findInteraction } from '../../access/interaction/interaction.js';
import { sha256 } from '../../keys/secrets.js';
import type { Caller, Deps } from '../../model/deps.js';
import { type User, usernameKey } from '../../model/people/user.js';
import { interactionExpired, recoveryInvalid, tooManyRecoveries } from '../ceremony/ceremony-errors.js';
import type { RecoveryRequest } from '../ceremony/registration-request.js';
import type { EnrolmentBeginning } from './enrol.js';
import { isCodeHashOf, recoveryCodeHash } from './recovery-codes.js';

/** If the username is unknown, the hash of the code is computed with this user id, which no user has. */
const NO_USER_ID = '';

/**
 * Begins a registration with a recovery code. The code is used up only when the new passkey is stored. An unknown
 * username, a disabled user and a wrong code cause the same error after the same work.
 * @throws CeremonyError `rate_limited`, `interaction_expired`, `recovery_invalid`
 */
export async function beginRecovery(
  deps: Deps,
  browserHash: string,
  { username, recoveryCode, interaction }: RecoveryRequest,
  caller: Caller,
): Promise<EnrolmentBeginning> {
  if (!(await deps.limits.take('recovery', `address:${addressKey(caller.ipAddress)}`))) throw tooManyRecoveries();
  const open = interaction === undefined ? undefined : await findInteraction(deps, interaction, browserHash);
  if (interaction !== undefined && open === undefined) throw interactionExpired();
  const user = await deps.store.users.findByUsername(username);
  const codeHash = recoveryCodeHash(user?.id ?? NO_USER_ID, recoveryCode);
  if (!isCodeHashOf(user, codeHash) || user === undefined) {
    const reason = user === undefined ? 'unknown username' : 'recovery code';
    deps.log.info({ reason, userId: user?.id }, 'recovery refused');
    if (!(await takeAttempt(deps, username))) throw tooManyRecoveries();
    await recordWrongCode(deps, user, reason, caller);
    throw recoveryInvalid(reason);
  }
  return {
    account: user,
    bound: { registration: { by: 'recovery', userId: user.id, codeHash }, interactionId: open?.interaction.id },
  };
}

/**
 * Limits the wrong codes for one username, even an unknown username, so that attempts from many addresses cannot fill
 * the audit log. Correct codes are not limited: otherwise an attacker could lock a user out by sending wrong codes.
 */
function takeAttempt(deps: Deps, username: string): Promise<boolean> {
  return deps.limits.take('recovery', `account:${sha256(usernameKey(username))}`);
}

function recordWrongCode(deps: Deps, user: User | undefined, reason: string, { ipAddress }: Caller): Promise<void> {
  return deps.audit.record({
    type: 'RECOVERY_CODE_USED',
    outcome: 'FAILURE',
    userId: user?.id,
    resource: user && 'user',
    resourceId: user?.id,
    ipAddress,
    detail: { reason },
  });
}
