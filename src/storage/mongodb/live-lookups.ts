import type { Interaction } from '../../model/access/interaction.js';
import type { LiveRecords, LiveStore, SessionRecords, SignInRecords } from '../../model/access/live.js';
import type { Session } from '../../model/access/session.js';
import type { Passkey } from '../../model/passkeys/passkey.js';
import type { CodecOf } from '../codec.js';
import type { Database, Row } from '../database.js';
import { consents } from '../entities/access/consents.js';
import { interactions } from '../entities/access/interactions.js';
import { permissions } from '../entities/access/permissions.js';
import { sessions } from '../entities/access/sessions.js';
import { clients } from '../entities/clients/clients.js';
import { challenges } from '../entities/passkeys/challenges.js';
import { passkeys } from '../entities/passkeys/passkeys.js';
import { groups } from '../entities/people/groups.js';
import { memberships } from '../entities/people/memberships.js';
import { users } from '../entities/people/users.js';
import { grants } from '../entities/tokens/grants.js';
import { tokens } from '../entities/tokens/tokens.js';
import type { Entity } from '../entity.js';
import { listed, lookup, type Stage } from './lookup.js';
import { userAccess, userAccessIn } from './user-access.js';

/** Finds the record with this id, runs the stages of an aggregation on it, and returns the resulting document. */
export type Aggregate = (entity: Entity<never>, id: string, stages: readonly Stage[]) => Promise<Row | undefined>;

/** The generation of the client that was looked up. Servers differ in what `$client.incarnation` means for a list. */
const CLIENT_GENERATION = { $let: { vars: { client: { $first: '$client' } }, in: '$$client.incarnation' } };

/**
 * Returns the stages that look up all records on which a grant depends. `grant` is `grant.` if the grant is a member of
 * the document, and empty if the document is the grant.
 */
function lookupsOfGrant(grant: string): Stage[] {
  return [
    lookup(users, 'user', `${grant}userId`),
    lookup(sessions, 'session', `${grant}sessionId`),
    lookup(permissions, 'permission', `${grant}letIn.permissionId`),
    lookup(memberships, 'membership', `${grant}letIn.membershipId`),
    lookup(groups, 'group', `${grant}letIn.groupId`),
    lookup(consents, 'consent', `${grant}consentId`),
    ...userAccess(CLIENT_GENERATION, `${grant}userId`),
  ];
}

const LIVE_BY_TOKEN = [
  lookup(clients, 'client', 'clientId'),
  lookup(grants, 'grant', 'grantId'),
  { $unwind: { path: '$grant', preserveNullAndEmptyArrays: true } },
  ...lookupsOfGrant('grant.'),
];
const LIVE_BY_GRANT = [lookup(clients, 'client', 'clientId'), ...lookupsOfGrant('')];

/**
 * Returns the stages that look up the consent of a session's user for a client, and what `userAccess` looks up. They must
 * build the same key as the function `consentKey`.
 */
function sessionAt(generation: unknown, userId: string): Stage[] {
  return [
    ...userAccess(generation, userId),
    { $addFields: { consentKey: { $concat: [generation, ':', `$${userId}`] } } },
    lookup(consents, 'consent', 'consentKey', 'key'),
  ];
}

const LIVE_ENTITIES = [
  ['grant', grants],
  ['user', users],
  ['client', clients],
  ['session', sessions],
  ['permission', permissions],
  ['membership', memberships],
  ['group', groups],
  ['consent', consents],
] as const;

/** Makes the reads that look up several records with one aggregation. */
export function readsByLookups(codecOf: CodecOf, aggregate: Aggregate): LiveStore {
  return {
    readLive: liveByLookups(codecOf, aggregate),
    readSession: sessionByLookups(codecOf, aggregate),
    readInteraction: interactionByLookups(codecOf, aggregate),
    readSignIn: signInByLookups(codecOf, aggregate),
  };
}

function liveByLookups(codecOf: CodecOf, aggregate: Aggregate): Database['readLive'] {
  return async (by) => {
    const found =
      'tokenId' in by
        ? await aggregate(tokens, by.tokenId, LIVE_BY_TOKEN)
        : await aggregate(grants, by.grantId, LIVE_BY_GRANT);
    if (found === undefined) return undefined;
    const records =
      'tokenId' in by ? { token: codecOf(tokens).decode(found) } : { grant: codecOf(grants).decode(found) };
    const live = { ...records, ...lookedUp(codecOf, found, LIVE_ENTITIES) } as LiveRecords;
    const { userGroups, userRoles } = userAccessIn(codecOf, found, live.grant?.userId);
    return {
      ...live,
      ...(userGroups.length > 0 && { userGroups }),
      ...(userRoles.length > 0 && { userRoles }),
    };
  };
}

