import type { AdminRole } from '../people/user.js';
import type { RecordStore } from '../record-store.js';

/** A link with which its holder registers one passkey for a user, once. Its code is `id.secret`. */
export interface EnrolmentLink {
  readonly id: string;
  readonly secretHash: string;
  readonly userId: string;
  /** The first owner's link creates the user. It is valid until the owners' record lists a user. */
  readonly firstOwner: boolean;
  /** The role of the user when the link was made. With another role the link is void. */
  readonly adminRole?: AdminRole | undefined;
  readonly enrolmentEpoch: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt?: Date | undefined;
}

export interface EnrolmentLinkStore extends RecordStore<EnrolmentLink> {
  /** Of several calls exactly one returns `true`. `false` if the link is used or expired. */
  use(id: string, usedAt: Date): Promise<boolean>;
  /** Unused and unexpired links, newest first. There are few. */
  pendingOfUser(userId: string, now: Date): Promise<EnrolmentLink[]>;
}
