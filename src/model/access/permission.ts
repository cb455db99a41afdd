import type { Client } from '../clients/client.js';
import type { Group } from '../people/group.js';
import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** That a user, or the members of a group, may use a client. It has a fresh, time-ordered id each time it is made. */
export interface Permission {
  readonly id: string;
  /** `permissionKey(client, subject)`: unique. */
  readonly key: string;
  readonly clientId: string;
  readonly clientIncarnation: string;
  /** Exactly one of `userId` and `groupId` is there. */
  readonly userId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly groupIncarnation?: string | undefined;
  readonly createdAt: Date;
}

export interface PermissionStore extends RecordStore<Permission> {
  findMany(ids: readonly string[]): Promise<Permission[]>;
  findByKey(key: string): Promise<Permission | undefined>;
  /** All that there are, newest first: for the sweep. */
  page(request: PageRequest): Promise<Page<Permission>>;
  pageOfClient(clientIncarnation: string, request: PageRequest): Promise<Page<Permission>>;
  pageOfUser(userId: string, request: PageRequest): Promise<Page<Permission>>;
  pageOfGroup(groupIncarnation: string, request: PageRequest): Promise<Page<Permission>>;
  countOfClient(clientIncarnation: string): Promise<number>;
  countOfUser(userId: string): Promise<number>;
  countOfGroup(groupIncarnation: string): Promise<number>;
  deleteOfClient(clientIncarnation: string): Promise<number>;
  deleteOfUser(userId: string): Promise<number>;
  deleteOfGroup(groupIncarnation: string): Promise<number>;
}

export const permissionKey = (
  client: Pick<Client, 'incarnation'>,
  subject: { readonly userId: string } | { readonly group: Pick<Group, 'incarnation'> },
): string =>
  'userId' in subject
    ? `${client.incarnation}:user:${subject.userId}`
    : `${client.incarnation}:group:${subject.group.incarnation}`;
