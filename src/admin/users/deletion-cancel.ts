import { z } from 'zod';
import { commitPlan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { givenId, parseInput } from '../input-parser.js';
import { planDeletionCancel } from './planned-deletion.js';
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
    const { fields, changes } = await planDeletionCancel(deps, caller, user);
    if (changes.length === 0) return { changes: [], result: user };
    const changed = { ...fields, updatedAt: deps.clock.now() };
    return { changes: [update('users', user, changed), ...changes], result: recordAfter(user, changed) };
  });
}
