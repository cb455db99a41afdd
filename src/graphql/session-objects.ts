import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Session } from '../model/access/session.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('sessions:read')
@ObjectType('Session', {
  description: 'The sign-in of a user in one browser. It is valid for all clients of all issuers.',
})
export class SessionObject {
  @Field(() => ID, { description: 'The id of the session, which is the `sid` of ID tokens.' })
  id!: string;

  @Field(() => ID, { description: 'The id of the user.' })
  userId!: string;

  @Field(() => [ID], { description: 'The ids of the clients that the user signed in to.' })
  clientIds!: readonly string[];

  @Field(() => String, { nullable: true, description: 'The IP address from which the user signed in.' })
  ipAddress!: string | null;

  @Field(() => String, { nullable: true, description: 'The User-Agent header of the browser.' })
  userAgent!: string | null;

  @Field(() => DateTime, { description: 'When the session began.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the user last used a passkey in the session.' })
  authenticatedAt!: Date;

  @Field(() => DateTime, { description: 'When the session was last used, to the minute.' })
  lastUsedAt!: Date;

  @Field(() => DateTime, { description: 'When the session ends at the latest. It ends earlier if it is not used.' })
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

@InputType('RevokeSessionInput', { description: 'The session to end.' })
export class RevokeSessionInputObject {
  @Field(() => ID, { description: 'The id of the session.' })
  id!: string;
}

@InputType('RevokeUserSessionsInput', { description: 'The user whose sessions end.' })
export class RevokeUserSessionsInputObject {
  @Field(() => ID, { description: 'The id of the user.' })
  userId!: string;
}
