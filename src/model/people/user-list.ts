import type { AdminRole } from './user.js';
import type { UserStatus } from './user-status.js';

export const USER_ORDERS = ['NEWEST_FIRST', 'USERNAME', 'LAST_SIGN_IN'] as const;
export type UserOrder = (typeof USER_ORDERS)[number];

/** Which users a list contains, and how it is sorted. */
export interface UserList {
  readonly search?: string | undefined;
  readonly filter?: UserFilter | undefined;
  /**
   * Default: `LAST_SIGN_IN` if the filter has `lastSignInBefore`, which allows no other order, and otherwise
   * `NEWEST_FIRST`, or with a group the latest member first. A search that finds many users is in the order of its words by default.
   */
  readonly order?: UserOrder | undefined;
}

/** Conditions that must all hold. */
export interface UserFilter {
  /** The generation of a group whose members are listed. */
  readonly groupGeneration?: string | undefined;
  readonly statuses?: readonly UserStatus[] | undefined;
  readonly adminRoles?: readonly AdminRole[] | undefined;
  readonly hasPasskeys?: boolean | undefined;
  readonly emailVerified?: boolean | undefined;
  readonly neverSignedIn?: boolean | undefined;
  readonly lastSignInBefore?: Date | undefined;
}
