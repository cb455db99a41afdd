import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Grant } from '../model/tokens/grant.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('tokens:read')
@ObjectType('Grant', { description: 'The authorization of a client by a user, on which its tokens depend.' })
export class GrantObject {
  @Field(() => ID, { description: 'The id of the grant. JWT access tokens contain it, too.' })
  id!: string;

  @Field(() => ID, { description: 'The id of the client.' })
  clientId!: string;

  @Field(() => ID, { description: 'The id of the user.' })
  userId!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the session in which the user signed in.' })
  sessionId!: string | null;

  @Field(() => [String], { description: 'The granted scopes.' })
  scopes!: readonly string[];

  @Field(() => DateTime, { description: 'When the user signed in.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the client last used the grant.' })
  lastUsedAt!: Date | null;

  @Field(() => DateTime, { description: 'When the last token of the grant expires.' })
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

@InputType('RevokeGrantInput', { description: 'The grant to revoke.' })
export class RevokeGrantInputObject {
  @Field(() => ID, { description: 'The id of the grant.' })
  id!: string;
}

@InputType('RevokeTokenInput', {
  description: 'What to revoke: one token; or all tokens of a user, of a client, or of a user for a client.',
})
export class RevokeTokenInputObject {
  @Field(() => String, {
    nullable: true,
    description:
      'A token. An opaque access token is revoked alone; a refresh token, or a JWT access token of a user, is revoked together with its grant. ID tokens, and JWT access tokens that a client got for itself, cannot be revoked: the answer is CONFLICT.',
  })
  token?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the client.' })
  clientId?: string | null;
}
