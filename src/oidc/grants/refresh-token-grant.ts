import { knownScopes } from '../../access/claims/known-scopes.js';
import { isOffline, type LiveGrant, liveGrant } from '../../access/live-grant.js';
import { tryTouchLastUsed } from '../../access/touch-last-used.js';
import { LOST_RACE, retryLostRaces } from '../../model/change-record.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import type { JsonObject } from '../../model/json.js';
import { earlier, hasPassed } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import { extension } from '../../model/tokens/token-changes.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import type { DpopKey } from '../protocol/dpop.js';
import { narrowTarget, targetOfUser } from '../protocol/resource-indicators.js';
import { parseScope } from '../protocol/scope.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { type FoundRefreshToken, findRefreshToken } from '../tokens/find-refresh-token.js';
import { type Issuance, issueTokens } from '../tokens/issue-tokens.js';
import { refreshTokenExpiry, rotates } from '../tokens/refresh-token.js';
import { type Presented, type RotationOutcome, rotate } from './refresh-rotation.js';
import { revokeReused } from './revoke-reused.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/**
 * Exchanges a refresh token for new tokens. This takes two round trips to the database: a read, and one change set that
 * replaces the refresh token and stores the new tokens.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 | RFC 6749 §6},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens | OpenID Connect Core §12}
 */
export const refreshTokenGrant: GrantHandler = async (deps, issuer, authenticated, parameters, dpopKey) => {
  const records = await readToken(deps, parameters);
  const { token, live } = checkToken(deps, issuer, authenticated, records, dpopKey);
  const presented = { token, secret: records.secret, client: live.client, jkt: dpopKey?.jkt };
  const granted = { scopes: narrowedScopes(token, parameters), resource: live.grant.resource };
  const known = await knownScopes(deps);
  const target = narrowTarget(live.client, known, targetOfUser(live.client, known, live.roles, granted), parameters);
  const now = deps.clock.now();
  const expiresAt = refreshTokenExpiry(live.client, live.grant, now);
  const { id: grantId, lastUsedAt, createdAt } = live.grant;
  void tryTouchLastUsed(deps, lastUsedAt ?? createdAt, (at) => deps.store.grants.touch(grantId, at));
  const issuance: Issuance = {
    issuer,
    authenticated,
    client: live.client,
    live,
    ...target,
    dpopKey,
    accessExpiresAt: earlier(accessTokenExpiry(deps, live.client, now), live.grant.expiresAt),
    refreshed: true,
  };
  return replaceAndIssue(deps, presented, issuance, expiresAt);
};

async function readToken(deps: Deps, { refresh_token }: TokenParameters): Promise<FoundRefreshToken> {
  if (refresh_token === undefined) throw new OAuthError('invalid_request', 'The refresh_token parameter is missing.');
  const found = await findRefreshToken(deps, refresh_token);
  if (found === undefined) throw invalidGrant('The refresh token is malformed or unknown.');
  return found;
}

/**
 * RFC 6749 §6: a refresh token is bound to its client. These checks run before the first write, so that a client can
 * neither replace nor revoke another client's refresh token.
 */
function checkToken(
  deps: Deps,
  issuer: Issuer,
  { client }: AuthenticatedClient,
  records: FoundRefreshToken,
  dpopKey: DpopKey | undefined,
): { token: Token; live: LiveGrant } {
  const { token } = records;
  if (token.clientId !== client.id || !isSameGeneration(token.clientGeneration, client.generation)) {
    throw invalidGrant('The refresh token was issued to another client.');
  }
  const now = deps.clock.now();
  const live = liveGrant(records, now);
  if (live === undefined || !isOfIssuer(live.grant, issuer)) {
    throw invalidGrant('The grant behind this refresh token has been revoked. Send a new authorization request.');
  }
  if (hasPassed(token.expiresAt, now)) {
    throw invalidGrant('The refresh token has expired. Send a new authorization request.');
  }
  // RFC 9449 §5: the client must prove possession of the key with which it obtained the refresh token.
  if (token.jkt !== undefined && token.jkt !== dpopKey?.jkt) {
    throw invalidGrant(
      'The refresh token is bound to another key. Make the DPoP proof with the key that was used to obtain the token.',
    );
  }
  if (!isOffline(live.grant, live.client)) {
    throw invalidGrant(
      'The client no longer has the scope offline_access or the grant type refresh_token. Add both to the client, then send a new authorization request.',
    );
  }
  return { token, live };
}

/** RFC 6749 §6: the client must not request a scope that was not originally granted. */
function narrowedScopes({ scopes }: Token, { scope }: TokenParameters): readonly string[] {
  const requested = scope === undefined ? scopes : parseScope(scope);
  if (!requested.every((one) => scopes.includes(one))) {
    throw new OAuthError('invalid_scope', 'The scope parameter exceeds the scope that was granted.');
  }
  return requested;
}

/**
 * Replaces the refresh token and issues new tokens. If rotation is off for this client, extends the lifetime of the
 * present refresh token, so that the client continues to use it. If another request changes the refresh token at the
 * same time, the record is read again.
 */
function replaceAndIssue(deps: Deps, presented: Presented, issuance: Issuance, expiresAt: Date): Promise<JsonObject> {
  let known: Token | undefined = presented.token;
  return retryLostRaces(async () => {
    const token = known ?? (await deps.store.tokens.find(presented.token.id));
    known = undefined;
    if (token === undefined) throw invalidGrant('The refresh token has expired. Send a new authorization request.');
    if (!rotates(presented.client) && token.replacedAt === undefined && token.endedAt === undefined) {
      return (await issueTokens(deps, issuance, [extension(token.id, expiresAt)])) ?? LOST_RACE;
    }
    const outcome = await rotate(deps, { ...presented, token }, expiresAt);
    if (outcome === LOST_RACE) return LOST_RACE;
    if (outcome.kind !== 'replaced') return reject(deps, issuance, outcome);
    const { successor, isStored, consumed } = outcome;
    return (await issueTokens(deps, { ...issuance, refresh: { ...successor, isStored } }, consumed)) ?? LOST_RACE;
  });
}

async function reject(
  deps: Deps,
  { live }: Issuance,
  outcome: Exclude<RotationOutcome, { kind: 'replaced' }>,
): Promise<never> {
  if (outcome.kind === 'refused') throw invalidGrant(outcome.reason);
  if (live !== undefined) await revokeReused(deps, live.grant, 'REFRESH_TOKEN_REUSED');
  // RFC 9700 §4.14.2: an attacker may have stolen the refresh token or its successor, so the server revokes the grant.
  throw invalidGrant('The refresh token was used after it had been replaced. The grant has been revoked.');
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
