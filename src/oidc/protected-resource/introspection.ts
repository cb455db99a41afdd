import { liveGrant } from '../../access/live-grant.js';
import { subjectOf } from '../../access/subject.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import type { SigningAlg } from '../../model/server/signing-key.js';
import { hasPassed, numericDate } from '../../model/time.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { type ClientFormInput, receiveClientForm } from '../client-authentication/client-form.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { NO_STORE } from '../protocol/json-answer.js';
import { isFapi2 } from '../protocol/security-profile.js';
import { signForClient } from '../protocol/sign-for-client.js';
import { findAccessToken, type LiveAccessToken } from '../tokens/find-access-token.js';
import { findRefreshToken } from '../tokens/find-refresh-token.js';

/** RFC 9701 §5 */
export const INTROSPECTION_JWT = 'token-introspection+jwt';

export interface IntrospectionInput extends ClientFormInput {
  /** The `Accept` header. */
  readonly accept: string | undefined;
}

/** Plain, or signed: for a client that registered an algorithm for it, or that asks for it. */
export type IntrospectionAnswer = { readonly headers: Readonly<Record<string, string>> } & (
  | { readonly kind: 'json'; readonly body: JsonObject }
  | { readonly kind: 'jwt'; readonly jwt: string }
);

/**
 * Tells a confidential client about its own tokens, and those that are meant for it as an API; of any other it learns
 * nothing. One round trip.
 * {@link https://www.rfc-editor.org/rfc/rfc7662#section-2 | RFC 7662 §2}
 */
export async function introspect(deps: Deps, issuer: Issuer, input: IntrospectionInput): Promise<IntrospectionAnswer> {
  // The hint is of no use here: a token is found by its form alone.
  const single = ['token', 'token_type_hint'] as const;
  const { authenticated, form } = await receiveClientForm(deps, issuer, input, { endpoint: 'introspection', single });
  // §2.1: MUST require some form of authorization.
  if (!isConfidential(authenticated.client)) {
    throw new OAuthError('invalid_client', 'Only a client that authenticates may ask about tokens.', { status: 401 });
  }
  if (form.token === undefined) throw new OAuthError('invalid_request', 'token is missing.');
  const body = (await factsOf(deps, issuer, authenticated.client, form.token)) ?? { active: false };
  return signedOrPlain(deps, issuer, authenticated, input.accept, body);
}

async function factsOf(deps: Deps, issuer: Issuer, asking: Client, text: string): Promise<JsonObject | undefined> {
  const access = await findAccessToken(deps, issuer, text);
  if (access !== undefined) return maySee(asking, access) ? accessFacts(deps, issuer, access) : undefined;
  return refreshFacts(deps, issuer, asking, text);
}

/** §2.2: MUST NOT tell a client about a token that it is not allowed to know about. */
function maySee(asking: Client, { client, audience }: LiveAccessToken): boolean {
  return client.generation === asking.generation || audience.some((one) => asking.audiences.includes(one));
}

function accessFacts(deps: Deps, issuer: Issuer, token: LiveAccessToken): JsonObject {
  const { client, live, audience } = token;
  return {
    active: true,
    iss: issuerUrl(deps.config.issuer, issuer),
    client_id: client.id,
    token_type: token.jkt === undefined ? 'Bearer' : 'DPoP',
    // RFC 9449 §6.2
    ...(token.jkt !== undefined && { cnf: { jkt: token.jkt } }),
    sub: live === undefined ? client.id : subjectOf(issuer, client, live.user),
    aud: audience.length === 1 ? (audience[0] as string) : [...audience],
    iat: numericDate(token.issuedAt),
    exp: numericDate(token.expiresAt),
    jti: token.id,
    ...(token.scopes.length > 0 && { scope: token.scopes.join(' ') }),
    // RFC 8693 §7.3
    ...(token.act !== undefined && { act: token.act }),
    ...(live !== undefined && {
      // RFC 9470 §6.2
      auth_time: numericDate(live.grant.authTime),
      acr: live.grant.acr,
      amr: [...live.grant.amr],
      // It would undo a pairwise subject.
      ...(client.subject_type === 'public' && { username: live.user.username }),
    }),
  };
}

/** A refresh token is its own client's business alone. */
async function refreshFacts(deps: Deps, issuer: Issuer, asking: Client, text: string): Promise<JsonObject | undefined> {
  const found = await findRefreshToken(deps, text);
  const now = deps.clock.now();
  const live = liveGrant(found, now);
  if (found === undefined || live === undefined || !isOfIssuer(live.grant, issuer)) return undefined;
  const { token } = found;
  if (token.clientGeneration !== asking.generation || hasPassed(token.expiresAt, now)) return undefined;
  if (token.endedAt !== undefined || token.replacedAt !== undefined) return undefined;
  return {
    active: true,
    iss: issuerUrl(deps.config.issuer, issuer),
    client_id: token.clientId,
    sub: subjectOf(issuer, live.client, live.user),
    iat: numericDate(token.createdAt),
    exp: numericDate(token.expiresAt),
    scope: token.scopes.filter((scope) => live.client.scopes.includes(scope)).join(' '),
  };
}

/** {@link https://www.rfc-editor.org/rfc/rfc9701#section-5 | RFC 9701 §5} */
async function signedOrPlain(
  deps: Deps,
  issuer: Issuer,
  authenticated: AuthenticatedClient,
  accept: string | undefined,
  body: JsonObject,
): Promise<IntrospectionAnswer> {
  const asked = accept?.includes(`application/${INTROSPECTION_JWT}`) === true;
  const alg = authenticated.client.introspection_signed_response_alg ?? (asked ? unnamedAlg(authenticated) : undefined);
  if (alg === undefined) return { kind: 'json', body, headers: NO_STORE };
  const claims = {
    iss: issuerUrl(deps.config.issuer, issuer),
    // MUST identify the resource server that receives the response.
    aud: authenticated.client.id,
    iat: numericDate(deps.clock.now()),
    token_introspection: body,
  };
  const jwt = await signForClient(deps, issuer, authenticated, alg, claims, INTROSPECTION_JWT);
  return { kind: 'jwt', jwt, headers: NO_STORE };
}

/** RFC 9701 §6: RS256 by default, which FAPI 2.0 does not take. */
function unnamedAlg({ client }: AuthenticatedClient): SigningAlg {
  return isFapi2(client) ? client.id_token_signed_response_alg : 'RS256';
}
