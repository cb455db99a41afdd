import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { approveUser, rejectUser } from '../admin/invitations/approval.js';
import { createInvitation, revokeInvitation } from '../admin/invitations/invitation-create.js';
import { readPage } from '../admin/page-read.js';
import { type ConnectionObject, connection } from './connection.js';
import { InvitationConnection, UserConnection } from './connections.js';
import { DRY_RUN, runDeletion } from './dry-run.js';
import { FreshSignIn } from './fresh-sign-in.js';
import type { GraphqlContext } from './graphql-context.js';
import {
  ApproveUserInputObject,
  CreateInvitationInputObject,
  CreateInvitationPayload,
  createInvitationPayload,
  type InvitationObject,
  invitationObject,
  RejectUserInputObject,
  RevokeInvitationInputObject,
} from './invitation-objects.js';
import { PageArgs } from './page-args.js';
import { DeletePayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import { type UserObject, userObject } from './user-object.js';
import { UserPayload } from './user-payloads.js';

@Resolver()
export class InvitationResolver {
  @Permission('users:read')
  @Query(() => InvitationConnection, {
    description:
      'Lists the invitations, newest first. The list does not have revoked invitations. It has an expired invitation only as long as it still gives groups to people who wait.',
  })
  async invitations(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<InvitationObject>> {
    const now = deps.clock.now();
    const page = await readPage(args, (request) => deps.store.invitations.page(request, now));
    return connection(
      page,
      (invitation) => invitationObject(deps, invitation),
      () => deps.store.invitations.count(now),
    );
  }

  @Permission('users:write')
  @FreshSignIn()
  @Mutation(() => CreateInvitationPayload, {
    description:
      'Makes an invitation: a link with which people create accounts of their own. Groups also require `groups:write` and every permission that their members could reach, as in `updateGroup`.',
  })
  async createInvitation(
    @Arg('input', () => CreateInvitationInputObject, {
      description: 'For whom, how often, how long and for which groups the invitation works.',
    })
    input: CreateInvitationInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<CreateInvitationPayload> {
    return createInvitationPayload(deps, await createInvitation(deps, caller, input));
  }

  @Permission('users:write')
  @Mutation(() => DeletePayload, {
    description:
      'Revokes an invitation. Accounts that were created with it stay. Users who wait for its groups do not get them any more.',
  })
  async revokeInvitation(
    @Arg('input', () => RevokeInvitationInputObject, { description: 'Which invitation to revoke.' })
    input: RevokeInvitationInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => revokeInvitation(deps, context.caller, input));
  }

  @Permission('users:read')
  @Query(() => UserConnection, {
    description:
      'Lists the users who were invited and wait for approval, newest first. `invitation` of each says who made the invitation.',
  })
  async usersToApprove(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<UserObject>> {
    const page = await readPage(args, (request) => deps.store.users.pageToApprove(request));
    return connection(page, userObject, () => deps.store.users.countToApprove());
  }

  @Permission('users:write')
  @Mutation(() => UserPayload, {
    description:
      'Approves a user who was invited. The user can sign in, and joins the groups of the invitation unless an address has to be verified first. This requires what `createInvitation` requires for these groups. The invitation gives no groups if it was revoked, if its maker may not give them any more, or 30 days after it expired. The server tells the user by mail.',
  })
  async approveUser(
    @Arg('input', () => ApproveUserInputObject, { description: 'Which user to approve.' })
    input: ApproveUserInputObject,
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<UserPayload> {
    return { user: userObject(await approveUser(deps, caller, input)) };
  }

  @Permission('users:write')
  @FreshSignIn()
  @Mutation(() => DeletePayload, {
    description:
      'Rejects a user who was invited and waits for approval. The account is deleted, and its username can be registered again. The use of the invitation stays counted.',
  })
  async rejectUser(
    @Arg('input', () => RejectUserInputObject, { description: 'Which user to reject.' })
    input: RejectUserInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => rejectUser(deps, context.caller, input));
  }
}
