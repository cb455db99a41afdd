import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { liveGrants } from '../access/live-grants.js';
import { readPage } from '../admin/page-read.js';
import { revokeGrant } from '../admin/tokens/grant-revoke.js';
import { revokeToken } from '../admin/tokens/token-revoke.js';
import { ClientObject, clientObject } from './client-object.js';
import { type ConnectionObject, connection } from './connection.js';
import { GrantConnection } from './connections.js';
import { GrantObject, grantObject, RevokeGrantInputObject, RevokeTokenInputObject } from './grant-objects.js';
import type { GraphqlContext } from './graphql-context.js';
import { onlyLive } from './live-page.js';
import { DELETED, DeletePayload, RevokedPayload } from './payloads.js';
import { Permission } from './permission-guard.js';
import { HolderArgs } from './session-resolver.js';
import { UserObject, userObject } from './user-object.js';

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
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<DeletePayload> {
    await revokeGrant(deps, caller, input);
    return DELETED;
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
    @Ctx() { deps, caller }: GraphqlContext,
  ): Promise<RevokedPayload> {
    return { count: await revokeToken(deps, caller, input) };
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description: 'The client that has this grant. Null if the caller cannot read clients.',
  })
  async client(@Root() { clientId }: GrantObject, @Ctx() { loaders }: GraphqlContext): Promise<ClientObject | null> {
    const client = await loaders.clients.load(clientId);
    return client === undefined ? null : clientObject(client);
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description: 'The user who signed in to the client. Null if the caller cannot read users.',
  })
  async user(@Root() { userId }: GrantObject, @Ctx() { loaders }: GraphqlContext): Promise<UserObject | null> {
    const user = await loaders.users.load(userId);
    return user === undefined ? null : userObject(user);
  }
}
