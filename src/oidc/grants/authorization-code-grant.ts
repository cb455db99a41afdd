import { knownScopes } from '../../access/claims/known-scopes.js';
import { liveGrant } from '../../access/live-grant.js';
import { equalInConstantTime, type Handle, readHandle, sha256 } from '../../keys/secrets.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import { hasPassed } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import type { DpopKey } from '../protocol/dpop.js';
import { checkCodeVerifier } from '../protocol/pkce.js';
import { narrowTarget, targetOfUser } from '../protocol/resource-indicators.js';
import { requestOf } from '../tokens/grant.js';
import { redeemGrant } from './redeem-grant.js';
import { revokeReused } from './revoke-reused.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/**
 * Exchanges an authorization code for tokens. This takes two round trips to the database: a read, and one change set
 * that consumes the code and stores the tokens.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 | RFC 6749 §4.1.3},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#TokenRequest | OpenID Connect Core §3.1.3.1}
 */
export const authorizationCodeGrant: GrantHandler = async (deps, issuer, authenticated, parameters, dpopKey) => {
  const handle = parseCode(parameters);
  const records = await deps.store.readLive({ grantId: handle.id });
  const grant = records?.grant;
  if (grant === undefined || !isOfIssuer(grant, issuer) || !isOfCode(grant)) throw unknownCode();
  checkCode(grant, handle, authenticated, parameters);
  checkKey(grant, dpopKey);
  if (grant.codeUsedAt !== undefined) return rejectReusedCode(deps, grant);
  const now = deps.clock.now();
  if (grant.codeExpiresAt === undefined || hasPassed(grant.codeExpiresAt, now)) {
    throw invalidGrant('The authorization code has expired. Send a new authorization request.');
  }
  const live = liveGrant(records, now);
  if (live === undefined)
    throw invalidGrant('The grant behind this authorization code has been revoked. Send a new authorization request.');
  const known = await knownScopes(deps);
  const target = narrowTarget(live.client, known, targetOfUser(live.client, known, live.roles, grant), parameters);
  const codeHash = sha256(handle.secret);
  const answer = await redeemGrant(deps, { issuer, authenticated, live, codeHash, target, dpopKey });
  if (answer !== undefined) return answer;
  const current = await deps.store.grants.find(grant.id);
  if (current?.codeUsedAt !== undefined) return rejectReusedCode(deps, current);
  throw invalidGrant(
    'The authorization code has expired, or its grant has been revoked. Send a new authorization request.',
  );
};

/** Whether the grant was made for an authorization code. Device codes and the codes of forward auth are no such codes. */
function isOfCode(grant: Grant): boolean {
  const { device, forwardAuth } = requestOf(grant);
  return device === undefined && forwardAuth === undefined;
}

function parseCode({ code }: TokenParameters): Handle {
  if (code === undefined) throw new OAuthError('invalid_request', 'The code parameter is missing.');
  const handle = readHandle(code);
  if (handle === undefined) throw unknownCode();
  return handle;
}

/**
 * These checks run before the first write, so that a client with a wrong code, or with another client's code, can
 * neither consume nor revoke a code.
 */
function checkCode(
  grant: Grant,
  { secret }: Handle,
  { client }: AuthenticatedClient,
  { redirect_uri, code_verifier }: TokenParameters,
): void {
  if (!equalInConstantTime(grant.codeHash ?? '', sha256(secret))) throw unknownCode();
  // RFC 6749 §4.1.3: the server must ensure that the code was issued to this client.
  if (grant.clientId !== client.id || !isSameGeneration(grant.clientGeneration, client.generation)) {
    throw invalidGrant('The authorization code was issued to another client.');
  }
  const request = requestOf(grant);
  // RFC 6749 §4.1.3: if the authorization request had a redirect_uri, the client must send the same redirect_uri in the
  // token request.
  if (request.redirect_uri !== undefined && redirect_uri !== request.redirect_uri) {
    throw invalidGrant('The redirect_uri parameter must be the same as in the authorization request.');
  }
  checkCodeVerifier(request.code_challenge, code_verifier);
}

/**
 * If the authorization code is bound to a key (`dpop_jkt`), checks that the client signed its DPoP proof with this key.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-10 | RFC 9449 §10}
 */
function checkKey(grant: Grant, dpopKey: DpopKey | undefined): void {
  const { dpop_jkt } = requestOf(grant);
  if (dpop_jkt !== undefined && dpop_jkt !== dpopKey?.jkt) {
    throw invalidGrant(
      'The authorization code is bound to another key. Make the DPoP proof with the key that the dpop_jkt parameter named.',
    );
  }
}

/**
 * RFC 6749 §4.1.2: if a code is used more than once, the server must deny the request and should revoke the tokens that
 * were issued for the code.
 */
async function rejectReusedCode(deps: Deps, grant: Grant): Promise<never> {
  await revokeReused(deps, grant, 'CODE_REUSED');
  throw invalidGrant(
    'The authorization code was used before. The tokens that were issued for this code have been revoked.',
  );
}

function unknownCode(): OAuthError {
  return invalidGrant('The authorization code is malformed or unknown.');
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
