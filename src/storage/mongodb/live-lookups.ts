import type { LiveRecords } from '../../model/access/live.js';
import type { Session } from '../../model/access/session.js';
import type { CodecOf } from '../codec.js';
import type { Database, Row } from '../database.js';
import { consents } from '../entities/access/consents.js';
import { permissions } from '../entities/access/permissions.js';
import { sessions } from '../entities/access/sessions.js';
import { clients } from '../entities/clients/clients.js';
import { groups } from '../entities/people/groups.js';
import { memberships } from '../entities/people/memberships.js';
import { users } from '../entities/people/users.js';
import { grants } from '../entities/tokens/grants.js';
import { tokens } from '../entities/tokens/tokens.js';
import type { Entity } from '../entity.js';

type Stage = Record<string, unknown>;

/** Finds the record with this id, runs the stages of an aggregation on it, and returns the resulting document. */
export type Aggregate = (entity: Entity<never>, id: string, stages: readonly Stage[]) => Promise<Row | undefined>;

function lookup(entity: Entity<never>, as: string, localField: string, foreignField = '_id'): Stage {
  return {
    $lookup: { from: entity.table, localField, foreignField, as },
  };
}

/**
 * Looks up all records that a grant depends on. `grant` is the path of the grant in the document, either `grant.` or
 * empty.
 */
function lookupsOfGrant(grant: string): Stage[] {
  return [
    lookup(users, 'user', `${grant}userId`),
    lookup(sessions, 'session', `${grant}sessionId`),
    lookup(permissions, 'permission', `${grant}letIn.permissionId`),
    lookup(memberships, 'membership', `${grant}letIn.membershipId`),
    lookup(groups, 'group', `${grant}letIn.groupId`),
    lookup(consents, 'consent', `${grant}consentId`),
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
 * Looks up the user's consent and permissions for a client. These stages must build the same keys as the functions
 * `permissionKey` and `consentKey`.
 */
function sessionAt(generation: string): Stage[] {
  return [
    lookup(memberships, 'memberships', 'userId', 'userId'),
    {
      $addFields: {
        consentKey: { $concat: [{ $literal: `${generation}:` }, '$userId'] },
        permissionKeys: {
          $concatArrays: [
            [{ $concat: [{ $literal: `${generation}:user:` }, '$userId'] }],
            {
              $map: {
                input: '$memberships',
                as: 'membership',
                in: { $concat: [{ $literal: `${generation}:group:` }, '$$membership.groupIncarnation'] },
              },
            },
          ],
        },
      },
    },
    lookup(consents, 'consent', 'consentKey', 'key'),
    lookup(permissions, 'permissions', 'permissionKeys', 'key'),
    { $addFields: { groupIds: { $map: { input: '$permissions', as: 'permission', in: '$$permission.groupId' } } } },
    lookup(groups, 'groups', 'groupIds'),
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

export function liveByLookups(codecOf: CodecOf, aggregate: Aggregate): Database['readLive'] {
  return async (by) => {
    const found =
      'tokenId' in by
        ? await aggregate(tokens, by.tokenId, LIVE_BY_TOKEN)
        : await aggregate(grants, by.grantId, LIVE_BY_GRANT);
    if (found === undefined) return undefined;
    const records: Record<string, unknown> =
      'tokenId' in by ? { token: codecOf(tokens).decode(found) } : { grant: codecOf(grants).decode(found) };
    for (const [name, entity] of LIVE_ENTITIES) {
      const [part] = [found[name] ?? []].flat() as Row[];
      if (part !== undefined) records[name] = codecOf(entity).decode(part);
    }
    return records as LiveRecords;
  };
}

export function sessionByLookups(codecOf: CodecOf, aggregate: Aggregate): Database['readSession'] {
  return async (sessionId, client) => {
    const found = await aggregate(sessions, sessionId, [
      lookup(users, 'user', 'userId'),
      ...(client === undefined ? [] : sessionAt(client.generation)),
    ]);
    if (found === undefined) return undefined;
    const all = <T>(entity: Entity<T>, name: string): T[] =>
      ((found[name] ?? []) as Row[]).map((part) => codecOf(entity).decode(part) as T);
    const [user] = all(users, 'user');
    const [consent] = all(consents, 'consent');
    const permitting = all(permissions, 'permissions');
    const generations = new Set(permitting.map((permission) => permission.groupGeneration));
    return {
      session: codecOf(sessions).decode(found) as Session,
      ...(user === undefined ? {} : { user }),
      ...(consent === undefined ? {} : { consent }),
      permissions: permitting,
      memberships: all(memberships, 'memberships').filter((membership) => generations.has(membership.groupGeneration)),
      groups: all(groups, 'groups'),
    };
  };
}
