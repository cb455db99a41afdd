import { makeClaims } from '../../access/claims/make-claims.js';
import type { LiveGrant } from '../../access/live-grant.js';
import { subjectOf } from '../../access/names/subject.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { endpointUrl } from '../protocol/endpoints.js';
import { signForClient } from '../protocol/sign-for-client.js';
import { claimSubjectOf } from '../tokens/claim-subject.js';
import type { LiveAccessToken } from '../tokens/find-access-token.js';
import { requestOf } from '../tokens/grant.js';
import { type BearerInput, tokenError } from './bearer-token.js';
import { acceptToken, invalidToken } from './protected-resource.js';

/** The response is JSON, or a JWT if the client has registered `userinfo_signed_response_alg`. */
export type UserinfoAnswer =
  | { readonly kind: 'json'; readonly claims: JsonObject }
  | { readonly kind: 'jwt'; readonly jwt: string };

/**
 * The userinfo endpoint. It returns the user's claims that the scopes of the access token release.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#UserInfo | OpenID Connect Core §5.3}
 *
 * @throws OAuthError with an error code from RFC 6750 §3.1 and a `WWW-Authenticate` challenge
 */
export async function userinfo(deps: Deps, issuer: Issuer, input: BearerInput): Promise<UserinfoAnswer> {
  const { token, scheme } = await acceptToken(deps, issuer, input, endpointUrl(deps, issuer, 'userinfo'));
  const url = issuerUrl(deps.config.issuer, issuer);
  if (token.live === undefined || !token.audience.includes(url)) throw invalidToken(scheme);
  if (!token.scopes.includes('openid')) {
    throw tokenError(
      scheme,
      'insufficient_scope',
      'The access token does not have the scope openid. Request this scope in the authorization request.',
      'openid',
    );
  }
  const { client } = token;
  const claims = await userinfoClaims(deps, issuer, { ...token, live: token.live });
  const alg = client.userinfo_signed_response_alg;
  if (alg === undefined) return { kind: 'json', claims };
  // OpenID Connect Core §5.3.2: a signed response must contain iss and aud.
  const signed = await signForClient(deps, issuer, { client }, alg, {
    claims: { ...claims, iss: url, aud: client.id },
  });
  return { kind: 'jwt', jwt: signed };
}

/** Returns the claims of a userinfo response. Has no effect, so that an administrator can see them before a sign-in. */
export async function userinfoClaims(
  deps: Deps,
  issuer: Issuer,
  {
    client,
    exchanged,
    scopes,
    live,
  }: Pick<LiveAccessToken, 'client' | 'exchanged' | 'scopes'> & { readonly live: LiveGrant },
): Promise<JsonObject> {
  // Only the client that requested individual claims receives them. If an access token comes from a token exchange,
  // another client made that request, so the response does not include these claims.
  const requested = exchanged ? undefined : requestOf(live.grant).claims?.userinfo;
  const subject = await claimSubjectOf(deps, client, live);
  return {
    ...(await makeClaims(deps, subject, { place: 'USERINFO', scopes, requested })),
    // OpenID Connect Core §5.3.2: the server must always return sub.
    sub: subjectOf(issuer, client, live.user),
  };
}
