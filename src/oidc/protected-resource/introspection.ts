import { knownScopes } from '../../access/claims/known-scopes.js';
import { makeClaims } from '../../access/claims/make-claims.js';
import { isOffline, liveGrant } from '../../access/live-grant.js';
import { subjectOf } from '../../access/names/subject.js';
import { scopesOfUser } from '../../access/role-scopes.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import type { JsonObject } from '../../model/json.js';
import type { SigningAlg } from '../../model/server/signing-key.js';
import { hasPassed, numericDate } from '../../model/time.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { type ClientFormInput, receiveClientForm } from '../client-authentication/client-form.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { NO_STORE } from '../protocol/json-answer.js';
import { isFapi2 } from '../protocol/security-profile.js';
import { signForClient } from '../protocol/sign-for-client.js';
import { claimSubjectOf, tokenReaders } from '../tokens/claim-subject.js';
import { findAccessToken, type LiveAccessToken } from '../tokens/find-access-token.js';
import { findRefreshToken } from '../tokens/find-refresh-token.js';

/** The `typ` and media type of a signed introspection response (RFC 9701 §5). */
export const INTROSPECTION_JWT = 'token-introspection+jwt';

export interface IntrospectionInput extends ClientFormInput {
  /** The `Accept` header, with which the client can ask for a JWT. */
  readonly accept: string | undefined;
}

/** The response is JSON, or a JWT if the client has registered an algorithm for it or asks for a JWT in `Accept`. */
export type IntrospectionAnswer = { readonly headers: Readonly<Record<string, string>> } & (
  | { readonly kind: 'json'; readonly body: JsonObject }
  | { readonly kind: 'jwt'; readonly jwt: string }
);

/**
 * The introspection endpoint. It describes a token to a confidential client if the token was issued to this client, or
 * if the client is in the token's audience. Every other token is reported as inactive.
 * {@link https://www.rfc-editor.org/rfc/rfc7662#section-2 | RFC 7662 §2}
 */
export async function introspect(deps: Deps, issuer: Issuer, input: IntrospectionInput): Promise<IntrospectionAnswer> {
  // token_type_hint is ignored, because the server recognizes access tokens and refresh tokens without it.
  const single = ['token', 'token_type_hint'] as const;
  const { authenticated, form } = await receiveClientForm(deps, issuer, input, { endpoint: 'introspection', single });
  // RFC 7662 §2.1: the endpoint must require authorization, so public clients are rejected.
  if (!isConfidential(authenticated.client)) {
    throw new OAuthError(
      'invalid_client',
      'Introspection requires a confidential client. Use a client that authenticates with a secret or a private key.',
      { status: 401 },
    );
  }
  if (form.token === undefined) throw new OAuthError('invalid_request', 'The token parameter is missing.');
  deps.clientUses.add(authenticated.client);
  const body = (await describeToken(deps, issuer, authenticated.client, form.token)) ?? { active: false };
  return signedOrPlain(deps, issuer, authenticated, input.accept, body);
}

async function describeToken(
  deps: Deps,
  issuer: Issuer,
  caller: Client,
  text: string,
): Promise<JsonObject | undefined> {
  const access = await findAccessToken(deps, issuer, text);
  if (access !== undefined) return maySee(caller, access) ? describeAccessToken(deps, issuer, access) : undefined;
  return describeRefreshToken(deps, issuer, caller, text);
}

/**
 * Whether the client is allowed to know about the token. If not, the response says that the token is inactive (RFC 7662
 * §2.2).
 */
function maySee(caller: Client, { client, audience }: LiveAccessToken): boolean {
  return (
    isSameGeneration(client.generation, caller.generation) || audience.some((one) => caller.audiences.includes(one))
  );
}

