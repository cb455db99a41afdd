import { z } from 'zod';
import { reserveFormerUsername } from '../../access/names/reserved-names.js';
import { endSessionsOfUser } from '../../access/sessions/end-sessions.js';
import { roleHolder } from '../../model/access/role.js';
import { commitPlan, type Plan } from '../../model/change-record.js';
import { deletion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { everyRecord } from '../../model/every-record.js';
import type { User } from '../../model/people/user.js';
import { hasPassed } from '../../model/time.js';
import { ownersChange } from '../../webauthn/passkeys/owners.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { systemCaller } from '../caller-authentication.js';
import { givenId, parseInput } from '../input-parser.js';
import { planPictureChange } from '../pictures/picture-change.js';
import { eventOf } from '../record-change.js';
import { getUser } from './user-update.js';

const deleteUserInput = z.object({ id: givenId });

/**
 * Deletes a user. The user's sessions are ended first, because the job that informs clients of ended sessions needs the
 * user's record. If the process stops before it has deleted the other records of the user, a job deletes them.
 */
export async function deleteUser(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteUserInput>,
): Promise<void> {
  checkPermission(caller, 'users:write');
  await deleteWithSessions(deps, caller, parseInput(deleteUserInput, input).id);
}

/**
 * Deletes a user who asked for it, if the time has come. The user stays if the deletion was cancelled meanwhile, if the
 * user is disabled, or if users cannot delete their accounts any more.
 *
 * @throws AdminError `CONFLICT` if the user is the last owner, or is not to be deleted any more
 */
export async function deleteUserIfDue(deps: Deps, id: string): Promise<void> {
  await deleteWithSessions(deps, systemCaller, id, ({ deletionAt, enabled }) => {
    if (deletionAt === undefined || !hasPassed(deletionAt, deps.clock.now()))
      throw new AdminError('CONFLICT', 'The deletion of the account was cancelled.');
    if (!enabled) throw new AdminError('CONFLICT', 'The user is disabled, so the account stays.');
    if (!deps.config.accountDeletion)
      throw new AdminError('CONFLICT', 'Users of this server cannot delete their accounts any more.');
  });
}

/**
 * Deletes a user whom an administrator rejects. The user never had access to anything, so the username is not reserved.
 *
 * @throws what `guard` throws
 */
export function deleteWaitingUser(deps: Deps, caller: AdminCaller, id: string, guard: Guard): Promise<void> {
  return deleteWithSessions(deps, caller, id, guard, 'USER_REJECTED');
}

type Guard = (user: User) => void;

async function deleteWithSessions(
  deps: Deps,
  caller: AdminCaller,
  id: string,
  guard: Guard = () => {},
  type: 'DELETED' | 'USER_REJECTED' = 'DELETED',
): Promise<void> {
  const plan = async () => {
    const user = await getUser(deps, caller, id);
    guard(user);
    return planDeletion(deps, caller, user, type);
  };
  await plan(); // Throws if the user cannot be deleted, before any session is ended.
  await endSessionsOfUser(deps, id);
  const user = await commitPlan(deps.store, plan);
  // Also end the sessions that began while the user was being deleted.
  await endSessionsOfUser(deps, id);
  await deleteRecordsOfUser(deps, user);
}

async function planDeletion(
  deps: Deps,
  caller: AdminCaller,
  user: User,
  type: 'DELETED' | 'USER_REJECTED',
): Promise<Plan<User>> {
  const { id, username } = user;
  const about = { resource: 'user', resourceId: id, userId: id };
  const event = eventOf(deps, caller, { type, ...about, detail: { username } });
  const reservation = type === 'DELETED' ? [await reserveFormerUsername(deps, username)] : [];
  const owners = await ownersChange(deps, user, undefined);
  const picture = await planPictureChange(deps, { field: 'picture', before: user.picture });
  return { changes: [deletion('users', user), ...reservation, ...owners, ...picture, event], result: user };
}

async function deleteRecordsOfUser(deps: Deps, user: User): Promise<void> {
  await deps.store.permissions.deleteOfUser(user.id);
  await deps.store.memberships.deleteOfUser(user.id);
  await deps.store.roleAssignments.deleteOfHolder(roleHolder({ userId: user.id }));
  await deps.store.consents.deleteOfUser(user.id);
  await deps.store.mails.deleteOfUser(user.id);
  for (const passkeyId of user.passkeyIds) await deps.store.passkeys.delete(passkeyId);
  for (const link of await deps.store.enrolmentLinks.pendingOfUser(user.id, deps.clock.now())) {
    await deps.store.enrolmentLinks.delete(link.id);
  }
  for await (const key of everyRecord((request) => deps.store.apiKeys.pageOfUser(user.id, request))) {
    await deps.store.apiKeys.delete(key.id);
  }
}
