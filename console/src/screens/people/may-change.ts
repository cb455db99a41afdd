import type { AdminRole } from '../../generated/people.js';
import { type ConsoleContext, isAllowed } from '../../parts/console-context.js';

/** A permission that a caller has only with all permissions of the role. A test compares this with the server. */
const NEEDED: Readonly<Record<AdminRole, string>> = {
  OWNER: '*',
  ADMIN: 'clients:write',
  USER_MANAGER: 'users:write',
  AUDITOR: 'audit:read',
};

/**
 * Whether the signed-in user may change a person with this role, or give the role. The API decides: this only hides
 * buttons that it would refuse.
 */
export function mayChange(context: Pick<ConsoleContext, 'permissions'>, role: AdminRole | null): boolean {
  return isAllowed(context, 'users:write') && (role === null || isAllowed(context, NEEDED[role]));
}
