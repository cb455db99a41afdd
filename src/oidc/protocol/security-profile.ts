import { type Client, isConfidential } from '../../model/clients/client.js';
import { ASYMMETRIC_ALGS, type AsymmetricAlg, SIGNING_ALGS, type SigningAlg } from '../../model/server/signing-key.js';

/*
 * The rules of a client's security profile. They override the client's other settings.
 * FAPI 2.0 Security Profile: https://openid.net/specs/fapi-security-profile-2_0-final.html
 */

export function isFapi2({ securityProfile }: Pick<Client, 'securityProfile'>): boolean {
  return securityProfile === 'FAPI2';
}

/** FAPI 2.0 Security Profile §5.4.1: clients and servers must use only PS256, ES256 or EdDSA. */
const STRONG_ALGS: readonly AsymmetricAlg[] = ['PS256', 'ES256', 'EdDSA'];

/** Returns the algorithms that a client can use to sign JWTs with its keys, including DPoP proofs. */
export function keyAlgs(client: Pick<Client, 'securityProfile'>): readonly AsymmetricAlg[] {
  return isFapi2(client) ? STRONG_ALGS : ASYMMETRIC_ALGS;
}

/**
 * Returns the algorithms with which a client can sign request objects. If the client has registered an algorithm, it
 * can use only that algorithm. Otherwise it can use every algorithm that its security profile allows.
 */
export function requestObjectAlgs(client: Client): readonly SigningAlg[] {
  // RFC 8252 §8.5: every copy of a native application contains the client secret, so a signature with this secret
  // proves nothing and HS256 is rejected.
  const usual = client.application_type === 'native' ? ASYMMETRIC_ALGS : SIGNING_ALGS;
  const algs: readonly SigningAlg[] = isFapi2(client) ? STRONG_ALGS : usual;
  const { request_object_signing_alg: registered } = client;
  return registered === undefined ? algs : algs.filter((alg) => alg === registered);
}

/**
 * Whether the client must use PKCE. RFC 9700 §2.1.1 requires PKCE for public clients, and FAPI 2.0 §5.3.2.2 for FAPI
 * clients. Passgraph also requires it for clients with `RELAXED` redirect URIs, which can receive the code over http.
 */
export function requiresPkce(client: Client): boolean {
  return client.requirePkce || !isConfidential(client) || isFapi2(client) || client.redirectUriPolicy === 'RELAXED';
}

/** Whether the client must push its authorization requests (PAR). FAPI 2.0 §5.3.2.2 requires this. */
export function requiresPushedRequest(client: Client): boolean {
  return client.require_pushed_authorization_requests || isFapi2(client);
}

/** Whether the client's access tokens must be bound to a DPoP key. FAPI 2.0 §5.3.2.1 requires this. */
export function requiresDpop(client: Client): boolean {
  return client.dpop_bound_access_tokens || isFapi2(client);
}

/**
 * Whether the client's security profile allows the client's authentication method. FAPI 2.0 §5.3.2.1 requires
 * `private_key_jwt` or mutual TLS. Passgraph does not support mutual TLS.
 */
export function mayAuthenticate(client: Client): boolean {
  return !isFapi2(client) || client.token_endpoint_auth_method === 'private_key_jwt';
}
