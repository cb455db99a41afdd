import { z } from 'zod';
import { endSessionsBefore } from '../../access/sessions/end-sessions.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import { NO_PASSKEYS } from '../../model/people/passkey-list.js';
import type { User } from '../../model/people/user.js';
import { delistOwner, settlingOwner } from '../../webauthn/passkeys/owners.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { recordChange } from '../record-change.js';
import { raisedEpochs } from './user-update.js';

const deleteUserInput = z.object({ id: givenId });

function absent() {
  return notFound('user', 'id');
}

/**
 * Deletes a user. The first write disables the user, which ends all sessions and grants at once. The user's own record
 * is deleted last. If the process stops halfway, the caller can repeat the deletion.
 */
export async function deleteUser(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteUserInput>,
): Promise<void> {
  checkPermission(caller, 'users:write');
  const { id } = parseInput(deleteUserInput, input);
  const change = () =>
    changeRecord(deps.store.users, id, absent, async (user) => {
      checkStrengthOverUser(caller, user);
      await delistOwner(deps, id);
      return { enabled: false, ...NO_PASSKEYS, ...raisedEpochs(user), updatedAt: deps.clock.now() };
    });
  const { before, after } = await settlingOwner(deps, id, change);
  // Ends the session records now. A job normally does this later, but it needs the user record, which is deleted below.
  await endSessionsBefore(deps, after);
  await deleteRecordsOfUser(deps, before);
  if (!(await deps.store.users.delete(id))) throw absent();
  await recordChange(deps, caller, {
    type: 'DELETED',
    resource: 'user',
    resourceId: id,
    userId: id,
    detail: { username: before.username },
  });
}

async function deleteRecordsOfUser(deps: Deps, user: User): Promise<void> {
  await deps.store.permissions.deleteOfUser(user.id);
  await deps.store.memberships.deleteOfUser(user.id);
  await deps.store.consents.deleteOfUser(user.id);
  for (const passkeyId of user.passkeyIds) await deps.store.passkeys.delete(passkeyId);
  for (const link of await deps.store.enrolmentLinks.pendingOfUser(user.id, deps.clock.now())) {
    await deps.store.enrolmentLinks.delete(link.id);
  }
  for await (const key of everyRecord((request) => deps.store.apiKeys.pageOfUser(user.id, request))) {
    await deps.store.apiKeys.delete(key.id);
  }
}
