import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { createInvitation, revokeInvitation } from '../admin/invitations/invitation-create.js';
import { readPage } from '../admin/page-read.js';
import { type ConnectionObject, connection } from './connection.js';
import { InvitationConnection } from './connections.js';
import type { GraphqlContext } from './graphql-context.js';
import {
  CreateInvitationInputObject,
  CreateInvitationPayload,
  createInvitationPayload,
  type InvitationObject,
  invitationObject,
  RevokeInvitationInputObject,
} from './invitation-objects.js';
import { PageArgs } from './page-args.js';
import { DELETED, DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';

@Resolver()
export class InvitationResolver {
  @Permission('users:read')
  @Query(() => InvitationConnection, {
    description: 'Lists the invitations that have not expired and were not revoked, newest first.',
  })
  async invitations(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<InvitationObject>> {
    const now = deps.clock.now();
    const page = await readPage(args, (request) => deps.store.invitations.page(request, now));
    return connection(page, invitationObject, () => deps.store.invitations.count(now));
  }

  @Permission('users:write')
  @Mutation(() => CreateInvitationPayload, {
    description:
      'Makes an invitation: a link with which people create accounts of their own. Groups also require `groups:write` and every permission that their members could reach, as in `updateGroup`.',
  })
  async createInvitation(
    @Arg('input', () => CreateInvitationInputObject, {
      description: 'How often, how long and for which groups the invitation works.',
    })
    input: CreateInvitationInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateInvitationPayload> {
    return createInvitationPayload(await createInvitation(deps, caller, input));
  }

  @Permission('users:write')
  @Mutation(() => DeletePayload, {
    description: 'Revokes an invitation. Accounts that were created with it stay.',
  })
  async revokeInvitation(
    @Arg('input', () => RevokeInvitationInputObject, { description: 'Which invitation to revoke.' })
    input: RevokeInvitationInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await revokeInvitation(deps, caller, input);
    return DELETED;
  }
}
