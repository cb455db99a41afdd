import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Grant } from '../model/tokens/grant.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('tokens:read')
@ObjectType('Grant', { description: 'What a user let a client have: the tokens of one authorization.' })
export class GrantObject {
  @Field(() => ID, { description: 'What names it, in JWT access tokens too.' })
  id!: string;

  @Field(() => ID, { description: 'Who has it.' })
  clientId!: string;

  @Field(() => ID, { description: 'Who gave it.' })
  userId!: string;

  @Field(() => ID, { nullable: true, description: 'The session that it was given in.' })
  sessionId!: string | null;

  @Field(() => [String], { description: 'What the client may have.' })
  scopes!: readonly string[];

  @Field(() => DateTime, { description: 'When it was given.' })
  createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used.' })
  lastUsedAt!: Date | null;

  @Field(() => DateTime, { description: 'When the last thing that it allows expires.' })
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

@InputType('RevokeGrantInput', { description: 'The grant that is to end.' })
export class RevokeGrantInputObject {
  @Field(() => ID, { description: 'The grant.' })
  id!: string;
}

@InputType('RevokeTokenInput', {
  description: 'What is to end: one token; or everything that a user, a client, or a user at a client holds.',
})
export class RevokeTokenInputObject {
  @Field(() => String, {
    nullable: true,
    description:
      'An opaque access token ends by itself; a refresh token, or a JWT of a user, with its whole grant. An ID token, or a JWT of a client, is CONFLICT: it ends when it expires.',
  })
  token?: string | null;

  @Field(() => ID, { nullable: true, description: 'The user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The client.' })
  clientId?: string | null;
}
