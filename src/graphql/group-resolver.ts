import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { createGroup, deleteGroup, updateGroup } from '../admin/groups/group-changes.js';
import { readPage } from '../admin/read-page.js';
import { type ConnectionObject, connection } from './connection.js';
import { GroupConnection } from './connections.js';
import type { GraphqlContext } from './graphql-context.js';
import {
  CreateGroupInputObject,
  DeleteGroupInputObject,
  GroupObject,
  GroupPayload,
  groupObject,
  UpdateGroupInputObject,
} from './group-objects.js';
import { SearchArgs } from './page-args.js';
import { DELETED, DeletePayload, INPUT } from './payloads.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class GroupResolver {
  @Permission('groups:read')
  @Query(() => GroupObject, { nullable: true, description: 'One group; null where there is none of this id.' })
  async group(
    @Arg('id', () => ID, { description: 'The id.' }) id: string,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<GroupObject | null> {
    const group = await deps.store.groups.find(id);
    return group === undefined ? null : groupObject(group);
  }

  @Permission('groups:read')
  @Query(() => GroupConnection, { description: 'All groups, newest first; `search` looks at ids and names.' })
  async groups(
    @Args(() => SearchArgs) args: SearchArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<GroupObject>> {
    const search = args.search ?? undefined;
    const page = await readPage(args, (request) => deps.store.groups.page(request, search));
    return connection(page, groupObject, () => deps.store.groups.count(search));
  }

  @Permission('groups:write')
  @Mutation(() => GroupPayload, { description: 'Makes a group.' })
  async createGroup(
    @Arg('input', () => CreateGroupInputObject, INPUT) input: CreateGroupInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<GroupPayload> {
    return { group: groupObject(await createGroup(deps, caller, input)) };
  }

  @Permission('groups:write')
  @Mutation(() => GroupPayload, { description: 'Renames a group, and changes who is in it.' })
  async updateGroup(
    @Arg('input', () => UpdateGroupInputObject, INPUT) input: UpdateGroupInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<GroupPayload> {
    return { group: groupObject(await updateGroup(deps, caller, input)) };
  }

  @Permission('groups:write')
  @Mutation(() => DeletePayload, { description: 'Deletes a group, and ends the grants that it let in.' })
  async deleteGroup(
    @Arg('input', () => DeleteGroupInputObject, INPUT) input: DeleteGroupInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await deleteGroup(deps, caller, input);
    return DELETED;
  }
}
