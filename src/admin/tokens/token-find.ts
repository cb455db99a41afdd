import { isOffline, liveGrant } from '../../access/live-grant.js';
import { sessionIdOf, subjectOf } from '../../access/names/subject.js';
import { readHandle } from '../../keys/secrets.js';
import { unverifiedClaim } from '../../keys/signed-jwt.js';
import type { Client } from '../../model/clients/client.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { User } from '../../model/people/user.js';
import { hasPassed } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import { findClientOfIssuer, isOfIssuer } from '../../oidc/protocol/client-of-issuer.js';
import { verifyIdTokenHint } from '../../oidc/protocol/id-token-hint.js';
import { findAccessToken } from '../../oidc/tokens/find-access-token.js';
import { findRefreshToken } from '../../oidc/tokens/find-refresh-token.js';

/** A valid token from any issuer, with the records on which the token depends. */
export interface FoundToken {
  readonly type: 'access_token' | 'refresh_token' | 'id_token';
  /** The id of the token's record. Absent if the token is a JWT, because JWTs are not stored. */
  readonly recordId?: string | undefined;
  readonly issuer: Issuer;
  readonly client: Client;
  /** The user for whom the token was issued. Absent if the client got the token for itself. */
  readonly user?: User | undefined;
  readonly grant?: Grant | undefined;
  readonly sessionId?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly audience?: readonly string[] | undefined;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** The claims in the token. Absent if the token is not a JWT. */
  readonly claims?: JsonObject | undefined;
}

/** Finds the token that has this text. Returns `undefined` if the token is not valid. */
export async function findToken(deps: Deps, text: string): Promise<FoundToken | undefined> {
  const issuer = await findIssuer(deps, text);
  if (issuer === undefined) return undefined;
  return (
    (await findValidAccessToken(deps, issuer, text)) ??
    (await findValidRefreshToken(deps, issuer, text)) ??
    (await findValidIdToken(deps, issuer, text))
  );
}

/**
 * Finds the issuer of a token, so that the token can be verified with the issuer's keys. For a JWT, this function reads
 * the issuer from the `iss` claim, which has not been verified yet.
 */
async function findIssuer(deps: Deps, text: string): Promise<Issuer | undefined> {
  const handle = readHandle(text);
  if (handle !== undefined) {
    const token = await deps.store.tokens.find(handle.id);
    return token && deps.store.issuers.find(token.issuerId);
  }
  const url = unverifiedClaim(text, 'iss');
  if (url === deps.config.issuer) return deps.store.issuers.find(DEFAULT_ISSUER_ID);
  const prefix = `${deps.config.issuer}/i/`;
  return typeof url === 'string' && url.startsWith(prefix)
    ? deps.store.issuers.findBySlug(url.slice(prefix.length))
    : undefined;
}

async function findValidAccessToken(deps: Deps, issuer: Issuer, text: string): Promise<FoundToken | undefined> {
  const found = await findAccessToken(deps, issuer, text);
  if (found === undefined) return undefined;
  const { id, isJwt, client, live, scopes, audience, issuedAt, expiresAt } = found;
  return {
    type: 'access_token',
    issuer,
    client,
    scopes,
    audience,
    issuedAt,
    expiresAt,
    ...(isJwt ? { claims: claimsOf(text) } : { recordId: id }),
    ...(live !== undefined && { user: live.user, grant: live.grant, sessionId: live.grant.sessionId }),
  };
}

async function findValidRefreshToken(deps: Deps, issuer: Issuer, text: string): Promise<FoundToken | undefined> {
  const found = await findRefreshToken(deps, text);
  const now = deps.clock.now();
  const live = liveGrant(found, now);
  if (found === undefined || live === undefined || !isOfIssuer(live.grant, issuer)) return undefined;
  const { id, scopes, audience, createdAt, expiresAt, endedAt, replacedAt } = found.token;
  if (endedAt !== undefined || replacedAt !== undefined || hasPassed(expiresAt, now)) return undefined;
  const { client, user, grant } = live;
  if (!isOffline(grant, client)) return undefined;
  const { sessionId } = grant;
  return {
    type: 'refresh_token',
    recordId: id,
    issuer,
    client,
    user,
    grant,
    sessionId,
    scopes,
    audience,
    issuedAt: createdAt,
    expiresAt,
  };
}

/**
 * Returns an ID token if it is valid. An ID token is valid until it expires, as long as its client and its user are
 * enabled.
 */
async function findValidIdToken(deps: Deps, issuer: Issuer, text: string): Promise<FoundToken | undefined> {
  const audience = unverifiedClaim(text, 'aud');
  const client = typeof audience === 'string' ? await findClientOfIssuer(deps, issuer, audience) : undefined;
  const claims = client && (await verifyIdTokenHint(deps, issuer, client, text));
  if (client === undefined || typeof claims?.exp !== 'number' || typeof claims.iat !== 'number') return undefined;
  const expiresAt = new Date(claims.exp * 1000);
  if (hasPassed(expiresAt, deps.clock.now())) return undefined;
  const user = await findUser(deps, issuer, client, claims);
  if (user?.enabled !== true) return undefined;
  return {
    type: 'id_token',
    issuer,
    client,
    user,
    audience: [client.id],
    claims,
    sessionId: sessionIdOf(issuer, client, claims.sid),
    issuedAt: new Date(claims.iat * 1000),
    expiresAt,
  };
}

/**
 * Finds the user of an ID token. If the token names a session, the session identifies the user, because a pairwise
 * `sub` does not contain the id of the user.
 */
async function findUser(deps: Deps, issuer: Issuer, client: Client, claims: JsonObject): Promise<User | undefined> {
  const sessionId = sessionIdOf(issuer, client, claims.sid);
  const session = sessionId === undefined ? undefined : await deps.store.sessions.find(sessionId);
  const user = await deps.store.users.find(session?.userId ?? String(claims.sub));
  return user !== undefined && subjectOf(issuer, client, user) === claims.sub ? user : undefined;
}

/** Reads the claims of a JWT whose signature has already been verified. */
function claimsOf(jwt: string): JsonObject {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8')) as JsonObject;
}
