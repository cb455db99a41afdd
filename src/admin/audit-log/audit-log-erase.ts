import * as z from 'zod';
import type { Deps } from '../../model/deps.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverUser } from '../authorization.js';
import { givenId, notFound, parseInput } from '../input-parser.js';
import { eventOf } from '../record-change.js';
import { eraseResponses } from '../webhooks/response-erase.js';

const eraseInput = z.object({ userId: givenId.min(1) });

/**
 * Erases the IP addresses, names and other personal values from all events of a user. The events stay, and their hashes
 * stay valid. What receivers of webhooks answered to these events is erased too. Returns the number of changed events.
 * The user need not exist any more, if an event names the user.
 */
export async function eraseFromAuditLog(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof eraseInput>,
): Promise<number> {
  checkPermission(caller, 'audit:write');
  const { userId } = parseInput(eraseInput, input);
  const user = await deps.store.users.find(userId);
  // What is erased can be the trace of an attack on this user.
  if (user !== undefined) checkStrengthOverUser(caller, user, 'userId');
  else if (!(await isInEvents(deps, userId))) throw notFound('user', 'userId');
  // The event comes first: if the server stops in between, the log says that the erasure began. It has no userId, so
  // that the address of the administrator stays in it.
  await deps.store.commit([eventOf(deps, caller, { type: 'DELETED', resource: 'personalValues', resourceId: userId })]);
  const count = await deps.store.auditEvents.erase(userId);
  await eraseResponses(deps, userId);
  return count;
}

async function isInEvents({ store }: Deps, userId: string): Promise<boolean> {
  const [about, by] = await Promise.all(
    [{ userId }, { actorId: userId }].map((filter) => store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', filter)),
  );
  return about?.items.length === 1 || by?.items[0]?.record.actorKind === 'USER';
}
