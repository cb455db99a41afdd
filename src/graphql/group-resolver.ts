import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Mutation, Query, Resolver } from 'type-graphql';
import { createGroup, deleteGroup, updateGroup } from '../admin/groups/group-changes.js';
import { parseList } from '../admin/list-input.js';
import { readPage } from '../admin/page-read.js';
import { type ConnectionObject, connection } from './connection.js';
import { GroupConnection } from './connections.js';
import { DRY_RUN, runChange, runDeletion } from './dry-run.js';
import type { GraphqlContext } from './graphql-context.js';
import {
  CreateGroupInputObject,
  DeleteGroupInputObject,
  GroupObject,
  GroupPayload,
  groupObject,
  UpdateGroupInputObject,
} from './group-objects.js';
import { GroupListArgs } from './list-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class GroupResolver {
  @Permission('groups:read')
  @Query(() => GroupObject, {
    nullable: true,
    description: 'Returns the group with this id, or null if there is none.',
  })
  async group(
    @Arg('id', () => ID, { description: 'The id of the group.' }) id: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<GroupObject | null> {
    const group = await deps.store.groups.find(id);
    return group === undefined ? null : groupObject(group);
  }

  @Permission('groups:read')
  @Query(() => GroupConnection, {
    description:
      'Lists all groups, newest first. `search` looks in the id and the name. A page can have fewer entries than you request, although `hasNextPage` is true, because the server examines at most 300 groups for a page.',
  })
  async groups(
    @Args(() => GroupListArgs) args: GroupListArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<GroupObject>> {
    const list = parseList(args);
    const page = await readPage(args, (request) => deps.store.groups.page(request, list));
    return connection(page, groupObject, () => deps.store.groups.count(list));
  }

  @Permission('groups:write')
  @Mutation(() => GroupPayload, { description: 'Creates a group.' })
  async createGroup(
    @Arg('input', () => CreateGroupInputObject, { description: 'The name and the first members of the new group.' })
    input: CreateGroupInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<GroupPayload> {
    return { group: groupObject(await createGroup(deps, caller, input)) };
  }

  @Permission('groups:write')
  @Mutation(() => GroupPayload, {
    description: 'Changes the name or description of a group, adds members or removes members.',
  })
  async updateGroup(
    @Arg('input', () => UpdateGroupInputObject, { description: 'The group to change, and the changes.' })
    input: UpdateGroupInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<GroupPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      updateGroup(deps, context.caller, input),
    );
    return { group: groupObject(result), effects };
  }

  @Permission('groups:write')
  @Mutation(() => DeletePayload, {
    description: 'Deletes a group and revokes the grants that depend on it. The members themselves are not deleted.',
  })
  async deleteGroup(
    @Arg('input', () => DeleteGroupInputObject, { description: 'Which group to delete.' })
    input: DeleteGroupInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => deleteGroup(deps, context.caller, input));
  }
}
