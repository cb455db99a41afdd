import type { Client } from '../clients/client.js';
import type { Group } from '../people/group.js';
import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** A record that allows one user, or all members of one group, to sign in to a client. */
export interface Permission {
  readonly id: string;
  /**
   * The result of `permissionKey(client, subject)`. It is unique, so a user or group has at most one permission for
   * each client.
   */
  readonly key: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** A permission has either `userId` or `groupId`, never both. */
  readonly userId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly groupGeneration?: string | undefined;
  readonly createdAt: Date;
}

/** A user with the groups of which the user is a member. */
export interface PermissionHolders {
  readonly userId: string;
  readonly groupGenerations: readonly string[];
}

export interface PermissionStore extends RecordStore<Permission> {
  findMany(ids: readonly string[]): Promise<Permission[]>;
  findByKey(key: string): Promise<Permission | undefined>;
  findByKeys(keys: readonly string[]): Promise<Permission[]>;
  /**
   * Returns a page of all permissions, newest first. A job uses it to find permissions whose client, user or group was
   * deleted.
   */
  page(request: PageRequest): Promise<Page<Permission>>;
  /** Returns the ids of the clients for which one of the holders has a permission, in order and after the id `after`. */
  clientIdsOf(
    holders: PermissionHolders,
    request: { readonly first: number; readonly after?: string | undefined },
  ): Promise<string[]>;
  /** Returns all permissions of the holders for these clients. */
  findOf(holders: PermissionHolders, clientIds: readonly string[]): Promise<Permission[]>;
  pageOfClient(clientGeneration: string, request: PageRequest): Promise<Page<Permission>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Permission>>;
  pageOfGroup(groupGeneration: string, request: PageRequest): Promise<Page<Permission>>;
  countOfClient(clientGeneration: string): Promise<number>;
  countOfUser(userId: string): Promise<number>;
  countOfGroup(groupGeneration: string): Promise<number>;
  deleteOfClient(clientGeneration: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
  deleteOfGroup(groupGeneration: string): Promise<number>;
}

export function permissionKey(
  client: Pick<Client, 'generation'>,
  subject: { readonly userId: string } | { readonly group: Pick<Group, 'generation'> },
): string {
  return 'userId' in subject
    ? `${client.generation}:user:${subject.userId}`
    : `${client.generation}:group:${subject.group.generation}`;
}
