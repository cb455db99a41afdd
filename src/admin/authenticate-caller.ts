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
import { limitedTo, permissionsOfClient, ROLE_PERMISSIONS } from './authorization.js';

/** The name that the key of the environment has in the audit log; no stored key may take it. */
export const BOOTSTRAP_KEY_ID = 'bootstrap';

export const API_KEY_PREFIX = 'pg_';

/** Whoever can run a command on the machine holds its database and its keys already. */
export const systemCaller: AdminCaller = { permissions: ['*'] };

/** What a request says of who sends it. */
export interface Credentials {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  /** The `DPoP` header. */
  readonly dpop?: string | undefined;
}

/**
 * Who sends a request; `undefined` where nobody says, or whose key it is cannot be found.
 *
 * @throws OAuthError with its challenge, where an access token does not count
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
    ? callerOfApiKey(deps, bearer.slice(API_KEY_PREFIX.length), from)
    : callerOfAccessToken(deps, credentials, from);
}

async function callerOfApiKey(deps: Deps, text: string, from: Caller): Promise<AdminCaller | undefined> {
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

/** A key counts only as far as whoever made it goes at present, and is nobody's once they are gone. */
async function presentPermissions(deps: Deps, key: ApiKey): Promise<AdminCaller['permissions'] | undefined> {
  let { permissions } = key;
  if (key.clientId !== undefined) {
    const client = await deps.store.clients.find(key.clientId);
    if (client?.enabled !== true || !isSameGeneration(client.generation, key.clientGeneration)) return undefined;
    permissions = limitedTo(permissions, permissionsOfClient(client));
  }
  if (key.userId === undefined) return permissions;
  const user = await deps.store.users.find(key.userId);
  return user?.enabled === true ? limitedTo(permissions, await permissionsOfRole(deps, user)) : undefined;
}

/** What the present role of a user holds. */
export async function permissionsOfRole(deps: Deps, user: User): Promise<AdminCaller['permissions']> {
  const owners = await deps.store.owners.find(OWNERS_ID);
  const role = owners && presentRole(user, owners);
  return role === undefined ? [] : ROLE_PERMISSIONS[role];
}

/**
 * An access token of the server's own issuer, meant for this API: of a client that acts for itself, or of a user, whose
 * scopes count only as far as their role goes. What the client may not ask for any more counts no more either.
 */
async function callerOfAccessToken(
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
  const permissions = limitedTo(scopes, permissionsOfClient(token.client));
  const { ipAddress } = from;
  const { id, generation } = token.client;
  if (token.live === undefined) return { kind: 'CLIENT', id, client: { id, generation }, permissions, ipAddress };
  const { user } = token.live;
  const limited = limitedTo(permissions, await permissionsOfRole(deps, user));
  return { kind: 'USER', id: user.id, userId: user.id, permissions: limited, ipAddress };
}
