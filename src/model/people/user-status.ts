import type { User } from './user.js';

/** The states of an account. A user has the first one that applies. */
export const USER_STATUSES = ['AWAITS_APPROVAL', 'DISABLED', 'DELETION_PLANNED', 'NO_PASSKEY', 'ACTIVE'] as const;
export type UserStatus = (typeof USER_STATUSES)[number];

export function userStatus({
  awaitsApproval,
  enabled,
  deletionAt,
  passkeyIds,
}: Pick<User, 'awaitsApproval' | 'enabled' | 'deletionAt' | 'passkeyIds'>): UserStatus {
  if (awaitsApproval === true) return 'AWAITS_APPROVAL';
  if (!enabled) return 'DISABLED';
  if (deletionAt !== undefined) return 'DELETION_PLANNED';
  return passkeyIds.length === 0 ? 'NO_PASSKEY' : 'ACTIVE';
}
