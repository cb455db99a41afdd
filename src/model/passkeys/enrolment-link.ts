import type { AdminRole } from '../people/user.js';
import type { RecordStore } from '../record-store.js';

/** Lets its holder register one passkey for a user, once. Its code is `id.secret`. */
export interface EnrolmentLink {
  readonly id: string;
  readonly secretHash: string;
  readonly userId: string;
  /** The first owner's link makes the user; it is good until the owners' record lists somebody. */
  readonly firstOwner: boolean;
  /** The role that the user had when it was made: under another it is void. */
  readonly adminRole?: AdminRole | undefined;
  readonly enrolmentEpoch: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt?: Date | undefined;
}

export interface EnrolmentLinkStore extends RecordStore<EnrolmentLink> {
  /** Of several uses of an unused, unexpired link exactly one answers `true`. */
  use(id: string, usedAt: Date): Promise<boolean>;
  /** Unused and unexpired, newest first; small. */
  pendingOfUser(userId: string, now: Date): Promise<EnrolmentLink[]>;
}