/** Makes the records from the results of the lookups, each of which finds at most one document. */
function lookedUp(
  codecOf: CodecOf,
  found: Row,
  entities: readonly (readonly [name: string, entity: Entity<never>])[],
): Record<string, unknown> {
  const records: Record<string, unknown> = {};
  for (const [name, entity] of entities) {
    const [part] = [found[name] ?? []].flat() as Row[];
    if (part !== undefined) records[name] = codecOf(entity).decode(part);
  }
  return records;
}

function sessionByLookups(codecOf: CodecOf, aggregate: Aggregate): Database['readSession'] {
  return async (sessionId, client) => {
    const found = await aggregate(sessions, sessionId, [
      lookup(users, 'user', 'userId'),
      ...(client === undefined ? [] : sessionAt({ $literal: client.generation }, 'userId')),
    ]);
    return found && sessionRecords(codecOf, found, found);
  };
}

/** Makes the records from the document of the session and from the document that contains the results of the lookups. */
function sessionRecords(codecOf: CodecOf, session: Row, found: Row): SessionRecords {
  const all = <T>(entity: Entity<T>, name: string): T[] => listed(codecOf, found, entity, name);
  const [user] = all(users, 'user');
  const [consent] = all(consents, 'consent');
  const permitting = all(permissions, 'permissions');
  const generations = new Set(permitting.map((permission) => permission.groupGeneration));
  return {
    session: codecOf(sessions).decode(session) as Session,
    ...(user === undefined ? {} : { user }),
    ...(consent === undefined ? {} : { consent }),
    permissions: permitting,
    memberships: all(memberships, 'memberships').filter((membership) => generations.has(membership.groupGeneration)),
    groups: all(groups, 'groups').filter(({ generation }) => generations.has(generation)),
    ...userAccessIn(codecOf, found, (session.userId ?? '') as string),
  };
}

const SESSION_OF_INTERACTION = [
  lookup(sessions, 'session', 'sessionId'),
  { $unwind: { path: '$session', preserveNullAndEmptyArrays: true } },
  lookup(users, 'user', 'session.userId'),
  ...sessionAt('$interaction.clientIncarnation', 'session.userId'),
];

/** The interaction has its own field `consent`, so what belongs to the session is looked up beside it. */
function interactionByLookups(codecOf: CodecOf, aggregate: Aggregate): Database['readInteraction'] {
  return async (interactionId, sessionId) => {
    const found = await aggregate(interactions, interactionId, [
      { $project: { interaction: '$$ROOT', sessionId: { $literal: sessionId } } },
      ...SESSION_OF_INTERACTION,
    ]);
    if (found === undefined) return undefined;
    const session = found.session as Row | undefined;
    return {
      interaction: codecOf(interactions).decode(found.interaction as Row) as Interaction,
      ...(session !== undefined && { session: sessionRecords(codecOf, session, found) }),
    };
  };
}

const LOOKUPS_OF_SIGN_IN = [
  lookup(users, 'user', 'userId'),
  lookup(challenges, 'challenge', 'challengeId'),
  { $unwind: { path: '$challenge', preserveNullAndEmptyArrays: true } },
  lookup(interactions, 'interaction', 'challenge.interactionId'),
];

function signInByLookups(codecOf: CodecOf, aggregate: Aggregate): Database['readSignIn'] {
  return async (passkeyId, challengeId) => {
    const found = await aggregate(passkeys, passkeyId, [
      { $addFields: { challengeId: { $literal: challengeId } } },
      ...LOOKUPS_OF_SIGN_IN,
    ]);
    if (found === undefined) return undefined;
    const passkey = codecOf(passkeys).decode(found) as Passkey;
    return { passkey, ...lookedUp(codecOf, found, SIGN_IN_ENTITIES) } satisfies SignInRecords;
  };
}

const SIGN_IN_ENTITIES = [
  ['user', users],
  ['challenge', challenges],
  ['interaction', interactions],
] as const;
