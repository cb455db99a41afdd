import type { Caller, Deps } from '../../model/deps.js';
import { CeremonyError } from '../../model/errors.js';
import { recordLimitExceeded } from '../limit-event.js';
import type { ActiveSession } from './session.js';

/**
 * Counts a change that a signed-in user makes to their own account. The number of changes is limited, because every
 * change writes to the audit log and a script could otherwise fill the log.
 *
 * @throws CeremonyError `rate_limited` if the user made too many changes
 */
export async function countAccountChange(
  deps: Deps,
  { user, session }: ActiveSession,
  { ipAddress }: Caller,
): Promise<void> {
  if (await deps.limits.take('accountChange', user.id)) return;
  await recordLimitExceeded(deps, 'accountChanges', user.id, {
    actorKind: 'USER',
    actorId: user.id,
    userId: user.id,
    sessionId: session.id,
    ipAddress,
  });
  throw new CeremonyError(
    'rate_limited',
    'You made too many changes to your account. Wait 10 minutes, then try again.',
    { status: 429, limit: 'accountChange' },
  );
}
