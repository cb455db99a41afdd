import { createUnionType } from 'type-graphql';
import { hasPermission } from '../access/administration/admin-permissions.js';
import { isActive } from '../access/sessions/session.js';
import type { AdminPermission } from '../model/server/administration.js';
import { ApiKeyObject, apiKeyObject } from './api-key-objects.js';
import { ClientObject, clientObject } from './client-object.js';
import type { GraphqlContext } from './graphql-context.js';
import { GroupObject, groupObject } from './group-objects.js';
import { IssuerObject, issuerObject } from './issuer-objects.js';
import { liveRole } from './live-roles.js';
import { PasskeyObject, passkeyObject } from './passkey-object.js';
import { RoleObject, roleObject } from './role-objects.js';
import { SessionObject, sessionObject } from './session-objects.js';
import { UserObject, userObject } from './user-object.js';

/** An object with the name of its type, by which GraphQL finds the type of a member of a union. */
type Named = object & { readonly __typename: string };

function resolveType({ __typename }: Named): string {
  return __typename;
}

export const AuditActorUnion = createUnionType({
  name: 'AuditActor',
  description: 'What acted in an audit event.',
  types: () => [UserObject, ClientObject, ApiKeyObject] as const,
  resolveType: resolveType as never,
});

export const AuditRecordUnion = createUnionType({
  name: 'AuditRecord',
  description: 'A record that an audit event concerns.',
  types: () =>
    [
      UserObject,
      ClientObject,
      GroupObject,
      RoleObject,
      IssuerObject,
      ApiKeyObject,
      SessionObject,
      PasskeyObject,
    ] as const,
  resolveType: resolveType as never,
});

/** How a record is found by its id, and the permission that its object requires. */
interface Kind {
  readonly permission: AdminPermission;
  readonly find: (context: GraphqlContext, id: string) => Promise<Named | undefined>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  user: {
    permission: 'users:read',
    find: async ({ loaders }, id) => named('User', await loaders.users.load(id), userObject),
  },
  client: {
    permission: 'clients:read',
    find: async ({ loaders }, id) => named('Client', await loaders.clients.load(id), clientObject),
  },
  group: {
    permission: 'groups:read',
    find: async ({ loaders }, id) => named('Group', await loaders.groups.load(id), groupObject),
  },
  role: {
    permission: 'permissions:read',
    find: async ({ loaders }, id) => named('Role', await liveRole(loaders, await loaders.roles.load(id)), roleObject),
  },
  issuer: {
    permission: 'issuers:read',
    find: async ({ deps, loaders }, id) =>
      named('Issuer', await loaders.issuers.load(id), (issuer) => issuerObject(deps.config, issuer)),
  },
  apiKey: {
    permission: 'apiKeys:read',
    find: async ({ loaders }, id) => named('ApiKey', await loaders.apiKeys.load(id), apiKeyObject),
  },
  session: {
    permission: 'sessions:read',
    find: async (context, id) => named('Session', await activeSession(context, id), sessionObject),
  },
  passkey: {
    permission: 'users:read',
    find: async (context, id) => named('Passkey', await listedPasskey(context, id), passkeyObject),
  },
};

function named<R, T extends object>(__typename: string, record: R | undefined, toObject: (record: R) => T) {
  return record && { ...toObject(record), __typename };
}

/** Returns the object of a record. Returns `null` if it was deleted, or if the caller cannot read this kind of record. */
export async function recordObject(
  context: GraphqlContext,
  kind: string | null,
  id: string | null,
): Promise<Named | null> {
  const found = kind === null || !Object.hasOwn(KINDS, kind) ? undefined : KINDS[kind];
  if (found === undefined || id === null || !hasPermission(context.caller.permissions, found.permission)) return null;
  return (await found.find(context, id)) ?? null;
}

/** A session that has ended is stored for some time, but is shown nowhere. */
export async function activeSession({ deps, loaders }: GraphqlContext, id: string) {
  const session = await loaders.sessions.load(id);
  const user = session && (await loaders.users.load(session.userId));
  return session !== undefined && user !== undefined && isActive(deps, session, user) ? session : undefined;
}

async function listedPasskey({ loaders }: GraphqlContext, id: string) {
  const passkey = await loaders.passkeys.load(id);
  const user = passkey && (await loaders.users.load(passkey.userId));
  return user?.passkeyIds.includes(id) === true ? passkey : undefined;
}
