import {
  intersectPermissions,
  permissionsOfClient,
  permissionsOfRole,
} from '../access/administration/admin-permissions.js';
import { permissionsOfKey } from '../access/administration/maker-permissions.js';
import { tryTouchLastUsed } from '../access/touch-last-used.js';
import { equalInConstantTime, readHandle, sha256 } from '../keys/secrets.js';
import { DEFAULT_ISSUER_ID } from '../model/clients/issuer.js';
import type { Caller, Deps } from '../model/deps.js';
import type { User } from '../model/people/user.js';
import { administrationResource, isAdminPermission } from '../model/server/administration.js';
import { acceptToken } from '../oidc/protected-resource/protected-resource.js';
import type { AdminCaller } from './admin-caller.js';

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
  /** The URL of the request, for which the DPoP proof was made. Default: the URL of the GraphQL API. */
  readonly url?: string | undefined;
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
  const permissions = await permissionsOfKey(deps, key);
  if (permissions === undefined) return undefined;
  await tryTouchLastUsed(deps, key.lastUsedAt, (now) => deps.store.apiKeys.touch(key.id, now));
  const { id, order, userId, clientId, clientGeneration, expiresAt } = key;
  const maker = { userId, clientId, clientGeneration, makerKeyId: id, makerKeyOrder: order };
  return { kind: 'API_KEY', id, maker, expiresAt, permissions, ipAddress: from.ipAddress };
}

/**
 * Authenticates a caller by an access token that the default issuer issued for this API. The caller's permissions are
 * the scopes of the token, without those that the client may no longer request. If the token belongs to a user, the
 * permissions are also limited to those of the user's role.
 */
async function authenticateAccessToken(
  deps: Deps,
  credentials: Credentials,
  from: Caller,
): Promise<AdminCaller | undefined> {
  const issuer = await deps.store.issuers.find(DEFAULT_ISSUER_ID);
  if (issuer === undefined) return undefined;
  const resource = administrationResource(deps.config.issuer);
  const { url = resource, authorization, dpop } = credentials;
  const { token } = await acceptToken(deps, issuer, { authorization, dpop, method: 'POST', parameters: [] }, url);
  if (!token.audience.includes(resource)) return undefined;
  const scopes = token.scopes.filter(isAdminPermission);
  const permissions = intersectPermissions(scopes, permissionsOfClient(token.client));
  const { ipAddress } = from;
  const { id, generation, grantEpoch } = token.client;
  const client = { clientId: id, clientGeneration: generation, clientGrantEpoch: grantEpoch };
  if (token.live === undefined) return { kind: 'CLIENT', id, maker: client, permissions, ipAddress };
  const { user, grant } = token.live;
  const held = await permissionsOfRole(deps, user);
  return {
    kind: 'USER',
    id: user.id,
    maker: { ...client, userId: user.id, keyEpoch: user.keyEpoch ?? 0, grantId: grant.id },
    expiresAt: grant.expiresAt,
    authenticatedAt: grant.authTime,
    permissions: intersectPermissions(permissions, held),
    ...(held.length === 0 && { lackReason: lackReason(deps, user) }),
    ipAddress,
  };
}

/** Explains why a user with a role has no permissions, if the cause is the number of passkeys. */
function lackReason({ config }: Deps, { adminRole, passkeyIds }: User): string | undefined {
  const { administratorMinimum: minimum } = config;
  if (adminRole === undefined || passkeyIds.length >= minimum) return undefined;
  return `An administrator of this server needs ${minimum} passkeys, and the user has ${passkeyIds.length}. Register another passkey at /account.`;
}
