import { z } from 'zod';
import { occurrence, planNotice } from '../../mail/notices.js';
import { commitPlan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { givenId, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { getUser } from './user-update.js';

const cancelUserDeletionInput = z.object({ id: givenId });

/**
 * Cancels the deletion for which the user asked, because another person may have asked for it in the user's session. If
 * no deletion is planned, nothing changes.
 */
export async function cancelUserDeletion(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof cancelUserDeletionInput>,
): Promise<User> {
  checkPermission(caller, 'users:write');
  const { id } = parseInput(cancelUserDeletionInput, input);
  return commitPlan(deps.store, async () => {
    const user = await getUser(deps, caller, id);
    if (user.deletionAt === undefined) return { changes: [], result: user };
    const changes = { deletionAt: undefined, updatedAt: deps.clock.now() };
    const event = eventOf(deps, caller, { type: 'DELETION_CANCELLED', resource: 'user', resourceId: id, userId: id });
    const facts = { kind: 'DELETION_CANCELLED', ...occurrence(deps, user, {}, undefined) } as const;
    return {
      changes: [update('users', user, changes), event, ...(await planNotice(deps, user, facts))],
      result: recordAfter(user, changes),
    };
  });
}
