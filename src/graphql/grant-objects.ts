import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Grant } from '../model/tokens/grant.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('tokens:read')
@ObjectType('Grant', {
  description:
    'The access that a client got when a user signed in to it. Every token that the client got for the user depends on the grant, and becomes invalid when the grant is revoked or expires.',
})
export class GrantObject {
  @Field(() => ID, { description: 'The id of the grant. JWT access tokens contain this id.' })
  id!: string;

  @Field(() => ID, { description: 'The `client_id` of the client that has this grant.' })
  clientId!: string;

  @Field(() => ID, { description: 'The id of the user who signed in to the client.' })
  userId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The id of the session in which the user signed in. Null if the grant belongs to no session.',
  })
  sessionId!: string | null;

  @Field(() => [String], { description: 'The scopes that were granted to the client.' })
  scopes!: readonly string[];

  @Field(() => DateTime, { description: 'When the user signed in to the client.' })
  createdAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When the client last got tokens with this grant, accurate to one minute. Null if the client has never got tokens with this grant.',
  })
  lastUsedAt!: Date | null;

  @Field(() => DateTime, { description: 'When the grant and its last token expire.' })
  expiresAt!: Date;
}

export function grantObject(grant: Grant): GrantObject {
  return {
    id: grant.id,
    clientId: grant.clientId,
    userId: grant.userId,
    sessionId: grant.sessionId ?? null,
    scopes: grant.scopes,
    createdAt: grant.createdAt,
    lastUsedAt: grant.lastUsedAt ?? null,
    expiresAt: grant.expiresAt,
  };
}

@InputType('RevokeGrantInput', { description: 'Which grant to revoke.' })
export class RevokeGrantInputObject {
  @Field(() => ID, { description: 'The id of the grant to revoke.' })
  id!: string;
}

@InputType('RevokeTokenInput', {
  description:
    'The tokens to revoke. Set `token` to revoke one token. Set `userId` to revoke all tokens of a user, `clientId` to revoke all tokens of a client, or both to revoke the tokens that the client got for the user.',
})
export class RevokeTokenInputObject {
  @Field(() => String, {
    nullable: true,
    description:
      'The text of the token to revoke. An opaque access token is revoked alone. A refresh token, or a JWT access token for a user, is revoked together with its grant. ID tokens, and JWT access tokens that a client got for itself, cannot be revoked. For these tokens, the server answers CONFLICT.',
  })
  token?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the user whose tokens the server revokes.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The `client_id` of the client whose tokens the server revokes.' })
  clientId?: string | null;
}
