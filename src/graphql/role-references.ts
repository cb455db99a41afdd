import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { readPage } from '../admin/page-read.js';
import type { RoleAssignment } from '../model/access/role.js';
import { roleHolder } from '../model/access/role.js';
import type { Page, PageRequest } from '../model/record-store.js';
import { ClientObject } from './client-object.js';
import { type ConnectionObject, connection } from './connection.js';
import { RoleAssignmentConnection, RoleConnection } from './connections.js';
import { findClient, findGroup, findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { GroupObject } from './group-objects.js';
import { liveAssignments, liveRole, liveRoles } from './live-roles.js';
import { PageArgs } from './page-args.js';
import { Permission } from './permission-guard.js';
import { RoleAssignmentObject, RoleObject, roleAssignmentObject, roleObject } from './role-objects.js';
import { ScopeObject } from './scope-objects.js';
import { UserObject } from './user-object.js';

/** Resolves the fields of a role that return records of other types. */
@Resolver(() => RoleObject)
export class RoleReferences {
  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description:
      'The application that has the role. Null for a role of an API, or with a FORBIDDEN error if the caller cannot read clients.',
  })
  client(@Root() { clientId }: RoleObject, @Ctx() context: GraphqlContext): Promise<ClientObject | null> {
    return findClient(context, clientId);
  }

  @Permission('permissions:read')
  @FieldResolver(() => RoleAssignmentConnection, {
    nullable: true,
    description:
      'The users and groups that have the role, newest first. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  assignments(
    @Root() { generation }: RoleObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphqlContext,
  ): Promise<ConnectionObject<RoleAssignmentObject>> {
    const { roleAssignments } = context.deps.store;
    const read = (request: PageRequest) => roleAssignments.pageOfRole(generation, request);
    return assignmentsOf(context, args, read, () => roleAssignments.countOfRole(generation));
  }
}

/** Resolves the fields of an assignment that return records of other types. */
@Resolver(() => RoleAssignmentObject)
export class RoleAssignmentReferences {
  @Permission('permissions:read')
  @FieldResolver(() => RoleObject, { nullable: true, description: 'The role. Null if it has just been deleted.' })
  async role(@Root() { roleId }: RoleAssignmentObject, @Ctx() { loaders }: GraphqlContext): Promise<RoleObject | null> {
    const role = await liveRole(loaders, await loaders.roles.load(roleId));
    return role === undefined ? null : roleObject(role);
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user who has the role. Null if a group has the role, or with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: RoleAssignmentObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }

  @Permission('groups:read')
  @FieldResolver(() => GroupObject, {
    nullable: true,
    description:
      'The group whose members have the role. Null if a single user has the role, or with a FORBIDDEN error if the caller cannot read groups.',
  })
  group(@Root() { groupId }: RoleAssignmentObject, @Ctx() context: GraphqlContext): Promise<GroupObject | null> {
    return findGroup(context, groupId);
  }
}

/** Resolves the roles of users, groups, applications and APIs. */
@Resolver(() => UserObject)
export class RolesOfUser {
  @Permission('permissions:read')
  @FieldResolver(() => RoleAssignmentConnection, {
    nullable: true,
    description:
      'The roles that were assigned to the user directly, newest first. Roles of groups are not included. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  roleAssignments(
    @Root() { id }: UserObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphqlContext,
  ): Promise<ConnectionObject<RoleAssignmentObject>> {
    return assignmentsOfHolder(context, args, roleHolder({ userId: id }));
  }
}

@Resolver(() => GroupObject)
export class RolesOfGroup {
  @Permission('permissions:read')
  @FieldResolver(() => RoleAssignmentConnection, {
    nullable: true,
    description:
      'The roles of the members of the group, newest first. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  roleAssignments(
    @Root() group: GroupObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: GraphqlContext,
  ): Promise<ConnectionObject<RoleAssignmentObject>> {
    return assignmentsOfHolder(context, args, roleHolder({ group }));
  }
}

@Resolver(() => ClientObject)
export class RolesOfClient {
  @Permission('permissions:read')
  @FieldResolver(() => RoleConnection, {
    nullable: true,
    description:
      'The roles of the application, newest first. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  async roles(
    @Root() { generation }: ClientObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<RoleObject>> {
    const page = await readPage(args, (request) => deps.store.roles.pageOfClient(generation, request));
    return connection(await liveRoles(loaders, page), roleObject, () => deps.store.roles.countOfClient(generation));
  }
}

@Resolver(() => ScopeObject)
export class RolesOfScope {
  @Permission('permissions:read')
  @FieldResolver(() => RoleConnection, {
    nullable: true,
    description:
      'The roles of the API that the scope is for, newest first. Null if the scope is for no particular API, or with a FORBIDDEN error if the caller cannot read permissions.',
  })
  async roles(
    @Root() { resource }: ScopeObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<RoleObject> | null> {
    if (resource === null) return null;
    const page = await readPage(args, (request) => deps.store.roles.pageOfResource(resource, request));
    return connection(await liveRoles(loaders, page), roleObject, () => deps.store.roles.countOfResource(resource));
  }
}

function assignmentsOfHolder(
  context: GraphqlContext,
  args: PageArgs,
  holder: string,
): Promise<ConnectionObject<RoleAssignmentObject>> {
  const { roleAssignments } = context.deps.store;
  const read = (request: PageRequest) => roleAssignments.pageOfHolder(holder, request);
  return assignmentsOf(context, args, read, () => roleAssignments.countOfHolder(holder));
}

async function assignmentsOf(
  { loaders }: GraphqlContext,
  args: PageArgs,
  read: (request: PageRequest) => Promise<Page<RoleAssignment>>,
  count: () => Promise<number>,
): Promise<ConnectionObject<RoleAssignmentObject>> {
  const page = await readPage(args, read);
  return connection(await liveAssignments(loaders, page), roleAssignmentObject, count);
}
