import {
  authenticationRequired,
  checkRecentAuthentication,
  ownEvent,
  presentUser,
} from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { occurrence, planNotice } from '../mail/notices.js';
import { commitPlan } from '../model/change-record.js';
import { type Change, update, updateIf } from '../model/change-set.js';
import type { Caller, Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { NO_DELETION } from '../model/people/planned-deletion.js';
import type { User } from '../model/people/user.js';
import { later, secondsAfter } from '../model/time.js';
import { ownersChange } from '../webauthn/passkeys/owners.js';

/** How long an account exists after its user asked for its deletion: 14 days, in which the user can change their mind. */
const GRACE_SECONDS = 1_209_600;

/**
 * Plans the deletion of the user's own account. Until then, everything works as before, so that the user can sign in and
 * keep the account. If the deletion is planned already, its time stays.
 *
 * @throws AdminError `FORBIDDEN` if the server does not allow it, or `CONFLICT` if the user is the last owner
 * @throws CeremonyError `authentication_required`
 */
export async function requestDeletion(deps: Deps, active: ActiveSession, caller: Caller): Promise<void> {
  checkRecentAuthentication(deps, active.session);
  if (!deps.config.accountDeletion) {
    throw new AdminError(
      'FORBIDDEN',
      'Users of this server cannot delete their accounts. Ask an administrator to delete yours.',
    );
  }
  await commitPlan(deps.store, async () => {
    const user = await presentUser(deps, active);
    await ownersChange(deps, user, undefined); // Throws if the user is the last owner.
    if (user.deletionAt !== undefined) return { changes: [], result: undefined };
    const deletionAt = secondsAfter(deps.clock.now(), GRACE_SECONDS);
    const detail = { deletionAt: deletionAt.toISOString() };
    const event = ownEvent(deps, active, caller, { type: 'DELETION_REQUESTED', ...about(user), detail });
    const where = occurrence(deps, user, caller, active.session);
    const notice = await planNotice(deps, user, {
      kind: 'DELETION_REQUESTED',
      deletionAt: deletionAt.getTime(),
      ...where,
    });
    return {
      changes: [
        update('users', user, { deletionAt, deletionSessionId: active.session.id }),
        await sessionKept(deps, active, deletionAt),
        event,
        ...notice,
      ],
      result: undefined,
    };
  });
}

/**
 * Returns the change that keeps the record of the session until the deletion, because the mail about it has a link that
 * reports this session. The session itself ends as before.
 */
async function sessionKept({ store }: Deps, { session: { id } }: ActiveSession, deletionAt: Date): Promise<Change> {
  const session = await store.sessions.find(id);
  if (session === undefined || session.endedAt !== undefined) throw authenticationRequired('Please sign in again.');
  const { version } = session;
  const keptUntil = later(session.keptUntil, deletionAt);
  return updateIf('sessions', { id, version, endedAt: null }, { keptUntil, version: version + 1 });
}

/**
 * Cancels the planned deletion.
 *
 * @throws CeremonyError `authentication_required`
 */
export async function cancelDeletion(deps: Deps, active: ActiveSession, caller: Caller): Promise<void> {
  await commitPlan(deps.store, async () => {
    const user = await presentUser(deps, active);
    if (user.deletionAt === undefined) return { changes: [], result: undefined };
    const event = ownEvent(deps, active, caller, { type: 'DELETION_CANCELLED', ...about(user) });
    const where = occurrence(deps, user, caller, active.session);
    const notice = await planNotice(deps, user, { kind: 'DELETION_CANCELLED', ...where });
    return { changes: [update('users', user, NO_DELETION), event, ...notice], result: undefined };
  });
}

function about({ id }: User) {
  return { resource: 'user', resourceId: id };
}
