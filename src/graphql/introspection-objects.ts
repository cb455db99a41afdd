import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { FoundToken } from '../admin/tokens/token-find.js';
import type { JsonObject } from '../model/json.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('tokens:read')
@ObjectType('TokenIntrospection', {
  description: 'What a token stands for now. Of one that does not count, only that.',
})
export class TokenIntrospectionObject {
  @Field(() => Boolean, { description: 'Whether it counts now.' })
  active!: boolean;

  @Field(() => String, { nullable: true, description: 'access_token, refresh_token or id_token.' })
  tokenType!: string | null;

  @Field(() => String, { nullable: true, description: 'Its scopes, separated by spaces.' })
  scope!: string | null;

  @Field(() => ID, { nullable: true, description: 'Who got it.' })
  clientId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Whom it is about; null where a client acts for itself.' })
  userId!: string | null;

  @Field(() => ID, { nullable: true, description: 'Who issued it.' })
  issuerId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The grant that it is of.' })
  grantId!: string | null;

  @Field(() => [String], { nullable: true, description: 'Whom it is for.' })
  audience!: readonly string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was issued.' })
  issuedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it expires.' })
  expiresAt!: Date | null;

  @Field(() => ID, { nullable: true, description: 'The session that it was issued in.' })
  sessionId!: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'What it says, where it is a JWT.' })
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

@InputType('IntrospectTokenInput', { description: 'The token to look at.' })
export class IntrospectTokenInputObject {
  @Field(() => String, { description: 'An access token, a refresh token or an ID token of any issuer.' })
  token!: string;

  @Field(() => String, { nullable: true, description: 'Of no consequence: a token is known by its form.' })
  tokenTypeHint?: string | null;
}
