import { permissionsOfRole } from '../access/administration/admin-permissions.js';
import type { ActiveSession } from '../access/sessions/session.js';
import type { AdminCaller } from '../admin/admin-caller.js';
import type { Caller, Deps } from '../model/deps.js';

/** Makes an `AdminCaller` from the user's session. It has the permissions of the user's role, or none without a role. */
export async function callerOf(deps: Deps, { user }: ActiveSession, { ipAddress }: Caller): Promise<AdminCaller> {
  const permissions = await permissionsOfRole(deps, user);
  const maker = { userId: user.id, keyEpoch: user.keyEpoch ?? 0 };
  return { kind: 'USER', id: user.id, maker, permissions, ipAddress };
}
