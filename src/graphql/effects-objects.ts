import { Field, Int, ObjectType } from 'type-graphql';
import type { Ended } from '../admin/effects/count-ended.js';
import type { Effects } from '../admin/effects/try-change.js';
import type { Deps } from '../model/deps.js';
import { ApiKeyObject, apiKeyObject } from './api-key-objects.js';
import { ClientObject, clientObject } from './client-object.js';
import { PendingEnrolmentLinkObject, pendingLinkObject } from './enrolment-link-objects.js';
import { GrantObject, grantObject } from './grant-objects.js';
import { InvitationObject, invitationObject } from './invitation-objects.js';
import { Permission } from './permission-guard.js';
import { SessionObject, sessionObject } from './session-objects.js';
import { UserObject, userObject } from './user-object.js';

const COUNT = { description: 'The number, at most 1,000.' };
const MORE = {
  description:
    'Whether there are more. Also true if there may be more, because the server looks at about 5,000 records at most.',
};

@Permission('any caller')
@ObjectType('EndedSessions', { description: 'The sessions that the mutation ends.' })
export class EndedSessionsObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('sessions:read')
  @Field(() => [SessionObject], {
    nullable: true,
    description: 'The first 20 of the sessions. Null if the caller cannot read sessions.',
  })
  nodes!: SessionObject[] | null;
}

@Permission('any caller')
@ObjectType('EndedGrants', {
  description:
    'The grants that the mutation ends, and with them their codes and tokens. Tokens that a client got for itself are not counted.',
})
export class EndedGrantsObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('tokens:read')
  @Field(() => [GrantObject], {
    nullable: true,
    description: 'The first 20 of the grants. Null if the caller cannot read grants.',
  })
  nodes!: GrantObject[] | null;
}

@Permission('any caller')
@ObjectType('NarrowedGrants', {
  description:
    'The grants that stay valid, but whose tokens lose a scope, because the client or the user may not have it any more.',
})
export class NarrowedGrantsObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('tokens:read')
  @Field(() => [GrantObject], {
    nullable: true,
    description: 'The first 20 of the grants. Null if the caller cannot read grants.',
  })
  nodes!: GrantObject[] | null;
}

@Permission('any caller')
@ObjectType('EndedInvitations', { description: 'The invitations with which people can no longer create accounts.' })
export class EndedInvitationsObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('users:read')
  @Field(() => [InvitationObject], {
    nullable: true,
    description: 'The first 20 of the invitations. Null if the caller cannot read users.',
  })
  nodes!: InvitationObject[] | null;
}

@Permission('any caller')
@ObjectType('EndedApiKeys', { description: 'The API keys that stop working or lose a permission.' })
export class EndedApiKeysObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('apiKeys:read')
  @Field(() => [ApiKeyObject], {
    nullable: true,
    description: 'The first 20 of the API keys. Null if the caller cannot read API keys.',
  })
  nodes!: ApiKeyObject[] | null;
}

@Permission('any caller')
@ObjectType('EndedEnrolmentLinks', { description: 'The enrolment links that can no longer be used.' })
export class EndedEnrolmentLinksObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('users:read')
  @Field(() => [PendingEnrolmentLinkObject], {
    nullable: true,
    description: 'The first 20 of the enrolment links. Null if the caller cannot read users.',
  })
  nodes!: PendingEnrolmentLinkObject[] | null;
}

@Permission('any caller')
@ObjectType('UsersLosingAccess', {
  description:
    'The users who can no longer sign in, can no longer use an application that they can use now, or lose a role or a scope of a role.',
})
export class UsersLosingAccessObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('users:read')
  @Field(() => [UserObject], {
    nullable: true,
    description: 'The first 20 of the users. Null if the caller cannot read users.',
  })
  nodes!: UserObject[] | null;
}

@Permission('any caller')
@ObjectType('ClosedClients', {
  description: 'The clients that are disabled or deleted, or left without a secret that they need.',
})
export class ClosedClientsObject {
  @Field(() => Int, COUNT)
  count!: number;

  @Field(() => Boolean, MORE)
  more!: boolean;

  @Permission('clients:read')
  @Field(() => [ClientObject], {
    nullable: true,
    description: 'The first 20 of the clients. Null if the caller cannot read clients.',
  })
  nodes!: ClientObject[] | null;
}

@Permission('any caller')
@ObjectType('Effects', {
  description:
    'What a mutation ends, counted before the change. The same functions decide this as for requests with a token, a session or a key.',
})
export class EffectsObject {
  @Field(() => EndedSessionsObject, { description: 'The sessions that end.' })
  sessions!: EndedSessionsObject;

  @Field(() => EndedGrantsObject, { description: 'The grants that end.' })
  grants!: EndedGrantsObject;

  @Field(() => NarrowedGrantsObject, { description: 'The grants whose tokens lose a scope.' })
  narrowedGrants!: NarrowedGrantsObject;

  @Field(() => EndedApiKeysObject, { description: 'The API keys that stop working or lose a permission.' })
  apiKeys!: EndedApiKeysObject;

  @Field(() => EndedEnrolmentLinksObject, { description: 'The enrolment links that can no longer be used.' })
  enrolmentLinks!: EndedEnrolmentLinksObject;

  @Field(() => EndedInvitationsObject, {
    description: 'The invitations with which people can no longer create accounts.',
  })
  invitations!: EndedInvitationsObject;

  @Field(() => UsersLosingAccessObject, { description: 'The users who lose access.' })
  users!: UsersLosingAccessObject;

  @Field(() => ClosedClientsObject, {
    description: 'The clients that are disabled or deleted, or left without a secret that they need.',
  })
  clients!: ClosedClientsObject;
}

/** The options of the field `effects` of a payload. */
export const EFFECTS = {
  nullable: true,
  description:
    'What the mutation ends, or in a dry run would end. Null if the mutation has no argument `dryRun`, because it ends nothing.',
};

/** Makes the object of the API. An effect that was not counted was not requested, so its field is not read. */
export function effectsObject(deps: Pick<Deps, 'clock'>, found: Partial<Effects>): EffectsObject {
  const { sessions, grants, narrowedGrants, apiKeys, enrolmentLinks, invitations, users, clients } = found;
  return {
    sessions: ended(sessions, sessionObject),
    grants: ended(grants, grantObject),
    narrowedGrants: ended(narrowedGrants, grantObject),
    apiKeys: ended(apiKeys, apiKeyObject),
    enrolmentLinks: ended(enrolmentLinks, pendingLinkObject),
    invitations: ended(invitations, (invitation) => invitationObject(deps, invitation)),
    users: ended(users, userObject),
    clients: ended(clients, clientObject),
  };
}

function ended<T, O>(found: Ended<T> | undefined, toObject: (record: T) => O) {
  const { count = 0, more = false, first = [] } = found ?? {};
  return { count, more, nodes: first.map(toObject) };
}
