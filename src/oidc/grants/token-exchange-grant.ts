import { knownScopes } from '../../access/claims/known-scopes.js';
import { findUnmetPolicy, isRecentEnough } from '../../access/client-policy.js';
import type { LiveGrant } from '../../access/live-grant.js';
import { subjectOf } from '../../access/names/subject.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import type { JsonObject } from '../../model/json.js';
import { earlier } from '../../model/time.js';
import { parseTarget, targetOfUser } from '../protocol/resource-indicators.js';
import { parseScope } from '../protocol/scope.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { findAccessToken, type LiveAccessToken } from '../tokens/find-access-token.js';
import { issueFirstTokens } from '../tokens/issue-tokens.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/** The token type with which a token exchange request names an access token (RFC 8693 §3). */
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * Issues a new access token to an API that has received an access token and wants to call another API. The new token
 * has the grant of the received token, no later expiry and no additional scopes. If the request has an `actor_token`,
 * the `act` claim of the new token names the acting party.
 * {@link https://www.rfc-editor.org/rfc/rfc8693#section-2 | RFC 8693 §2}
 */
export const tokenExchangeGrant: GrantHandler = async (deps, issuer, authenticated, parameters, dpopKey) => {
  const { client } = authenticated;
  if (!isConfidential(client)) {
    throw new OAuthError(
      'unauthorized_client',
      'Token exchange requires a confidential client. Use a client that authenticates with a secret or a private key.',
    );
  }
  checkTypes(parameters);
  const subject = await getExchangeableToken(deps, issuer, client, 'subject_token', parameters.subject_token);
  if (subject.live === undefined)
    throw invalid('The subject_token parameter must be an access token that was issued for a user.');
  const unmet = findUnmetPolicy(deps, client, subject.live.grant);
  if (unmet !== undefined) throw invalid(`The subject_token parameter is not acceptable. ${unmet.description}`);
  if (!isRecentEnough(client, deps.clock.now(), subject.live.grant.authTime)) {
    throw invalid(
      'The user of the subject_token parameter signed in longer ago than this client accepts (defaultMaxAge). Ask the user to sign in again.',
    );
  }
  const act = await actorOf(deps, issuer, client, parameters, subject);
  const known = await knownScopes(deps);
  const requested = parseTarget(client, known, exchangedScopes(client, subject, parameters), parameters);
  const target = targetOfUser(client, known, subject.live.roles, requested);
  const now = deps.clock.now();
  const answer = await issueFirstTokens(deps, {
    issuer,
    authenticated,
    client,
    live: subject.live,
    ...target,
    dpopKey,
    accessExpiresAt: earlier(accessTokenExpiry(deps, client, now), subject.expiresAt),
    exchange: act === undefined ? {} : { act },
  });
  return { ...answer, issued_token_type: ACCESS_TOKEN };
};

/** RFC 8693 §2.1: the request names the type of each token. This server exchanges and issues only access tokens. */
function checkTypes(parameters: TokenParameters): void {
  const { subject_token, subject_token_type, actor_token, actor_token_type, requested_token_type } = parameters;
  if (subject_token === undefined) throw invalid('The subject_token parameter is missing.');
  if (subject_token_type !== ACCESS_TOKEN) throw invalid(`The subject_token_type parameter must be ${ACCESS_TOKEN}.`);
  // RFC 8693 §2.1: actor_token_type is required with actor_token, and must not be included without it.
  if (actor_token === undefined && actor_token_type !== undefined)
    throw invalid('The actor_token parameter is missing, but actor_token_type requires it.');
  if (actor_token !== undefined && actor_token_type !== ACCESS_TOKEN) {
    throw invalid(`The actor_token_type parameter must be ${ACCESS_TOKEN}.`);
  }
  if (requested_token_type !== undefined && requested_token_type !== ACCESS_TOKEN) {
    throw invalid(`The requested_token_type parameter must be ${ACCESS_TOKEN}.`);
  }
}

/**
 * Verifies the access token in the parameter `name` and checks that its audience includes the client. As `actor_token`,
 * the client can also send an access token that was issued to itself.
 */
async function getExchangeableToken(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  name: string,
  text: string | undefined,
): Promise<LiveAccessToken> {
  const token = await findAccessToken(deps, issuer, text ?? '');
  const isInAudience = token?.audience.some((one) => client.audiences.includes(one)) === true;
  const isOwnActor = name === 'actor_token' && isSameGeneration(token?.client.generation, client.generation);
  // RFC 8693 §2.2.2: if a token is invalid or unacceptable for any reason, the server must return invalid_request.
  if (token === undefined || !(isInAudience || isOwnActor)) {
    throw invalid(`The ${name} parameter must be a valid access token whose audience includes the client.`);
  }
  return token;
}

/**
 * Returns the `act` claim of the new token: the party that acts for the user, with earlier actors nested inside.
 * {@link https://www.rfc-editor.org/rfc/rfc8693#section-4.1 | RFC 8693 §4.1}
 */
async function actorOf(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  { actor_token }: TokenParameters,
  subject: LiveAccessToken,
): Promise<JsonObject | undefined> {
  if (actor_token === undefined) return subject.act;
  const actor = await getExchangeableToken(deps, issuer, client, 'actor_token', actor_token);
  return { sub: subjectIn(issuer, actor.client, actor.live), ...(subject.act !== undefined && { act: subject.act }) };
}

function subjectIn(issuer: Issuer, client: Client, live: LiveGrant | undefined): string {
  return live === undefined ? client.id : subjectOf(issuer, client, live.user);
}

/**
 * Returns the requested scopes that both the subject token and the client have. `offline_access` is left out, because a
 * token exchange issues no refresh token.
 */
function exchangedScopes(client: Client, subject: LiveAccessToken, { scope }: TokenParameters): string[] {
  const requested = scope === undefined ? subject.scopes : parseScope(scope);
  if (!requested.every((one) => subject.scopes.includes(one))) {
    throw new OAuthError('invalid_scope', 'The scope parameter exceeds the scope of the subject_token.');
  }
  const scopes = requested.filter((one) => client.scopes.includes(one) && one !== 'offline_access');
  // The response must name the issued scope (RFC 8693 §2.2.1), so a request that would get no scope is rejected.
  if (requested.length > 0 && scopes.length === 0) {
    throw new OAuthError('invalid_scope', 'The scope parameter contains no scope that this client is allowed to use.');
  }
  return scopes;
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description);
}
