import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Session } from '../model/access/session.js';
import { DateTime } from './date-time.js';
import { Permission } from './permission-guard.js';

@Permission('sessions:read')
@ObjectType('Session', {
  description:
    'A period in which a user stays signed in with one browser. A session is valid for all clients of all issuers.',
})
export class SessionObject {
  @Field(() => ID, {
    description:
      'The id of the session. ID tokens contain this id as `sid`, except ID tokens for a client with the subject type PAIRWISE, whose `sid` is a different value.',
  })
  id!: string;

  record!: Session;

  @Field(() => ID, { description: 'The id of the user who is signed in.' })
  userId!: string;

  @Field(() => [ID], {
    description: 'The `client_id` of each client that the user has signed in to during the session.',
  })
  clientIds!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description:
      'The IP address from which the session was last used to sign in to a client, or to open the account page. Null if the address is unknown.',
  })
  ipAddress!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The User-Agent header that the browser sent from `ipAddress`. Null if the browser sent no such header.',
  })
  userAgent!: string | null;

  @Field(() => DateTime, { description: 'When the session began.' })
  createdAt!: Date;

  @Field(() => DateTime, { description: 'When the user last used a passkey in this session.' })
  authenticatedAt!: Date;

  @Field(() => DateTime, { description: 'When the session was last used, accurate to one minute.' })
  lastUsedAt!: Date;

  @Field(() => DateTime, {
    description: 'When the session ends at the latest. A session that is not used ends earlier.',
  })
  expiresAt!: Date;
}

export function sessionObject(session: Session): SessionObject {
  return {
    id: session.id,
    record: session,
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

@InputType('RevokeSessionInput', { description: 'Which session to end.' })
export class RevokeSessionInputObject {
  @Field(() => ID, { description: 'The id of the session to end.' })
  id!: string;
}

@InputType('RevokeUserSessionsInput', { description: 'The user whose sessions the server ends.' })
export class RevokeUserSessionsInputObject {
  @Field(() => ID, { description: 'The id of the user whose sessions the server ends.' })
  userId!: string;
}
