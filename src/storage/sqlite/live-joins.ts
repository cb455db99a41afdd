import { LRUCache } from 'lru-cache';
import type { Interaction } from '../../model/access/interaction.js';
import type { LiveRecords, SessionRecords, SignInRecords } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import { deepFrozen } from '../cache.js';
import type { CodecOf, ColumnCodec } from '../codec.js';
import type { Database } from '../database.js';
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
import { readUserGroups, readUserRoles, userGroupsSubquery, userRolesSubquery } from './user-access.js';

function columns(codec: ColumnCodec, alias: string): string {
  return codec.columns.map((column) => `${alias}."${column}"`).join(', ');
}

/** Returns SQL for a subquery whose result is a JSON list of records. Each record is a list of its column values. */
function list(codec: ColumnCodec, alias: string, from: string): string {
  return `(select json_group_array(json_array(${columns(codec, alias)})) from ${from})`;
}

/**
 * Returns the columns of several joined tables for a `select`, and a function that makes the records from the resulting
 * row.
 */
function joined(parts: readonly (readonly [name: string, alias: string, codec: ColumnCodec])[]) {
  return {
    columns: parts.map(([, alias, codec]) => columns(codec, alias)).join(', '),
    read: (row: readonly unknown[]): Record<string, unknown> => {
      const records: Record<string, unknown> = {};
      let offset = 0;
      for (const [name, , codec] of parts) {
        const record = codec.decodeColumns(row, offset);
        if (record !== undefined) records[name] = record;
        offset += codec.columns.length;
      }
      return records;
    },
  };
}

const JOINS_OF_GRANT = `
  left join users u on u._id = g.userId
  left join sessions s on s._id = g.sessionId
  left join permissions p on p._id = json_extract(g.letIn, '$.permissionId')
  left join memberships m on m._id = json_extract(g.letIn, '$.membershipId')
  left join groups o on o._id = json_extract(g.letIn, '$.groupId')
  left join consents n on n._id = g.consentId`;

/** Runs a statement that finds at most one row, and returns the values of its columns. */
export type ReadRow = (text: string, values: readonly unknown[]) => readonly unknown[] | undefined;

/**
 * The most clients that are remembered. Every change of a client raises its version, and a client that is registered
 * again has another generation, so a remembered client is never an old one.
 */
const MAX_REMEMBERED_CLIENTS = 1000;

/**
 * Reads what a token or grant depends on. The client is the largest record and changes rarely, so a client that was
 * read before is not read again while its row has the same generation and version.
 */
export function liveByJoins(codecOf: CodecOf, row: ReadRow): Database['readLive'] {
  const remembered = new LRUCache<string, Client>({ max: MAX_REMEMBERED_CLIENTS });
  const whole = liveStatements(codecOf, codecOf(clients), row);
  const brief = liveStatements(codecOf, codecOf(clients).pick(['generation', 'version']), row);
  return async (by) => {
    const found = brief(by);
    const client = found?.client && remembered.get(found.client.id);
    if (found?.client === undefined) return found;
    if (client?.generation === found.client.generation && client.version === found.client.version)
      return { ...found, client };
    const read = whole(by);
    if (read?.client !== undefined) remembered.set(read.client.id, deepFrozen(read.client));
    return read;
  };
}

/** Returns a function that reads with one statement. `clientCodec` says which part of the client it reads. */
function liveStatements(codecOf: CodecOf, clientCodec: ColumnCodec, row: ReadRow) {
  const grantParts = [
    ['grant', 'g', codecOf(grants)],
    ['user', 'u', codecOf(users)],
    ['client', 'c', clientCodec],
    ['session', 's', codecOf(sessions)],
    ['permission', 'p', codecOf(permissions)],
    ['membership', 'm', codecOf(memberships)],
    ['group', 'o', codecOf(groups)],
    ['consent', 'n', codecOf(consents)],
  ] as const;
  const ofGrant = joined(grantParts);
  const ofToken = joined([['token', 't', codecOf(tokens)], ...grantParts]);
  const ofUser = `${userGroupsSubquery('g.userId', 'c.incarnation')}, ${userRolesSubquery('g.userId')}`;
  const byGrant = `select ${ofGrant.columns}, ${ofUser} from grants g left join clients c on c._id = g.clientId ${JOINS_OF_GRANT}
  where g._id = ?`;
  const byToken = `select ${ofToken.columns}, ${ofUser} from tokens t left join clients c on c._id = t.clientId
  left join grants g on g._id = t.grantId ${JOINS_OF_GRANT} where t._id = ?`;
  return (by: Parameters<Database['readLive']>[0]): LiveRecords | undefined => {
    const found = 'tokenId' in by ? row(byToken, [by.tokenId]) : row(byGrant, [by.grantId]);
    if (found === undefined) return undefined;
    const [userGroups, userRoles] = [readUserGroups(found.at(-2)), readUserRoles(found.at(-1))];
    return {
      ...('tokenId' in by ? ofToken : ofGrant).read(found),
      ...(userGroups.length > 0 && { userGroups }),
      ...(userRoles.length > 0 && { userRoles }),
    };
  };
}

