import type { User } from './user.js';

/** The changes of a user that cancel the planned deletion of the account. */
export const NO_DELETION = {
  deletionAt: undefined,
  deletionSessionId: undefined,
} as const satisfies Partial<User>;
