import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { FoundToken } from '../admin/tokens/token-find.js';
import type { JsonObject } from '../model/json.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('tokens:read')
@ObjectType('TokenIntrospection', {
  description:
    'The result of an introspection: whether the token is valid, and its contents. If the token is not valid, every field except `active` is null.',
})
export class TokenIntrospectionObject {
  @Field(() => Boolean, { description: 'Whether the token is valid at this moment.' })
  active!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of token: `access_token`, `refresh_token` or `id_token`.',
  })
  tokenType!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The scopes of the token, separated by spaces. Null if the token has no scopes.',
  })
  scope!: string | null;

  @Field(() => ID, { nullable: true, description: 'The `client_id` of the client to which the token was issued.' })
  clientId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the user for whom the token was issued. Null if a client got the token for itself.',
  })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the issuer that issued the token.' })
  issuerId!: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the grant that the token depends on. Null if the token depends on no grant.',
  })
  grantId!: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The identifiers of the APIs or clients that the token is meant for.',
  })
  audience!: readonly string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'When the token was issued.' })
  issuedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the token expires.' })
  expiresAt!: Date | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the session in which the user signed in. Null if the token belongs to no session.',
  })
  sessionId!: string | null;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description: 'The claims that a JWT contains. Null if the token is not a JWT.',
  })
  claims!: JsonObject | null;
}

export function tokenIntrospection(found: FoundToken | undefined): TokenIntrospectionObject {
  return {
    active: found !== undefined,
    tokenType: found?.type ?? null,
    scope: found?.scopes?.join(' ') ?? null,
    clientId: found?.client.id ?? null,
    userId: found?.user?.id ?? null,
    issuerId: found?.issuer.id ?? null,
    grantId: found?.grant?.id ?? null,
    audience: found?.audience ?? null,
    issuedAt: found?.issuedAt ?? null,
    expiresAt: found?.expiresAt ?? null,
    sessionId: found?.sessionId ?? null,
    claims: found?.claims ?? null,
  };
}

@InputType('IntrospectTokenInput', { description: 'The token to examine.' })
export class IntrospectTokenInputObject {
  @Field(() => String, {
    description: 'The text of an access token, refresh token or ID token. Tokens of all issuers are accepted.',
  })
  token!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The kind of token. This field has no effect, because the server recognizes the kind of token by itself.',
  })
  tokenTypeHint?: string | null;
}
