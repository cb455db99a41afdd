import { touchLastUsed } from '../access/touch-last-used.js';
import { equalInConstantTime, readHandle, sha256 } from '../keys/secrets.js';
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

/** The id under which the audit log shows the key in BOOTSTRAP_API_KEY. No other API key can have this id. */
export const BOOTSTRAP_KEY_ID = 'bootstrap';

export const API_KEY_PREFIX = 'pg_';

/**
 * The caller for commands that run on the server. It has every permission, because a command can read the database and
 * the secret keys anyway.
 */
export const systemCaller: AdminCaller = { permissions: ['*'] };

export interface Credentials {
  readonly authorization: string | undefined;
  readonly dpop?: string | undefined;
}

/**
 * Authenticates the sender of a request. Returns `undefined` if the request has no credentials or an invalid API key.
 *
 * @throws OAuthError with a challenge for the client, if the access token is invalid
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
  const handle = readHandle(text);
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
 * Returns those permissions of an API key that its creator still has. Returns `undefined` if the creator was disabled
 * or deleted, because the key is then invalid.
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

export async function permissionsOfRole(deps: Deps, user: User): Promise<AdminCaller['permissions']> {
  const owners = await deps.store.owners.find(OWNERS_ID);
  const role = owners && presentRole(user, owners);
  return role === undefined ? [] : ROLE_PERMISSIONS[role];
}

/**
 * Authenticates a caller by an access token for this API from the default issuer. The permissions are those scopes of
 * the token that the client may still request. If the token belongs to a user, the user's role limits them.
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
