import type { Page, PageRequest, RecordStore, VersionedStore } from '../record-store.js';

export interface Group {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /** Random. Memberships and permissions carry it and have no effect if a new group takes the same id. */
  readonly generation: string;
  readonly name: string;
}

export interface GroupStore extends VersionedStore<Group> {
  findMany(ids: readonly string[]): Promise<Group[]>;
  /** Newest first; `search` is a prefix of id or name. */
  page(request: PageRequest, search?: string): Promise<Page<Group>>;
  count(search?: string): Promise<number>;
}

/** A user's membership in a group. Each membership has a new, time-ordered id. */
export interface Membership {
  readonly id: string;
  /** `membershipKey(group, userId)`: unique. */
  readonly key: string;
  readonly groupId: string;
  readonly groupGeneration: string;
  readonly userId: string;
}

export interface MembershipStore extends RecordStore<Membership> {
  findMany(ids: readonly string[]): Promise<Membership[]>;
  findByKey(key: string): Promise<Membership | undefined>;
  /** All memberships, newest first, for the sweep. */
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
