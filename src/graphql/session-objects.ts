import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Session } from '../model/access/session.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('sessions:read')
@ObjectType('Session', { description: 'One browser in which a user is signed in, for all clients of all issuers.' })
export class SessionObject {
  @Field(() => ID, { description: 'The `sid` of ID tokens.' })
  id!: string;

  @Field(() => ID, { description: 'Who is signed in.' })
  userId!: string;

  @Field(() => [ID], { description: 'Clients that they signed in to with it.' })
  clientIds!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Where they signed in from.' })
  ipAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'What their browser says it is.' })
  userAgent!: string | null;

  @Field(() => DateTime, { description: 'When it began.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When they last used a passkey in it.' })
  authenticatedAt!: Date;

  @Field(() => DateTime, { description: 'When it was last used, to the minute.' })
  lastUsedAt!: Date;

  @Field(() => DateTime, { description: 'When it ends, if it does not idle too long before.' })
  expiresAt!: Date;
}

export function sessionObject(session: Session): SessionObject {
  return {
    id: session.id,
    userId: session.userId,
    clientIds: session.clients.map(({ id }) => id),
    ipAddress: session.ipAddress ?? null,
    userAgent: session.userAgent ?? null,
    createdAt: session.createdAt,
    authenticatedAt: session.authenticatedAt,
    lastUsedAt: session.lastUsedAt,
    expiresAt: session.expiresAt,
  };
}

@InputType('RevokeSessionInput', { description: 'The session that is to end.' })
export class RevokeSessionInputObject {
  @Field(() => ID, { description: 'The session.' })
  id!: string;
}

@InputType('RevokeUserSessionsInput', { description: 'Whose sessions are to end.' })
export class RevokeUserSessionsInputObject {
  @Field(() => ID, { description: 'The user.' })
  userId!: string;
}
