import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { findToken } from '../admin/tokens/token-find.js';
import { ClientObject, clientObject } from './client-object.js';
import type { GraphqlContext } from './graphql-context.js';
import { IntrospectTokenInputObject, TokenIntrospectionObject, tokenIntrospection } from './introspection-objects.js';
import { IssuerObject, issuerObject } from './issuer-objects.js';
import { Permission } from './permission-guard.js';
import { UserObject, userObject } from './user-object.js';

@Resolver(() => TokenIntrospectionObject)
export class IntrospectionResolver {
  @Permission('tokens:read')
  @Query(() => TokenIntrospectionObject, {
    description: 'Returns whether a token is valid, and the contents of a valid token.',
  })
  async introspectToken(
    @Arg('input', () => IntrospectTokenInputObject, { description: 'The token to examine.' }) {
      token,
    }: IntrospectTokenInputObject,
    @Ctx() { deps }: GraphqlContext,
  ): Promise<TokenIntrospectionObject> {
    return tokenIntrospection(await findToken(deps, token));
  }

  @Permission('clients:read')
  @FieldResolver(() => ClientObject, {
    nullable: true,
    description:
      'The client to which the token was issued. Null with a FORBIDDEN error if the caller cannot read clients.',
  })
  async client(
    @Root() { clientId }: TokenIntrospectionObject,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<ClientObject | null> {
    const client = clientId === null ? undefined : await loaders.clients.load(clientId);
    return client === undefined ? null : clientObject(client);
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description: 'The user for whom the token was issued. Null if a client got the token for itself.',
  })
  async user(
    @Root() { userId }: TokenIntrospectionObject,
    @Ctx() { loaders }: GraphqlContext,
  ): Promise<UserObject | null> {
    const user = userId === null ? undefined : await loaders.users.load(userId);
    return user === undefined ? null : userObject(user);
  }

  @Permission('issuers:read')
  @FieldResolver(() => IssuerObject, {
    nullable: true,
    description: 'The issuer that issued the token. Null with a FORBIDDEN error if the caller cannot read issuers.',
  })
  async issuer(
    @Root() { issuerId }: TokenIntrospectionObject,
    @Ctx() { deps, loaders }: GraphqlContext,
  ): Promise<IssuerObject | null> {
    const issuer = issuerId === null ? undefined : await loaders.issuers.load(issuerId);
    return issuer === undefined ? null : issuerObject(deps.config, issuer);
  }
}
