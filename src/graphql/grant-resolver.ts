import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { liveGrants } from '../access/live-grants.js';
import { readPage } from '../admin/page-read.js';
import { revokeGrant } from '../admin/tokens/grant-revoke.js';
import { revokeToken } from '../admin/tokens/token-revoke.js';
import { ClientObject } from './client-object.js';
import { type ConnectionObject, connection } from './connection.js';
import { GrantConnection } from './connections.js';
import { DRY_RUN, runChange, runDeletion } from './dry-run.js';
import { findClient, findUser } from './find-records.js';
import { GrantObject, grantObject, RevokeGrantInputObject, RevokeTokenInputObject } from './grant-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { onlyLive } from './live-page.js';
import { DeletePayload, RevokedPayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import { HolderArgs } from './session-resolver.js';
import { UserObject } from './user-object.js';

@Resolver(() => GrantObject)
export class GrantResolver {
  @Permission('tokens:read')
  @Query(() => GrantConnection, { description: 'Lists the grants that are neither revoked nor expired, newest first.' })
  async grants(
    @Args(() => HolderArgs) args: HolderArgs,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<ConnectionObject<GrantObject>> {
    const { userId, clientId } = args;
    const standingAt = deps.clock.now();
    const filter = { userId: userId ?? undefined, clientId: clientId ?? undefined, standingAt };
    const page = await readPage(args, (request) => deps.store.grants.page(request, filter));
    const live = await liveGrants(
      deps,
      page.items.map(({ record }) => record),
    );
    return connection(onlyLive(page, live), grantObject, () => deps.store.grants.count(filter));
  }

  @Permission('tokens:write')
  @Mutation(() => DeletePayload, {
    description: 'Revokes a grant. The server rejects the tokens of the grant from then on.',
  })
  async revokeGrant(
    @Arg('input', () => RevokeGrantInputObject, { description: 'Which grant to revoke.' })
    input: RevokeGrantInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeletePayload> {
    return runDeletion(context, { dryRun, info }, (deps) => revokeGrant(deps, context.caller, input));
  }

  @Permission('tokens:write')
  @Mutation(() => RevokedPayload, {
    description:
      'Revokes one token, all tokens of a user, all tokens of a client, or all tokens that one client got for one user.',
  })
  async revokeToken(
    @Arg('input', () => RevokeTokenInputObject, {
      description:
        'Which tokens to revoke: one token, all tokens of a user, all tokens of a client, or, with a user and a client, the tokens of that user for that client.',
    })
    input: RevokeTokenInputObject,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun: boolean,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RevokedPayload> {
    const { result, effects } = await runChange(context, { dryRun, info }, (deps) =>
      revokeToken(deps, context.caller, input),
    );
    return { count: result, effects };
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description: 'The client that has this grant. Null with a FORBIDDEN error if the caller cannot read clients.',
  })
  client(@Root() { clientId }: GrantObject, @Ctx() context: GraphqlContext): Promise<ClientObject | null> {
    return findClient(context, clientId);
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description: 'The user who signed in to the client. Null with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: GrantObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
  }
}
