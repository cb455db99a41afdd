import { knownScopes } from '../../access/claims.js';
import { liveGrant } from '../../access/live-grant.js';
import { equalInConstantTime, type Handle, parseHandle, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { hasPassed } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import type { DpopKey } from '../protocol/dpop.js';
import { checkCodeVerifier } from '../protocol/pkce.js';
import { narrowAim } from '../protocol/resource-indicators.js';
import { requestOf } from '../tokens/grant.js';
import { redeemGrant } from './redeem-grant.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/**
 * Redeems a code: reads all that it stands on, takes it, and then issues. Three round trips.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 | RFC 6749 §4.1.3},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#TokenRequest | OpenID Connect Core §3.1.3.1}
 */
export const authorizationCodeGrant: GrantHandler = async (deps, issuer, authenticated, parameters, proved) => {
  const handle = handleOf(parameters);
  const records = await deps.store.readLive({ grantId: handle.id });
  const grant = records?.grant;
  if (grant === undefined || !isOfIssuer(grant, issuer) || requestOf(grant).device)
    throw refused('There is no such code.');
  checkCode(grant, handle, authenticated, parameters);
  checkKey(grant, proved);
  if (grant.codeUsedAt !== undefined) throw await reused(deps, grant);
  const now = deps.clock.now();
  if (grant.codeExpiresAt === undefined || hasPassed(grant.codeExpiresAt, now)) throw refused('The code has expired.');
  const live = liveGrant(records, now);
  if (live === undefined) throw refused('What the code stood on was ended.');
  const aim = narrowAim(live.client, await knownScopes(deps), grant, parameters);
  const codeHash = sha256(handle.secret);
  const answer = await redeemGrant(deps, { issuer, authenticated, live, codeHash, aim, proved });
  if (answer !== undefined) return answer;
  const current = await deps.store.grants.find(grant.id);
  throw current?.codeUsedAt === undefined ? refused('The code has expired or was ended.') : await reused(deps, current);
};

function handleOf({ code }: TokenParameters): Handle {
  if (code === undefined) throw new OAuthError('invalid_request', 'code is missing.');
  const handle = parseHandle(code);
  if (handle === undefined) throw refused('There is no such code.');
  return handle;
}

/** What must be right before anything is said, or done, about the code. */
function checkCode(
  grant: Grant,
  { secret }: Handle,
  { client }: AuthenticatedClient,
  { redirect_uri, code_verifier }: TokenParameters,
): void {
  if (!equalInConstantTime(grant.codeHash ?? '', sha256(secret))) throw refused('There is no such code.');
  // MUST ensure that the code was issued to the authenticated client, or to the public client of that client_id.
  if (grant.clientId !== client.id || grant.clientGeneration !== client.generation) {
    throw refused('The code was issued to another client.');
  }
  const asked = requestOf(grant);
  // MUST ensure that redirect_uri is present if it was in the authorization request, and identical.
  if (asked.redirect_uri !== undefined && redirect_uri !== asked.redirect_uri) {
    throw refused('redirect_uri is not the one of the authorization request.');
  }
  checkCodeVerifier(asked.code_challenge, code_verifier);
}

/** {@link https://www.rfc-editor.org/rfc/rfc9449#section-10 | RFC 9449 §10}: if they do not match, MUST reject the request. */
function checkKey(grant: Grant, proved: DpopKey | undefined): void {
  const { dpop_jkt } = requestOf(grant);
  if (dpop_jkt !== undefined && dpop_jkt !== proved?.jkt) {
    throw refused('The code is bound by dpop_jkt to another key than the DPoP proof has.');
  }
}

/** RFC 6749 §4.1.2: a code used more than once MUST be denied, and the tokens issued from it SHOULD be revoked. */
async function reused(deps: Deps, grant: Grant): Promise<OAuthError> {
  if (await deps.store.grants.revoke(grant.id, deps.clock.now())) {
    await deps.audit.record({
      type: 'CODE_REUSED',
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
  return refused('The code was used before; the tokens issued from it were revoked.');
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
