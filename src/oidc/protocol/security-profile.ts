import { type Client, isConfidential } from '../../model/clients/client.js';
import { ASYMMETRIC_ALGS, type AsymmetricAlg, SIGNING_ALGS, type SigningAlg } from '../../model/server/signing-key.js';

/*
 * The rules of a client's security profile, which apply whatever its other settings say.
 * FAPI 2.0 Security Profile: https://openid.net/specs/fapi-security-profile-2_0-final.html
 */

export function isFapi2({ securityProfile }: Pick<Client, 'securityProfile'>): boolean {
  return securityProfile === 'FAPI2';
}

/** §5.4.1: shall only use PS256, ES256 or EdDSA. */
const STRONG_ALGS: readonly AsymmetricAlg[] = ['PS256', 'ES256', 'EdDSA'];

/** The algorithms for JWTs that a client signs with its keys, DPoP proofs included. */
export function keyAlgs(client: Pick<Client, 'securityProfile'>): readonly AsymmetricAlg[] {
  return isFapi2(client) ? STRONG_ALGS : ASYMMETRIC_ALGS;
}

/** The algorithms for a client's request objects: the registered one, or else any that the client has a key for. */
export function requestObjectAlgs(client: Client): readonly SigningAlg[] {
  const algs: readonly SigningAlg[] = isFapi2(client) ? STRONG_ALGS : SIGNING_ALGS;
  const { request_object_signing_alg: registered } = client;
  return registered === undefined ? algs : algs.filter((alg) => alg === registered);
}

/** RFC 9700 §2.1.1: public clients MUST use PKCE; FAPI 2.0 §5.3.2.2 requires it of all. */
export function requiresPkce(client: Client): boolean {
  return client.requirePkce || !isConfidential(client) || isFapi2(client);
}

/** FAPI 2.0 §5.3.2.2: shall reject authorization requests that were not pushed. */
export function requiresPushedRequest(client: Client): boolean {
  return client.require_pushed_authorization_requests || isFapi2(client);
}

/** FAPI 2.0 §5.3.2.1: shall only issue sender-constrained access tokens. */
export function requiresDpop(client: Client): boolean {
  return client.dpop_bound_access_tokens || isFapi2(client);
}

/** FAPI 2.0 §5.3.2.1: shall authenticate clients with private_key_jwt (mutual TLS is not supported). */
export function mayAuthenticate(client: Client): boolean {
  return !isFapi2(client) || client.token_endpoint_auth_method === 'private_key_jwt';
}
