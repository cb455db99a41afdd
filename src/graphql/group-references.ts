import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { readPage } from '../admin/page-read.js';
import { type ConnectionObject, connection } from './connection.js';
import { PermissionConnection, UserConnection } from './connections.js';
import type { GraphqlContext } from './graphql-context.js';
import { GroupObject } from './group-objects.js';
import { livePage } from './live-page.js';
import { livePermissions } from './live-permissions.js';
import { PageArgs } from './page-args.js';
import { Permission } from './permission-guard.js';
import { type PermissionObject, permissionObject } from './permission-objects.js';
import { type UserObject, userObject } from './user-object.js';

/** Resolves the fields of a group that return records of other types, such as the members. */
@Resolver(() => GroupObject)
export class GroupReferences {
  @Permission('users:read')
  @FieldResolver(() => UserConnection, {
    nullable: true,
    description:
      'The users who are members of the group. The user who joined last comes first. Null with a FORBIDDEN error if the caller cannot read users.',
  })
  async members(
    @Root() { generation }: GroupObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<UserObject>> {
    const { memberships } = deps.store;
    const page = await readPage(args, (request) => memberships.pageOfGroup(generation, request));
    const users = await livePage(page, ({ userId }) => loaders.users.load(userId));
    return connection(users, userObject, () => memberships.countOfGroup(generation));
  }

  @Permission('permissions:read')
  @FieldResolver(() => PermissionConnection, {
    nullable: true,
    description:
      'The permissions with which the members of the group can sign in to clients, newest first. Null with a FORBIDDEN error if the caller cannot read permissions.',
  })
  async permissions(
    @Root() { generation }: GroupObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<PermissionObject>> {
    const { permissions } = deps.store;
    const page = await readPage(args, (request) => permissions.pageOfGroup(generation, request));
    return connection(await livePermissions(loaders, page), permissionObject, () =>
      permissions.countOfGroup(generation),
    );
  }
}
