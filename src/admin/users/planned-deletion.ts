import { occurrence, planNotice } from '../../mail/notices.js';
import type { Change } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { NO_DELETION } from '../../model/people/planned-deletion.js';
import type { User } from '../../model/people/user.js';
import type { Changes } from '../../model/record-store.js';
import type { AdminCaller } from '../admin-caller.js';
import { eventOf } from '../record-change.js';

interface DeletionCancel {
  /** The changes of the user. */
  readonly fields: Changes<User>;
  /** The audit event and the mail. */
  readonly changes: readonly Change[];
}

/** Plans to cancel the deletion for which the user asked. If no deletion is planned, nothing changes. */
export async function planDeletionCancel(deps: Deps, caller: AdminCaller, user: User): Promise<DeletionCancel> {
  const { id, deletionAt } = user;
  if (deletionAt === undefined) return { fields: {}, changes: [] };
  const event = eventOf(deps, caller, { type: 'DELETION_CANCELLED', resource: 'user', resourceId: id, userId: id });
  const facts = { kind: 'DELETION_CANCELLED', ...occurrence(deps, user, {}, undefined) } as const;
  return { fields: NO_DELETION, changes: [event, ...(await planNotice(deps, user, facts))] };
}
