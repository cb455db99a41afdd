import { touchLastUsed } from '../access/touch-last-used.js';
import { equalInConstantTime, parseHandle, sha256 } from '../keys/secrets.js';
import { DEFAULT_ISSUER_ID } from '../model/clients/issuer.js';
import type { Caller, Deps } from '../model/deps.js';
import { isSameGeneration } from '../model/generation.js';
import { OWNERS_ID, presentRole } from '../model/people/owners.js';
import type { User } from '../model/people/user.js';
import { administrationResource, isAdminPermission } from '../model/server/administration.js';
import type { ApiKey } from '../model/server/api-key.js';
import { hasPassed } from '../model/time.js';
import { acceptToken } from '../oidc/protected-resource/protected-resource.js';
import type { AdminCaller } from './admin-caller.js';
import { intersectPermissions, permissionsOfClient, ROLE_PERMISSIONS } from './authorization.js';

/** The id of BOOTSTRAP_API_KEY in the audit log. No stored key can have it. */
export const BOOTSTRAP_KEY_ID = 'bootstrap';

export const API_KEY_PREFIX = 'pg_';

/** Commands on the server have every permission: they can read the database and the keys anyway. */
export const systemCaller: AdminCaller = { permissions: ['*'] };

/** The headers of a request that identify the caller. */
export interface Credentials {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** The `DPoP` header. */
  readonly dpop?: string | undefined;
}

/**
 * The caller of a request; `undefined` without credentials, or if the API key is not valid.
 *
 * @throws OAuthError with a challenge, if an access token is not valid
 */
export async function authenticateCaller(
  deps: Deps,
  credentials: Credentials,
  from: Caller,
): Promise<AdminCaller | undefined> {
  if (credentials.authorization === undefined) return undefined;
  const bearer = /^Bearer +(\S+) *$/i.exec(credentials.authorization)?.[1] ?? '';
  const { bootstrapApiKey } = deps.config;
  if (bootstrapApiKey !== undefined && equalInConstantTime(bearer, bootstrapApiKey)) {
    return { kind: 'API_KEY', id: BOOTSTRAP_KEY_ID, permissions: ['*'], ipAddress: from.ipAddress };
  }
  return bearer.startsWith(API_KEY_PREFIX)
    ? authenticateApiKey(deps, bearer.slice(API_KEY_PREFIX.length), from)
    : authenticateAccessToken(deps, credentials, from);
}

async function authenticateApiKey(deps: Deps, text: string, from: Caller): Promise<AdminCaller | undefined> {
  const handle = parseHandle(text);
  const key = handle === undefined ? undefined : await deps.store.apiKeys.find(handle.id);
  if (handle === undefined || key === undefined) return undefined;
  if (!equalInConstantTime(key.secretHash, sha256(handle.secret))) return undefined;
  if (key.expiresAt !== undefined && hasPassed(key.expiresAt, deps.clock.now())) return undefined;
  const permissions = await presentPermissions(deps, key);
  if (permissions === undefined) return undefined;
  await touchLastUsed(deps, key.lastUsedAt, (now) => deps.store.apiKeys.touch(key.id, now));
  const client = clientOf(key);
  const { id, userId, expiresAt } = key;
  return { kind: 'API_KEY', id, userId, client, expiresAt, permissions, ipAddress: from.ipAddress };
}

function clientOf({ clientId: id, clientGeneration: generation }: ApiKey): AdminCaller['client'] {
  return id === undefined || generation === undefined ? undefined : { id, generation };
}

/**
 * The permissions of a key that its creator has at present. `undefined`: the creator is disabled or deleted, and the
 * key is invalid.
 */
async function presentPermissions(deps: Deps, key: ApiKey): Promise<AdminCaller['permissions'] | undefined> {
  let { permissions } = key;
  if (key.clientId !== undefined) {
    const client = await deps.store.clients.find(key.clientId);
    if (client?.enabled !== true || !isSameGeneration(client.generation, key.clientGeneration)) return undefined;
    permissions = intersectPermissions(permissions, permissionsOfClient(client));
  }
  if (key.userId === undefined) return permissions;
  const user = await deps.store.users.find(key.userId);
  return user?.enabled === true ? intersectPermissions(permissions, await permissionsOfRole(deps, user)) : undefined;
}

/** The permissions of the present role of a user. */
export async function permissionsOfRole(deps: Deps, user: User): Promise<AdminCaller['permissions']> {
  const owners = await deps.store.owners.find(OWNERS_ID);
  const role = owners && presentRole(user, owners);
  return role === undefined ? [] : ROLE_PERMISSIONS[role];
}

/**
 * Accepts access tokens of the default issuer with this API as audience. The permissions are the scopes of the token
 * that the client may still request and, for the token of a user, that the role of the user has.
 */
async function authenticateAccessToken(
  deps: Deps,
  credentials: Credentials,
  from: Caller,
): Promise<AdminCaller | undefined> {
  const issuer = await deps.store.issuers.find(DEFAULT_ISSUER_ID);
  if (issuer === undefined) return undefined;
  const url = administrationResource(deps.config.issuer);
  const { token } = await acceptToken(deps, issuer, { ...credentials, method: 'POST', parameters: [] }, url);
  if (!token.audience.includes(url)) return undefined;
  const scopes = token.scopes.filter(isAdminPermission);
  const permissions = intersectPermissions(scopes, permissionsOfClient(token.client));
  const { ipAddress } = from;
  const { id, generation } = token.client;
  if (token.live === undefined) return { kind: 'CLIENT', id, client: { id, generation }, permissions, ipAddress };
  const { user } = token.live;
  const limited = intersectPermissions(permissions, await permissionsOfRole(deps, user));
  return { kind: 'USER', id: user.id, userId: user.id, permissions: limited, ipAddress };
}
