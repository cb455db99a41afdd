import { knownScopes } from '../../access/claims/known-scopes.js';
import { scopesOfUser } from '../../access/role-scopes.js';
import { equalInConstantTime, type Handle, readHandle, sha256 } from '../../keys/secrets.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { isJsonObject, type JsonObject } from '../../model/json.js';
import { hasPassed } from '../../model/time.js';
import { ACCESS_TOKEN_TYPE } from './access-token.js';
import { type Dependencies, findDependenciesOfClaims, findDependenciesOfRecord } from './token-dependencies.js';

/** A valid access token from this issuer, with the records that it depends on. */
export interface LiveAccessToken extends Dependencies {
  /** The id of the token's record or, if the token is a JWT, its `jti` claim. */
  readonly id: string;
  readonly isJwt: boolean;
  /** The `act` claim, which names the party that acts for the user (RFC 8693 §4.1). */
  readonly act?: JsonObject;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** The thumbprint of the key that the token is bound to (RFC 9449 §6). Missing for a bearer token. */
  readonly jkt?: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Finds an access token and the records that it depends on. Returns `undefined` if the text is not a valid access
 * token. Makes at most one database query.
 */
export function findAccessToken(deps: Deps, issuer: Issuer, text: string): Promise<LiveAccessToken | undefined> {
  const handle = readHandle(text);
  return handle === undefined ? findJwt(deps, issuer, text) : findOpaque(deps, issuer, handle);
}

async function findOpaque(deps: Deps, issuer: Issuer, handle: Handle): Promise<LiveAccessToken | undefined> {
  const records = await deps.store.readLive({ tokenId: handle.id });
  const token = records?.token;
  if (token?.kind !== 'access' || !equalInConstantTime(token.secretHash, sha256(handle.secret))) return undefined;
  if (token.endedAt !== undefined || hasPassed(token.expiresAt, deps.clock.now())) return undefined;
  const found = await findDependenciesOfRecord(deps, issuer, records ?? {}, token);
  if (found === undefined) return undefined;
  const { id, audience, act, jkt, createdAt: issuedAt, expiresAt } = token;
  return {
    ...found,
    id,
    isJwt: false,
    scopes: remainingScopes(await knownScopes(deps), found, token.scopes),
    audience,
    issuedAt,
    expiresAt,
    ...(act !== undefined && { act }),
    ...(jkt !== undefined && { jkt }),
  };
}

async function findJwt(deps: Deps, issuer: Issuer, jwt: string): Promise<LiveAccessToken | undefined> {
  const claims = (await deps.keys.verifyOwn(issuer, jwt, ACCESS_TOKEN_TYPE))?.claims;
  if (claims === undefined || typeof claims.exp !== 'number' || typeof claims.iat !== 'number') return undefined;
  const expiresAt = new Date(claims.exp * 1000);
  if (hasPassed(expiresAt, deps.clock.now())) return undefined;
  const found = await findDependenciesOfClaims(deps, issuer, claims);
  if (found === undefined || found.client.id !== claims.client_id) return undefined;
  const { cnf, act } = claims;
  return {
    ...found,
    ...(isJsonObject(act) && { act }),
    ...(isJsonObject(cnf) && typeof cnf.jkt === 'string' && { jkt: cnf.jkt }),
    id: String(claims.jti),
    isJwt: true,
    scopes: remainingScopes(
      await knownScopes(deps),
      found,
      typeof claims.scope === 'string' ? claims.scope.split(' ') : [],
    ),
    audience: [claims.aud].flat().filter((value) => typeof value === 'string'),
    issuedAt: new Date(claims.iat * 1000),
    expiresAt,
  };
}

/**
 * Returns the token's scopes. A scope is left out if the token's client, or the client of the grant, no longer has it, or
 * if the user no longer has a role that it requires.
 */
export function remainingScopes(
  known: readonly Scope[],
  { client, live }: Dependencies,
  scopes: readonly string[],
): string[] {
  const ofClients = scopes.filter(
    (scope) => client.scopes.includes(scope) && live?.client.scopes.includes(scope) !== false,
  );
  return live === undefined ? ofClients : scopesOfUser(known, client, live.roles, ofClients);
}
