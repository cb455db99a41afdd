import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, ArgsType, Ctx, Field, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { hasPermission } from '../access/administration/admin-permissions.js';
import { readPage } from '../admin/page-read.js';
import { assignRole, unassignRole } from '../admin/roles/role-assignments.js';
import { deleteRole, putRole } from '../admin/roles/role-changes.js';
import { type ConnectionObject, connection } from './connection.js';
import { RoleConnection } from './connections.js';
import { DRY_RUN, runChange, runDeletion } from './dry-run.js';
import type { GraphqlContext } from './graphql-context.js';
import { liveRole, liveRoles } from './live-roles.js';
import { PageArgs } from './page-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import {
  DeleteRoleInputObject,
  PutRoleInputObject,
  RoleAssignmentInputObject,
  RoleAssignmentPayload,
  RoleObject,
  RolePayload,
  roleAssignmentObject,
  roleObject,
} from './role-objects.js';

@ArgsType()
class RolesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'The URI of an API. If set, only the roles of this API are listed.',
  })
  resource?: string | null;
}

@Resolver()
export class RoleResolver {
  @Permission('permissions:read')
  @Query(() => RoleObject, { nullable: true, description: 'Returns the role with this id, or null if there is none.' })
  async role(
    @Arg('id', () => ID, { description: 'The id of the role.' }) id: string,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<RoleObject | null> {
    const role = await liveRole(loaders, await deps.store.roles.find(id));
    return role === undefined ? null : roleObject(role);
  }

  @Permission('permissions:read')
  @Query(() => RoleConnection, { description: 'Lists the roles of all applications and APIs, newest first.' })
  async roles(
    @Args(() => RolesArgs) { resource, ...args }: RolesArgs,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<ConnectionObject<RoleObject>> {
    const { roles } = deps.store;
    const page = await readPage(args, (request) =>
      resource == null ? roles.page(request) : roles.pageOfResource(resource, request),
    );
    const count = () => (resource == null ? roles.count() : roles.countOfResource(resource));
    return connection(await liveRoles(loaders, page), roleObject, count);
  }

  @Permission(['clients:write', 'scopes:write'])
  @Mutation(() => RolePayload, {
    description:
      'Creates or replaces a role. A role of an application needs `clients:write` and every permission of the client, a role of an API `scopes:write`. A caller that has the role itself can only change its description, unless it is an owner or administrator.',
  })
  async putRole(
    @Arg('input', () => PutRoleInputObject, {
      description: 'The complete role, including the fields that do not change.',
    })
    input: PutRoleInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RolePayload> {
    const { caller } = context;
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) => putRole(deps, caller, input));
    return { role: hasPermission(caller.permissions, 'permissions:read') ? roleObject(result) : null, effects };
  }

  @Permission(['clients:write', 'scopes:write'])
  @Mutation(() => DeletePayload, {
    description: 'Deletes a role with all its assignments. The permissions of `putRole` are needed.',
  })
  async deleteRole(
    @Arg('input', () => DeleteRoleInputObject, { description: 'Which role to delete.' })
    input: DeleteRoleInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteRole(deps, context.caller, input));
  }

  @Permission('permissions:write')
  @Mutation(() => RoleAssignmentPayload, {
    description:
      'Gives a role to a user or to the members of a group. If they have it already, the assignment is returned unchanged. The caller needs every permission of the client, user and group, and cannot give a role to itself or a group of its own, unless it is an owner or administrator.',
  })
  async assignRole(
    @Arg('input', () => RoleAssignmentInputObject, {
      description: 'The role, and the user or the group that gets it.',
    })
    input: RoleAssignmentInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<RoleAssignmentPayload> {
    return { assignment: roleAssignmentObject(await assignRole(deps, caller, input)) };
  }

  @Permission('permissions:write')
  @Mutation(() => DeletePayload, {
    description: 'Takes a role from a user or from the members of a group. Scopes that require the role end at once.',
  })
  async unassignRole(
    @Arg('input', () => RoleAssignmentInputObject, {
      description: 'The role, and the user or the group that loses it.',
    })
    input: RoleAssignmentInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => unassignRole(deps, context.caller, input));
  }
}
