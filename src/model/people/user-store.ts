import type { Page, PageRequest, VersionedStore } from '../record-store.js';
import type { User } from './user.js';
import type { UserList } from './user-list.js';

export interface UserStore extends VersionedStore<User> {
  findByUsername(username: string): Promise<User | undefined>;
  findMany(ids: readonly string[]): Promise<User[]>;
  /** Returns all users with an `adminRole`. A server has only a few such users. */
  findAdministrators(): Promise<User[]>;
  /** Returns the users with one of these e-mail addresses whose address is verified. Upper and lower case are equal. */
  findByVerifiedEmail(emails: readonly string[]): Promise<User[]>;
  /** Returns a page of users. A search looks in username, e-mail address and names. */
  page(request: PageRequest, list?: UserList): Promise<Page<User>>;
  /** Counts users. With a search or filter, at most 1000. */
  count(list?: UserList): Promise<number>;
  /** Returns users whose accounts an administrator has to approve, newest first. */
  pageToApprove(request: PageRequest): Promise<Page<User>>;
  countToApprove(): Promise<number>;
  /** Returns up to `limit` enabled users whose accounts are to be deleted at `now`, because they asked for it. */
  findToDelete(now: Date, limit: number): Promise<User[]>;
  /** Returns up to `limit` users whose older sessions a job must end, because `sessionEpoch` was increased. */
  findWithSessionsToEnd(limit: number): Promise<User[]>;
  /**
   * Clears the user's field `sessionsToEnd` and returns `true`. If `sessionEpoch` is no longer the value in `seen`,
   * changes nothing and returns `false`, because a job must then end more sessions.
   */
  sessionsEnded(seen: Pick<User, 'id' | 'sessionEpoch'>): Promise<boolean>;
}
