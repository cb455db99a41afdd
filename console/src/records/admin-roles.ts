import type { AdminRole } from '../generated/people.js';

/** The administration roles, the most powerful first. */
export const ADMIN_ROLES: readonly AdminRole[] = ['OWNER', 'ADMIN', 'USER_MANAGER', 'AUDITOR'];
