import type { NameOrder } from '../clients/client-list.js';
import type { Page, PageRequest, RecordStore, VersionedStore } from '../record-store.js';

export interface Group {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /**
   * A random value. The memberships and permissions of the group contain it. So if the group is deleted and another one
   * is created with its id, they are not valid for the new group.
   */
  readonly generation: string;
  readonly name: string;
  /** What the group is for, in the words of the administrators. */
  readonly description?: string | undefined;
}

/** Which groups a list contains, and how it is sorted. A search that finds many is in the order of its words by default. */
export interface GroupList {
  readonly search?: string | undefined;
  readonly order?: NameOrder | undefined;
}

export interface GroupStore extends VersionedStore<Group> {
  findMany(ids: readonly string[]): Promise<Group[]>;
  /** Returns a page of groups. A search looks in id and name. */
  page(request: PageRequest, list?: GroupList): Promise<Page<Group>>;
  /** Counts groups. With a search, at most 1000. */
  count(list?: GroupList): Promise<number>;
}

/** The membership of one user in one group. */
export interface Membership {
  readonly id: string;
  /** The result of `membershipKey(group, userId)`. It is unique, so a user is a member of a group at most once. */
  readonly key: string;
  readonly groupId: string;
  readonly groupGeneration: string;
  readonly userId: string;
}

export interface MembershipStore extends RecordStore<Membership> {
  findMany(ids: readonly string[]): Promise<Membership[]>;
  findByKey(key: string): Promise<Membership | undefined>;
  /**
   * Returns a page of all memberships, newest first. A job uses it to find memberships whose user or group was deleted.
   */
  page(request: PageRequest): Promise<Page<Membership>>;
  pageOfGroup(groupGeneration: string, request: PageRequest): Promise<Page<Membership>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Membership>>;
  countOfGroup(groupGeneration: string): Promise<number>;
  countOfUser(userId: string): Promise<number>;
  deleteOfGroup(groupGeneration: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
}

export function membershipKey(group: Pick<Group, 'generation'>, userId: string): string {
  return `${group.generation}:${userId}`;
}
