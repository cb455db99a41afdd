import { z } from 'zod';
import { approvalMailPlanner } from '../../mail/approval-mail.js';
import { commitPlan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { User } from '../../model/people/user.js';
import { planInvitedGroups } from '../../webauthn/invitations/invited-groups.js';
import { ownersChange } from '../../webauthn/passkeys/owners.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { givenId, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { deleteWaitingUser } from '../users/user-delete.js';
import { getUser } from '../users/user-update.js';
import { checkMayInvite } from './invitation-create.js';

const approvalInput = z.object({ id: givenId });

/**
 * Approves the account of a person who was invited: the user can sign in, and joins the groups of the invitation unless
 * an address has to be verified first. The caller must be allowed to make the invitation. It gives no groups if it was
 * revoked or deleted, or if its maker may not give them any more.
 *
 * @throws AdminError `CONFLICT` if the user does not wait for approval
 */
export async function approveUser(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof approvalInput>,
): Promise<User> {
  checkPermission(caller, 'users:write');
  const { id } = parseInput(approvalInput, input);
  const planMail = approvalMailPlanner(deps);
  return commitPlan(deps.store, async () => {
    const user = await getUser(deps, caller, id);
    checkWaits(user);
    await checkMayInvite(deps, caller, user);
    const approval = { enabled: true, awaitsApproval: undefined, updatedAt: deps.clock.now() };
    const invited = await planInvitedGroups(deps, recordAfter(user, approval));
    const mail = await planMail(user);
    const changes = { ...approval, ...invited?.userChanges, ...mail.userChanges };
    const after = recordAfter(user, changes);
    const about = { resource: 'user', resourceId: id, userId: id };
    const detail = { invitationId: user.invitationId ?? null, groupIds: [...(invited?.groupIds ?? [])] };
    return {
      changes: [
        update('users', user, changes),
        ...(await ownersChange(deps, user, after)),
        ...(invited?.changes ?? []),
        ...mail.changes,
        eventOf(deps, caller, { type: 'USER_APPROVED', ...about, detail }),
        ...(invited?.events ?? []).map((event) => eventOf(deps, caller, event)),
      ],
      result: after,
    };
  });
}

/**
 * Rejects the account of a person who was invited, and deletes it. Because the user never had access, the username is free
 * again. The use of the invitation stays counted.
 *
 * @throws AdminError `CONFLICT` if the user does not wait for approval
 */
export async function rejectUser(deps: Deps, caller: AdminCaller, input: z.input<typeof approvalInput>): Promise<void> {
  checkPermission(caller, 'users:write');
  await deleteWaitingUser(deps, caller, parseInput(approvalInput, input).id, checkWaits);
}

function checkWaits({ awaitsApproval }: User): void {
  if (awaitsApproval === undefined)
    throw new AdminError(
      'CONFLICT',
      'The user does not wait for approval. Another administrator may have decided.',
      'id',
    );
}
