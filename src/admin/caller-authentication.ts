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
import { OAuthError } from '../model/errors.js';
import type { User } from '../model/people/user.js';
import { administrationResource, isAdminPermission } from '../model/server/administration.js';
import { type AcceptedToken, acceptToken } from '../oidc/protected-resource/protected-resource.js';
import type { LiveAccessToken } from '../oidc/tokens/find-access-token.js';
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

/** A caller whose credentials can be checked again, for a response that lasts. */
export interface LastingCaller {
  readonly caller: AdminCaller;
  /** When the API key or access token expires. Absent if it does not. */
  readonly expiresAt?: Date | undefined;
  /**
   * Checks the credentials again, without the DPoP proof. Returns the caller with its present permissions, or
   * `undefined` if the credentials are no longer valid.
   */
  checkAgain(): Promise<AdminCaller | undefined>;
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
  return (await authenticateLastingCaller(deps, credentials, from))?.caller;
}

/** Authenticates the sender of a request as `authenticateCaller` does, for a response that lasts. */
export async function authenticateLastingCaller(
  deps: Deps,
  credentials: Credentials,
  from: Caller,
): Promise<LastingCaller | undefined> {
  if (credentials.authorization === undefined) return undefined;
  const bearer = /^Bearer +(\S+) *$/i.exec(credentials.authorization)?.[1] ?? '';
  const { bootstrapApiKey } = deps.config;
  if (bootstrapApiKey !== undefined && equalInConstantTime(bearer, bootstrapApiKey)) {
    const caller: AdminCaller = {
      kind: 'API_KEY',
      id: BOOTSTRAP_KEY_ID,
      permissions: ['*'],
      ipAddress: from.ipAddress,
    };
    return { caller, checkAgain: async () => caller };
  }
  if (!bearer.startsWith(API_KEY_PREFIX)) return authenticateAccessToken(deps, credentials, from);
  const checkAgain = () => authenticateApiKey(deps, bearer.slice(API_KEY_PREFIX.length), from);
  const caller = await checkAgain();
  return caller && { caller, expiresAt: caller.expiresAt, checkAgain };
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

/** Authenticates a caller by an access token that the default issuer issued for this API. */
async function authenticateAccessToken(
  deps: Deps,
  credentials: Credentials,
  from: Caller,
): Promise<LastingCaller | undefined> {
  const issuer = await deps.store.issuers.find(DEFAULT_ISSUER_ID);
  if (issuer === undefined) return undefined;
  const resource = administrationResource(deps.config.issuer);
  const { url = resource, authorization, dpop } = credentials;
  const input = { authorization, dpop, method: 'POST', parameters: [] };
  const { token, findAgain } = await acceptToken(deps, issuer, input, url);
  if (!token.audience.includes(resource)) return undefined;
  return {
    caller: await callerOfToken(deps, token, from),
    expiresAt: token.expiresAt,
    checkAgain: () => checkTokenAgain(deps, findAgain, from),
  };
}

async function checkTokenAgain(
  deps: Deps,
  findAgain: AcceptedToken['findAgain'],
  from: Caller,
): Promise<AdminCaller | undefined> {
  try {
    return await callerOfToken(deps, await findAgain(), from);
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

/**
 * The caller's permissions are the scopes of the token, without those that the client may no longer request. If the
 * token belongs to a user, the permissions are also limited to those of the user's role.
 */
async function callerOfToken(deps: Deps, token: LiveAccessToken, { ipAddress }: Caller): Promise<AdminCaller> {
  const scopes = token.scopes.filter(isAdminPermission);
  const permissions = intersectPermissions(scopes, permissionsOfClient(token.client));
  const { id, generation, grantEpoch } = token.client;
  const client = { clientId: id, clientGeneration: generation, clientGrantEpoch: grantEpoch };
  if (token.live === undefined) return { kind: 'CLIENT', id, maker: client, permissions, ipAddress };
  const { user, grant } = token.live;
  const held = await permissionsOfRole(deps, user);
  const owner = { userId: user.id, keyEpoch: user.keyEpoch ?? 0 };
  // The console is a part of this server, like the account page: what a user makes there does not end with the token.
  const isOwn = token.client.isBuiltIn === true;
  return {
    kind: 'USER',
    id: user.id,
    maker: isOwn ? owner : { ...client, ...owner, grantId: grant.id },
    expiresAt: isOwn ? undefined : grant.expiresAt,
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
