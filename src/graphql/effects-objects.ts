import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { Ended } from '../admin/effects/count-ended.js';
import type { Effects } from '../admin/effects/try-change.js';
import type { Deps } from '../model/deps.js';
import type { AdminPermission } from '../model/server/administration.js';
import { ApiKeyObject, apiKeyObject } from './api-key-objects.js';
import { ClientObject, clientObject } from './client-object.js';
import { PendingEnrolmentLinkObject, pendingLinkObject } from './enrolment-link-objects.js';
import { GrantObject, grantObject } from './grant-objects.js';
import { InvitationObject, invitationObject } from './invitation-objects.js';
import { Permission } from './permission-guard.js';
import { SessionObject, sessionObject } from './session-objects.js';
import { UserObject, userObject } from './user-object.js';

/** What `effectOf` needs to declare the type of one kind of effects. */
interface EffectType<T extends object> {
  readonly description: string;
  readonly nodeType: () => ClassType<T>;
  readonly permission: AdminPermission;
  /** Completes the sentence "The first 20 of the …". */
  readonly records: string;
  /** Completes the sentence "Null with a FORBIDDEN error if the caller cannot read …". */
  readonly readable?: string;
}

/** One kind of effects: their number, and the first of them. */
interface Effect<T> {
  readonly count: number;
  readonly more: boolean;
  readonly nodes: readonly T[] | null;
}

/** Declares the GraphQL type of one kind of effects. */
function effectOf<T extends object>(
  name: string,
  { description, nodeType, permission, records, readable = records }: EffectType<T>,
): ClassType<Effect<T>> {
  @Permission('any caller')
  @ObjectType(name, { description })
  class EffectObject {
    @Field(() => Int, { description: 'The number, at most 1,000.' })
    count!: number;

    @Field(() => Boolean, {
      description:
        'Whether there are more. Also true if there may be more, because the server examines about 5,000 records at most, and stops after 20 seconds.',
    })
    more!: boolean;

    @Permission(permission)
    @Field(() => [nodeType()], {
      nullable: true,
      description: `The first 20 of the ${records}. Null with a FORBIDDEN error if the caller cannot read ${readable}.`,
    })
    nodes!: T[] | null;
  }
  return EffectObject;
}

const EndedSessionsObject = effectOf('EndedSessions', {
  description: 'The sessions that the mutation ends.',
  nodeType: () => SessionObject,
  permission: 'sessions:read',
  records: 'sessions',
});

const EndedGrantsObject = effectOf('EndedGrants', {
  description:
    'The grants that the mutation ends, and with them their codes and tokens. Tokens that a client got for itself are not counted.',
  nodeType: () => GrantObject,
  permission: 'tokens:read',
  records: 'grants',
});

const NarrowedGrantsObject = effectOf('NarrowedGrants', {
  description:
    'The grants that stay valid, but whose tokens lose a scope, because the client or the user may not have it any more.',
  nodeType: () => GrantObject,
  permission: 'tokens:read',
  records: 'grants',
});

const EndedInvitationsObject = effectOf('EndedInvitations', {
  description: 'The invitations with which people can no longer create accounts.',
  nodeType: () => InvitationObject,
  permission: 'users:read',
  records: 'invitations',
  readable: 'users',
});

const EndedApiKeysObject = effectOf('EndedApiKeys', {
  description: 'The API keys that stop working or lose a permission.',
  nodeType: () => ApiKeyObject,
  permission: 'apiKeys:read',
  records: 'API keys',
});

const EndedEnrolmentLinksObject = effectOf('EndedEnrolmentLinks', {
  description: 'The enrolment links that can no longer be used.',
  nodeType: () => PendingEnrolmentLinkObject,
  permission: 'users:read',
  records: 'enrolment links',
  readable: 'users',
});

const UsersLosingAccessObject = effectOf('UsersLosingAccess', {
  description:
    'The users who can no longer sign in, can no longer use an application that they can use now, or lose a role or a scope of a role.',
  nodeType: () => UserObject,
  permission: 'users:read',
  records: 'users',
});

const ClosedClientsObject = effectOf('ClosedClients', {
  description: 'The clients that are disabled or deleted, or left without a secret that they need.',
  nodeType: () => ClientObject,
  permission: 'clients:read',
  records: 'clients',
});

@Permission('any caller')
@ObjectType('Effects', { description: 'What a mutation ends, counted before the change.' })
export class EffectsObject {
  @Field(() => EndedSessionsObject, { description: 'The sessions that end.' })
  sessions!: Effect<SessionObject>;

  @Field(() => EndedGrantsObject, { description: 'The grants that end.' })
  grants!: Effect<GrantObject>;

  @Field(() => NarrowedGrantsObject, { description: 'The grants whose tokens lose a scope.' })
  narrowedGrants!: Effect<GrantObject>;

  @Field(() => EndedApiKeysObject, { description: 'The API keys that stop working or lose a permission.' })
  apiKeys!: Effect<ApiKeyObject>;

  @Field(() => EndedEnrolmentLinksObject, { description: 'The enrolment links that can no longer be used.' })
  enrolmentLinks!: Effect<PendingEnrolmentLinkObject>;

  @Field(() => EndedInvitationsObject, {
    description: 'The invitations with which people can no longer create accounts.',
  })
  invitations!: Effect<InvitationObject>;

  @Field(() => UsersLosingAccessObject, { description: 'The users who lose access.' })
  users!: Effect<UserObject>;

  @Field(() => ClosedClientsObject, {
    description: 'The clients that are disabled or deleted, or left without a secret that they need.',
  })
  clients!: Effect<ClientObject>;
}

/** The options of the field `effects` of a payload. */
export const EFFECTS = {
  nullable: true,
  description: 'What the mutation ended. With `dryRun: true`: what it would end. Null for mutations without `dryRun`.',
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
