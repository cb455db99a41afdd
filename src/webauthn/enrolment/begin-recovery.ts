import { addressKey } from '../../access/address-key.js';
import { findInteraction } from '../../access/interaction/interaction.js';
import { sha256 } from '../../keys/secrets.js';
import type { Caller, Deps } from '../../model/deps.js';
import { type User, usernameKey } from '../../model/people/user.js';
import { interactionExpired, recoveryInvalid, tooManyRecoveries } from '../ceremony/refusal.js';
import type { RecoveryRequest } from '../ceremony/registration-request.js';
import type { Registering } from './enrol.js';
import { isCodeHashOf, recoveryCodeHash } from './recovery-codes.js';

/** Stands for whoever is nobody. */
const NOBODY = '';

/**
 * For whom a recovery code is. It is not taken: that is done by the write that lists the passkey, so that a cancelled
 * ceremony costs nothing. An unknown name, a disabled user and a wrong code get one refusal, for the same work and with
 * the same traces; what the browser is told of an account, it is told whoever has a code of it.
 *
 * @throws CeremonyError `rate_limited`, `interaction_expired`, `recovery_invalid`
 */
export async function registeringByRecovery(
  deps: Deps,
  browserHash: string,
  { username, recoveryCode, interaction }: RecoveryRequest,
  caller: Caller,
): Promise<Registering> {
  if (!(await deps.limits.take('recovery', `address:${addressKey(caller.ipAddress)}`))) throw tooManyRecoveries();
  const open = interaction === undefined ? undefined : await findInteraction(deps, interaction, browserHash);
  if (interaction !== undefined && open === undefined) throw interactionExpired();
  const user = await deps.store.users.findByUsername(username);
  const codeHash = recoveryCodeHash(user?.id ?? NOBODY, recoveryCode);
  if (!isCodeHashOf(user, codeHash) || user === undefined) throw await refused(deps, username, user, caller);
  return {
    account: user,
    bound: { registration: { by: 'recovery', userId: user.id, codeHash }, interactionId: open?.interaction.id },
  };
}

/**
 * Wrong codes are counted by account too, from wherever they come; a name that nobody has is counted like any other.
 * A right code is never refused for them: else whoever knows a username could keep its owner out. Nothing is lost by
 * it: one of ten codes of 80 random bits, guessed at a million times a second, is found in some thousand million years,
 * so that it is not the limit that keeps a guess from being right. What the limit does is to keep guesses from many
 * addresses from filling the audit log.
 */
async function refused(deps: Deps, username: string, user: User | undefined, { ipAddress }: Caller): Promise<Error> {
  const error = recoveryInvalid(user === undefined ? 'unknown username' : 'recovery code');
  deps.log.info({ reason: error.reason, userId: user?.id }, 'recovery refused');
  if (!(await deps.limits.take('recovery', `account:${sha256(usernameKey(username))}`))) return tooManyRecoveries();
  await deps.audit.record({
    type: 'RECOVERY_CODE_USED',
    outcome: 'FAILURE',
    userId: user?.id,
    resource: user && 'user',
    resourceId: user?.id,
    ipAddress,
    detail: { reason: error.reason ?? error.code },
  });
  return error;
}
