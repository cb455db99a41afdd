import { type Client, isConfidential } from '../../model/clients/client.js';
import { ASYMMETRIC_ALGS, type AsymmetricAlg, SIGNING_ALGS, type SigningAlg } from '../../model/server/signing-key.js';

/*
 * These rules follow from a client's security profile, and override the client's other settings.
 * FAPI 2.0 Security Profile: https://openid.net/specs/fapi-security-profile-2_0-final.html
 */

export function isFapi2({ securityProfile }: Pick<Client, 'securityProfile'>): boolean {
  return securityProfile === 'FAPI2';
}

/** FAPI 2.0 Security Profile §5.4.1: clients and servers must use only PS256, ES256 or EdDSA. */
const STRONG_ALGS: readonly AsymmetricAlg[] = ['PS256', 'ES256', 'EdDSA'];

/** The algorithms for JWTs that a client signs with its keys, including DPoP proofs. */
export function keyAlgs(client: Pick<Client, 'securityProfile'>): readonly AsymmetricAlg[] {
  return isFapi2(client) ? STRONG_ALGS : ASYMMETRIC_ALGS;
}

/**
 * The algorithms for a client's request objects: the one that the client registered, or else all that its profile
 * allows.
 */
export function requestObjectAlgs(client: Client): readonly SigningAlg[] {
  const algs: readonly SigningAlg[] = isFapi2(client) ? STRONG_ALGS : SIGNING_ALGS;
  const { request_object_signing_alg: registered } = client;
  return registered === undefined ? algs : algs.filter((alg) => alg === registered);
}

/** RFC 9700 §2.1.1: public clients must use PKCE. FAPI 2.0 §5.3.2.2 requires PKCE for all clients. */
export function requiresPkce(client: Client): boolean {
  return client.requirePkce || !isConfidential(client) || isFapi2(client);
}

/** FAPI 2.0 §5.3.2.2: the server must reject authorization requests that were not pushed. */
export function requiresPushedRequest(client: Client): boolean {
  return client.require_pushed_authorization_requests || isFapi2(client);
}

/** FAPI 2.0 §5.3.2.1: the server must issue only sender-constrained access tokens. */
export function requiresDpop(client: Client): boolean {
  return client.dpop_bound_access_tokens || isFapi2(client);
}

/**
 * FAPI 2.0 §5.3.2.1: clients must authenticate with `private_key_jwt`. The alternative, mutual TLS, is not supported
 * here.
 */
export function mayAuthenticate(client: Client): boolean {
  return !isFapi2(client) || client.token_endpoint_auth_method === 'private_key_jwt';
}
