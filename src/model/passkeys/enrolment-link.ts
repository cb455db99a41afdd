import type { AdminRole } from '../people/user.js';
import type { Page, PageRequest, RecordStore } from '../record-store.js';
import type { Maker } from '../server/maker.js';

/** A link with which a user can register one passkey without being signed in. The code in the link is `id.secret`. */
export interface EnrolmentLink {
  readonly id: string;
  readonly secretHash: string;
  readonly userId: string;
  /**
   * Whether the link creates the first owner of a new server. Such a link becomes invalid as soon as the server has an
   * owner.
   */
  readonly firstOwner: boolean;
  /** The user's administrative role when the link was created. The link is invalid if the role has changed since. */
  readonly adminRole?: AdminRole | undefined;
  readonly enrolmentEpoch: number;
  /**
   * The e-mail address to which the link was sent. The link is invalid if the user has another address now. Absent if the
   * link was not sent.
   */
  readonly mailedTo?: string | undefined;
  /** Who made the link. Absent if a command made the link, and in records of version 0.1. */
  readonly maker?: Maker | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt?: Date | undefined;
}

export interface EnrolmentLinkStore extends RecordStore<EnrolmentLink> {
  /** Returns the user's links that are neither used nor expired, newest first. A user has only a few such links. */
  pendingOfUser(userId: string, now: Date): Promise<EnrolmentLink[]>;
  /** Returns a page of all links that are neither used nor expired. */
  pagePending(request: PageRequest, now: Date): Promise<Page<EnrolmentLink>>;
}