/** Returns the introspection response for an access token. Has no effect. */
export async function describeAccessToken(
  deps: Deps,
  issuer: Issuer,
  token: Omit<LiveAccessToken, 'isJwt'>,
): Promise<JsonObject> {
  const { client, live, audience, scopes } = token;
  const subject = live && (await claimSubjectOf(deps, client, live));
  const url = issuerUrl(deps.config.issuer, issuer);
  const release = { place: 'INTROSPECTION', scopes, ...tokenReaders(url, audience) } as const;
  return {
    ...(subject !== undefined && (await makeClaims(deps, subject, release))),
    active: true,
    iss: url,
    client_id: client.id,
    token_type: token.jkt === undefined ? 'Bearer' : 'DPoP',
    // RFC 9449 §6.2: cnf contains the thumbprint of the key that the token is bound to.
    ...(token.jkt !== undefined && { cnf: { jkt: token.jkt } }),
    sub: live === undefined ? client.id : subjectOf(issuer, client, live.user),
    aud: audience.length === 1 ? (audience[0] as string) : [...audience],
    iat: numericDate(token.issuedAt),
    exp: numericDate(token.expiresAt),
    jti: token.id,
    ...(token.scopes.length > 0 && { scope: token.scopes.join(' ') }),
    ...(token.act !== undefined && { act: token.act }),
    ...(live !== undefined && {
      auth_time: numericDate(live.grant.authTime),
      acr: live.grant.acr,
      amr: [...live.grant.amr],
      // A client with pairwise subjects does not get the username, because it would identify the user to other clients.
      ...(client.subject_type === 'public' && { username: live.user.username }),
    }),
  };
}

/** Describes a refresh token to the client to which the token was issued. Returns `undefined` for any other client. */
async function describeRefreshToken(
  deps: Deps,
  issuer: Issuer,
  caller: Client,
  text: string,
): Promise<JsonObject | undefined> {
  const found = await findRefreshToken(deps, text);
  const now = deps.clock.now();
  const live = liveGrant(found, now);
  if (found === undefined || live === undefined || !isOfIssuer(live.grant, issuer)) return undefined;
  const { token } = found;
  if (!isSameGeneration(token.clientGeneration, caller.generation) || hasPassed(token.expiresAt, now)) return undefined;
  if (token.endedAt !== undefined || token.replacedAt !== undefined) return undefined;
  if (!isOffline(live.grant, live.client)) return undefined;
  const ofClient = token.scopes.filter((scope) => live.client.scopes.includes(scope));
  return {
    active: true,
    iss: issuerUrl(deps.config.issuer, issuer),
    client_id: token.clientId,
    sub: subjectOf(issuer, live.client, live.user),
    iat: numericDate(token.createdAt),
    exp: numericDate(token.expiresAt),
    scope: scopesOfUser(await knownScopes(deps), live.client, live.roles, ofClient).join(' '),
  };
}

/**
 * Returns a signed JWT if the client has registered an algorithm for it or asks for a JWT in `Accept`, and otherwise
 * plain JSON.
 * {@link https://www.rfc-editor.org/rfc/rfc9701#section-5 | RFC 9701 §5}
 */
async function signedOrPlain(
  deps: Deps,
  issuer: Issuer,
  authenticated: AuthenticatedClient,
  accept: string | undefined,
  body: JsonObject,
): Promise<IntrospectionAnswer> {
  const isAccepted = accept?.includes(`application/${INTROSPECTION_JWT}`) === true;
  const alg =
    authenticated.client.introspection_signed_response_alg ?? (isAccepted ? defaultAlg(authenticated) : undefined);
  if (alg === undefined) return { kind: 'json', body, headers: NO_STORE };
  const claims = {
    iss: issuerUrl(deps.config.issuer, issuer),
    // RFC 9701 §5: aud must identify the resource server that receives the response.
    aud: authenticated.client.id,
    iat: numericDate(deps.clock.now()),
    token_introspection: body,
  };
  const jwt = await signForClient(deps, issuer, authenticated, alg, { claims, typ: INTROSPECTION_JWT });
  return { kind: 'jwt', jwt, headers: NO_STORE };
}

/**
 * Returns the signing algorithm for a client that has registered no algorithm. RFC 9701 §6: the default is RS256. FAPI
 * 2.0 forbids RS256, so FAPI clients get the algorithm of their ID tokens.
 */
function defaultAlg({ client }: AuthenticatedClient): SigningAlg {
  return isFapi2(client) ? client.id_token_signed_response_alg : 'RS256';
}
