import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { FoundToken } from '../admin/tokens/token-find.js';
import type { JsonObject } from '../model/json.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('tokens:read')
@ObjectType('TokenIntrospection', {
  description: 'The contents of a token. If the token is not valid, only `active` is set.',
})
export class TokenIntrospectionObject {
  @Field(() => Boolean, { description: 'Whether the token is valid now.' })
  active!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The kind of the token: `access_token`, `refresh_token` or `id_token`.',
  })
  tokenType!: string | null;

  @Field(() => String, { nullable: true, description: 'The scopes of the token, separated by spaces.' })
  scope!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the client to which the token was issued.' })
  clientId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the user. Null if a client acts for itself.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the issuer.' })
  issuerId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the grant.' })
  grantId!: string | null;

  @Field(() => [String], { nullable: true, description: 'The audience of the token.' })
  audience!: readonly string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'When the token was issued.' })
  issuedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the token expires.' })
  expiresAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'The id of the session.' })
  sessionId!: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'The claims of the token, if it is a JWT.' })
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

@InputType('IntrospectTokenInput', { description: 'The token to introspect.' })
export class IntrospectTokenInputObject {
  @Field(() => String, { description: 'An access token, a refresh token or an ID token of any issuer.' })
  token!: string;

  @Field(() => String, { nullable: true, description: 'Ignored: the server recognizes the kind of the token.' })
  tokenTypeHint?: string | null;
}
