import { knownScopes } from '../../access/claims.js';
import type { LiveGrant } from '../../access/live-grant.js';
import { subjectOf } from '../../access/subject.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import { earlier } from '../../model/time.js';
import { aimAt } from '../protocol/resource-indicators.js';
import { scopeTokens } from '../protocol/scope.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { findAccessToken, type LiveAccessToken } from '../tokens/find-access-token.js';
import { issueTokens } from '../tokens/issue-tokens.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/** RFC 8693 §3 */
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/**
 * An API that was called with a user's token gets one of its own for the next API: under the same grant, for no longer,
 * and for no more. With an `actor_token` it says who acts.
 * {@link https://www.rfc-editor.org/rfc/rfc8693#section-2 | RFC 8693 §2}
 */
export const tokenExchangeGrant: GrantHandler = async (deps, issuer, authenticated, parameters, proved) => {
  const { client } = authenticated;
  if (!isConfidential(client)) {
    throw new OAuthError('unauthorized_client', 'Only a client that authenticates may exchange tokens.');
  }
  checkTypes(parameters);
  const subject = await receivedToken(deps, issuer, client, 'subject_token', parameters.subject_token);
  if (subject.live === undefined) throw invalid('subject_token is not a token of a user.');
  const act = await actorOf(deps, issuer, client, parameters, subject);
  const aim = aimAt(client, await knownScopes(deps), shrunkScopes(client, subject, parameters), parameters);
  const now = deps.clock.now();
  const answer = await issueTokens(deps, {
    issuer,
    authenticated,
    client,
    live: subject.live,
    ...aim,
    proved,
    accessExpiresAt: earlier(accessTokenExpiry(deps, client, now), subject.expiresAt),
    exchange: act === undefined ? {} : { act },
  });
  return { ...answer, issued_token_type: ACCESS_TOKEN };
};

/** §2.1: which tokens come, and which is wanted. */
function checkTypes(parameters: TokenParameters): void {
  const { subject_token, subject_token_type, actor_token, actor_token_type, requested_token_type } = parameters;
  if (subject_token === undefined) throw invalid('subject_token is missing.');
  if (subject_token_type !== ACCESS_TOKEN) throw invalid(`subject_token_type must be ${ACCESS_TOKEN}.`);
  // REQUIRED when the actor_token parameter is present, and MUST NOT be included otherwise.
  if (actor_token === undefined && actor_token_type !== undefined) throw invalid('actor_token is missing.');
  if (actor_token !== undefined && actor_token_type !== ACCESS_TOKEN) {
    throw invalid(`actor_token_type must be ${ACCESS_TOKEN}.`);
  }
  if (requested_token_type !== undefined && requested_token_type !== ACCESS_TOKEN) {
    throw invalid(`requested_token_type must be ${ACCESS_TOKEN}.`);
  }
}

/** A token that was sent to this client as an API: it is among those that the token is for. */
async function receivedToken(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  name: string,
  text: string | undefined,
): Promise<LiveAccessToken> {
  const token = await findAccessToken(deps, issuer, text ?? '');
  const meant = token?.audience.some((one) => client.audiences.includes(one)) === true;
  const own = name === 'actor_token' && token?.client.generation === client.generation;
  // §2.2.2: a token that is invalid for any reason, or unacceptable, is an invalid_request.
  if (token === undefined || !(meant || own)) {
    throw invalid(`${name} is not an access token that is meant for the client, or it has ended.`);
  }
  return token;
}

/** {@link https://www.rfc-editor.org/rfc/rfc8693#section-4.1 | RFC 8693 §4.1}: who acts now, and behind it who acted before. */
async function actorOf(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  { actor_token }: TokenParameters,
  subject: LiveAccessToken,
): Promise<JsonObject | undefined> {
  if (actor_token === undefined) return subject.act;
  const actor = await receivedToken(deps, issuer, client, 'actor_token', actor_token);
  return { sub: subjectIn(issuer, actor.client, actor.live), ...(subject.act !== undefined && { act: subject.act }) };
}

function subjectIn(issuer: Issuer, client: Client, live: LiveGrant | undefined): string {
  return live === undefined ? client.id : subjectOf(issuer, client, live.user);
}

/** Only what the subject token has, and the client may have; without a refresh token there is no offline access. */
function shrunkScopes(client: Client, subject: LiveAccessToken, { scope }: TokenParameters): string[] {
  const asked = scope === undefined ? subject.scopes : scopeTokens(scope);
  if (!asked.every((one) => subject.scopes.includes(one))) {
    throw new OAuthError('invalid_scope', 'scope has more than the subject_token.');
  }
  const shrunk = asked.filter((one) => client.scopes.includes(one) && one !== 'offline_access');
  // §2.2.1: what is issued for another scope than the one asked for says so, which no scope at all cannot.
  if (asked.length > 0 && shrunk.length === 0) {
    throw new OAuthError('invalid_scope', 'The client has none of the scopes of the subject_token.');
  }
  return shrunk;
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description);
}
