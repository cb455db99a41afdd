import type { Client } from '../clients/client.js';
import type { Group } from '../people/group.js';
import type { Page, PageRequest, RecordStore, VersionedStore } from '../record-store.js';

/** A role that users can have in one application (a client) or in one API (a resource). */
export interface Role {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /**
   * A random value. The assignments of the role contain it. So if the role is deleted and another one is created with
   * its id, they are not valid for the new role.
   */
  readonly generation: string;
  /** The result of `roleKey(owner, name)`. It is unique: a client or an API has at most one role of each name. */
  readonly key: string;
  /** A role has either `clientId` or `resource`, never both. */
  readonly clientId?: string | undefined;
  readonly clientGeneration?: string | undefined;
  /** The URI of the API. */
  readonly resource?: string | undefined;
  /** The value in the claim `roles`. */
  readonly name: string;
  readonly description?: string | undefined;
  /** The scopes that need a role (`Scope.requiresRole`) and that users get with this one. */
  readonly scopes: readonly string[];
}

export interface RoleStore extends VersionedStore<Role> {
  findMany(ids: readonly string[]): Promise<Role[]>;
  findByKey(key: string): Promise<Role | undefined>;
  /** Returns a page of all roles, newest first. */
  page(request: PageRequest): Promise<Page<Role>>;
  pageOfClient(clientGeneration: string, request: PageRequest): Promise<Page<Role>>;
  pageOfResource(resource: string, request: PageRequest): Promise<Page<Role>>;
  count(): Promise<number>;
  countOfClient(clientGeneration: string): Promise<number>;
  countOfResource(resource: string): Promise<number>;
  deleteOfClient(clientGeneration: string): Promise<number>;
}

/** The application or API that has a role. */
export type RoleOwner = { readonly client: Pick<Client, 'generation'> } | { readonly resource: string };

export function roleKey(owner: RoleOwner, name: string): string {
  return JSON.stringify('client' in owner ? ['client', owner.client.generation, name] : ['api', owner.resource, name]);
}

/** A role of one user, or of all members of one group. */
export interface RoleAssignment {
  readonly id: string;
  /** The result of `roleAssignmentKey(role, holder)`. It is unique, so a user or group has a role at most once. */
  readonly key: string;
  /** The result of `roleHolder(…)`: who has the role. */
  readonly holder: string;
  readonly roleId: string;
  readonly roleGeneration: string;
  /** An assignment has either `userId` or `groupId`, never both. */
  readonly userId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly groupGeneration?: string | undefined;
  readonly createdAt: Date;
}

export interface RoleAssignmentStore extends RecordStore<RoleAssignment> {
  findByKey(key: string): Promise<RoleAssignment | undefined>;
  /** Returns a page of all assignments, newest first. A job uses it to find those whose role or holder was deleted. */
  page(request: PageRequest): Promise<Page<RoleAssignment>>;
  pageOfRole(roleGeneration: string, request: PageRequest): Promise<Page<RoleAssignment>>;
  pageOfHolder(holder: string, request: PageRequest): Promise<Page<RoleAssignment>>;
  countOfRole(roleGeneration: string): Promise<number>;
  countOfHolder(holder: string): Promise<number>;
  deleteOfRole(roleGeneration: string): Promise<number>;
  deleteOfHolder(holder: string): Promise<number>;
}

export type RoleHolder = { readonly userId: string } | { readonly group: Pick<Group, 'generation'> };

export function roleHolder(holder: RoleHolder): string {
  return 'userId' in holder ? `user:${holder.userId}` : `group:${holder.group.generation}`;
}

export function roleAssignmentKey(role: Pick<Role, 'generation'>, holder: RoleHolder): string {
  return `${role.generation}:${roleHolder(holder)}`;
}
