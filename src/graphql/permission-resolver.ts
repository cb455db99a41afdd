import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import { grantPermission, revokePermission } from '../admin/permissions/permission-changes.js';
import { ClientObject } from './client-object.js';
import { DRY_RUN, runDeletion } from './dry-run.js';
import { findClient, findGroup, findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { GroupObject } from './group-objects.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import { PermissionInputObject, PermissionObject, PermissionPayload, permissionObject } from './permission-objects.js';
import { UserObject } from './user-object.js';

@Resolver(() => PermissionObject)
export class PermissionResolver {
  @Permission('permissions:write')
  @Mutation(() => PermissionPayload, {
    description:
      'Allows a user, or the members of a group, to sign in to a client. If the permission exists already, it is returned unchanged.',
  })
  async grantPermission(
    @Arg('input', () => PermissionInputObject, {
      description: 'The client, and the user or the group that may sign in to the client.',
    })
    input: PermissionInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<PermissionPayload> {
    return { permission: permissionObject(await grantPermission(deps, caller, input)) };
  }

  @Permission('permissions:write')
  @Mutation(() => DeletePayload, { description: 'Revokes a permission and the grants that depend on it.' })
  async revokePermission(
    @Arg('input', () => PermissionInputObject, {
      description: 'The permission to revoke: the client that it is for, and the user or the group that has it.',
    })
    input: PermissionInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => revokePermission(deps, context.caller, input));
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description:
      'The client to which the user or group can sign in. Null with a FORBIDDEN error if the caller cannot read clients.',
  })
  client(@Root() { clientId }: PermissionObject, @Ctx() context: GraphqlContext): Promise<ClientObject | null> {
    return findClient(context, clientId);
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user who has the permission. Null if a group has the permission, or with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: PermissionObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }

  @Permission('groups:read')
  @FieldResolver(() => GroupObject, {
    nullable: true,
    description:
      'The group whose members have the permission. Null if a single user has the permission, or with a FORBIDDEN error if the caller cannot read groups.',
  })
  group(@Root() { groupId }: PermissionObject, @Ctx() context: GraphqlContext): Promise<GroupObject | null> {
    return findGroup(context, groupId);
  }
}
