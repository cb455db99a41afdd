import { knownScopes } from '../../access/claims.js';
import { type LiveGrant, liveGrant } from '../../access/live-grant.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { earlier, hasPassed, secondsAfter } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { Token } from '../../model/tokens/token.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import type { DpopKey } from '../protocol/dpop.js';
import { narrowAim } from '../protocol/resource-indicators.js';
import { scopeTokens } from '../protocol/scope.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { type FoundRefreshToken, findRefreshToken } from '../tokens/find-refresh-token.js';
import { issueTokens } from '../tokens/issue-tokens.js';
import { isRefreshable, refreshTokenExpiry, rotates } from '../tokens/refresh-token.js';
import { rotate } from './refresh-rotation.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/**
 * Refreshes: reads all that the token stands on, replaces it, and then issues. Three round trips.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 | RFC 6749 §6},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokens | OpenID Connect Core §12}
 */
export const refreshTokenGrant: GrantHandler = async (deps, issuer, authenticated, parameters, proved) => {
  const records = await recordsOf(deps, parameters);
  const { token, live } = checkToken(deps, issuer, authenticated, records, proved);
  const granted = { scopes: narrowedScopes(token, parameters), resource: live.grant.resource };
  const aim = narrowAim(live.client, await knownScopes(deps), granted, parameters);
  const now = deps.clock.now();
  const expiresAt = refreshTokenExpiry(live.client, live.grant, now);
  touchLastUsed(deps, live.grant, now);
  const refresh = await renew(deps, live.grant, token, expiresAt, rotates(live.client));
  return issueTokens(deps, {
    issuer,
    authenticated,
    client: live.client,
    live,
    ...aim,
    proved,
    accessExpiresAt: earlier(accessTokenExpiry(deps, live.client, now), live.grant.expiresAt),
    // §6: the scope of a new refresh token MUST be identical to that of the one it replaces.
    ...(refresh !== undefined && { refresh: { ...refresh, scopes: token.scopes } }),
    refreshed: true,
  });
};

async function recordsOf(deps: Deps, { refresh_token }: TokenParameters): Promise<FoundRefreshToken> {
  if (refresh_token === undefined) throw new OAuthError('invalid_request', 'refresh_token is missing.');
  const found = await findRefreshToken(deps, refresh_token);
  if (found === undefined) throw refused('There is no such refresh token.');
  return found;
}

/** §6: the token MUST be bound to the client, and is checked before anything is said, or done, about it. */
function checkToken(
  deps: Deps,
  issuer: Issuer,
  { client }: AuthenticatedClient,
  records: FoundRefreshToken,
  proved: DpopKey | undefined,
): { token: Token; live: LiveGrant } {
  const { token } = records;
  if (token.clientId !== client.id || token.clientGeneration !== client.generation) {
    throw refused('The refresh token was issued to another client.');
  }
  const now = deps.clock.now();
  const live = liveGrant(records, now);
  if (live === undefined || !isOfIssuer(live.grant, issuer))
    throw refused('What the refresh token stood on was ended.');
  if (hasPassed(token.expiresAt, now)) throw refused('The refresh token has expired.');
  // RFC 9449 §5: the same key as the one that it was bound to.
  if (token.jkt !== undefined && token.jkt !== proved?.jkt) {
    throw refused('The refresh token is bound to another key than the DPoP proof has.');
  }
  if (!isRefreshable(live.client, token.scopes)) throw refused('The client may not use refresh tokens any more.');
  return { token, live };
}

/** §6: MUST NOT include any scope not originally granted. */
function narrowedScopes({ scopes }: Token, { scope }: TokenParameters): readonly string[] {
  const asked = scope === undefined ? scopes : scopeTokens(scope);
  if (!asked.every((one) => scopes.includes(one))) {
    throw new OAuthError('invalid_scope', 'scope has more than was granted.');
  }
  return asked;
}

/** Consume, then issue. `undefined`: the token stays as it is, and lives longer. */
async function renew(
  deps: Deps,
  grant: Grant,
  token: Token,
  expiresAt: Date,
  rotating: boolean,
): Promise<{ id: string; expiresAt: Date } | undefined> {
  if (!rotating && token.replacedAt === undefined) {
    if (!(await deps.store.tokens.extend(token.id, expiresAt))) throw refused('The refresh token was ended.');
    return undefined;
  }
  const outcome = await rotate(deps, token, expiresAt);
  if (outcome.kind === 'replaced') return { id: outcome.successorId, expiresAt };
  if (outcome.kind === 'reused') throw await reused(deps, grant);
  throw refused('The refresh token was just replaced; use the new one.');
}

/** A use is noted at most once in so many seconds. */
const NOTED_EVERY = 60;

/** Notes a use behind the answer: nothing depends on it. */
function touchLastUsed(deps: Deps, { id, lastUsedAt, createdAt }: Grant, now: Date): void {
  if (!hasPassed(secondsAfter(lastUsedAt ?? createdAt, NOTED_EVERY), now)) return;
  deps.store.grants.touch(id, now).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'the use of a grant was not noted');
  });
}

async function reused(deps: Deps, grant: Grant): Promise<OAuthError> {
  if (await deps.store.grants.revoke(grant.id, deps.clock.now())) {
    await deps.audit.record({
      type: 'REFRESH_TOKEN_REUSED',
      outcome: 'FAILURE',
      actorKind: 'CLIENT',
      actorId: grant.clientId,
      clientId: grant.clientId,
      userId: grant.userId,
      sessionId: grant.sessionId,
      resource: 'grant',
      resourceId: grant.id,
    });
  }
  return refused('The refresh token was replaced and came again; the grant was revoked.');
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