/**
 * Returns the parts of a query that reads a session and what gives its user access to a client: the columns, the joins,
 * and a function that makes the records from the row. `generation` is SQL for the generation of the client. The SQL must
 * build the same keys as the functions `permissionKey` and `consentKey`.
 */
function sessionParts(codecOf: CodecOf, generation: string) {
  const parts = joined([
    ['session', 's', codecOf(sessions)],
    ['user', 'u', codecOf(users)],
    ['consent', 'n', codecOf(consents)],
  ]);
  const mine = `memberships m join permissions p on p.key = ${generation} || ':group:' || m.groupIncarnation`;
  const lists = [
    ['permissions', permissions, 'p', `permissions p where p.key = ${generation} || ':user:' || s.userId`],
    ['permissions', permissions, 'p', `${mine} where m.userId = s.userId`],
    ['memberships', memberships, 'm', `${mine} where m.userId = s.userId`],
    ['groups', groups, 'o', `${mine} join groups o on o._id = m.groupId where m.userId = s.userId`],
  ] as const;
  const listed = lists.map(([, entity, alias, from]) => list(codecOf(entity), alias, from));
  const subqueries = [...listed, userGroupsSubquery('s.userId', generation), userRolesSubquery('s.userId')].join(', ');
  return {
    columns: `${parts.columns}, ${subqueries}`,
    joins: `left join users u on u._id = s.userId left join consents n on n.key = ${generation} || ':' || s.userId`,
    read: (row: readonly unknown[]): SessionRecords | undefined => {
      const found = parts.read(row);
      if (found.session === undefined) return undefined;
      const records: Record<string, unknown[]> = { permissions: [], memberships: [], groups: [] };
      lists.forEach(([name, entity], index) => {
        const rows = JSON.parse(String(row[row.length - 2 - lists.length + index])) as unknown[][];
        records[name]?.push(...rows.map((values) => codecOf(entity).decodeColumns(values, 0)));
      });
      const [userGroups, userRoles] = [readUserGroups(row.at(-2)), readUserRoles(row.at(-1))];
      return { ...found, ...records, userGroups, userRoles } as unknown as SessionRecords;
    },
  };
}

/** The lists of a session that is read without a client. */
const NO_ACCESS = { permissions: [], memberships: [], groups: [], userGroups: [], userRoles: [] };

export function sessionByJoins(codecOf: CodecOf, row: ReadRow): Database['readSession'] {
  const base = joined([
    ['session', 's', codecOf(sessions)],
    ['user', 'u', codecOf(users)],
  ]);
  const full = sessionParts(codecOf, '?1');
  const alone = `select ${base.columns} from sessions s left join users u on u._id = s.userId where s._id = ?1`;
  const withClient = `select ${full.columns} from sessions s ${full.joins} where s._id = ?2`;
  return async (sessionId, client) => {
    if (client === undefined) {
      const found = row(alone, [sessionId]);
      return found && ({ ...base.read(found), ...NO_ACCESS } as unknown as SessionRecords);
    }
    const found = row(withClient, [client.generation, sessionId]);
    return found && full.read(found);
  };
}

export function interactionByJoins(codecOf: CodecOf, row: ReadRow): Database['readInteraction'] {
  const codec = codecOf(interactions);
  const session = sessionParts(codecOf, 'i.clientIncarnation');
  const text = `select ${columns(codec, 'i')}, ${session.columns} from interactions i
  left join sessions s on s._id = ?2 ${session.joins} where i._id = ?1`;
  return async (interactionId, sessionId) => {
    const found = row(text, [interactionId, sessionId]);
    if (found === undefined) return undefined;
    const records = session.read(found.slice(codec.columns.length));
    const interaction = codec.decodeColumns(found, 0) as Interaction;
    return { interaction, ...(records !== undefined && { session: records }) };
  };
}

export function signInByJoins(codecOf: CodecOf, row: ReadRow): Database['readSignIn'] {
  const parts = joined([
    ['passkey', 'k', codecOf(passkeys)],
    ['user', 'u', codecOf(users)],
    ['challenge', 'h', codecOf(challenges)],
    ['interaction', 'i', codecOf(interactions)],
  ]);
  const text = `select ${parts.columns} from passkeys k left join users u on u._id = k.userId
  left join challenges h on h._id = ?2 left join interactions i on i._id = h.interactionId where k._id = ?1`;
  return async (passkeyId, challengeId) => {
    const found = row(text, [passkeyId, challengeId]);
    return found && (parts.read(found) as unknown as SignInRecords);
  };
}
