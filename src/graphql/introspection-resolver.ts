import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { findToken } from '../admin/tokens/token-find.js';
import { ClientObject } from './client-object.js';
import { findClient, findUser } from './find-records.js';
import type { GraphqlContext } from './graphql-context.js';
import { IntrospectTokenInputObject, TokenIntrospectionObject, tokenIntrospection } from './introspection-objects.js';
import { IssuerObject, issuerObject } from './issuer-objects.js';
import { Permission } from './permission-guard.js';
import { UserObject } from './user-object.js';

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
  client(@Root() { clientId }: TokenIntrospectionObject, @Ctx() context: GraphqlContext): Promise<ClientObject | null> {
    return findClient(context, clientId);
  }

  @Permission('users:read')
  @FieldResolver(() => UserObject, {
    nullable: true,
    description:
      'The user for whom the token was issued. Null if a client got the token for itself, or with a FORBIDDEN error if the caller cannot read users.',
  })
  user(@Root() { userId }: TokenIntrospectionObject, @Ctx() context: GraphqlContext): Promise<UserObject | null> {
    return findUser(context, userId);
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
