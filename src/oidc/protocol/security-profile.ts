import { type Client, isConfidential } from '../../model/clients/client.js';
import { ASYMMETRIC_ALGS, type AsymmetricAlg, SIGNING_ALGS, type SigningAlg } from '../../model/server/signing-key.js';

/*
 * What a client's security profile demands of every request, whatever its other settings say.
 * FAPI 2.0 Security Profile: https://openid.net/specs/fapi-security-profile-2_0-final.html
 */

export function isFapi2({ securityProfile }: Pick<Client, 'securityProfile'>): boolean {
  return securityProfile === 'FAPI2';
}

/** §5.4.1: PS256, ES256 or EdDSA; never the algorithms with a weakness, and never none. */
const STRONG_ALGS: readonly AsymmetricAlg[] = ['PS256', 'ES256', 'EdDSA'];

/** By which a client may sign with its registered keys, and its proofs. */
export function keyAlgs(client: Pick<Client, 'securityProfile'>): readonly AsymmetricAlg[] {
  return isFapi2(client) ? STRONG_ALGS : ASYMMETRIC_ALGS;
}

/** By which a client may sign its request objects: the one that it registered, or any that it has a key for. */
export function requestObjectAlgs(client: Client): readonly SigningAlg[] {
  const algs: readonly SigningAlg[] = isFapi2(client) ? STRONG_ALGS : SIGNING_ALGS;
  const { request_object_signing_alg: registered } = client;
  return registered === undefined ? algs : algs.filter((alg) => alg === registered);
}

/** RFC 9700 §2.1.1, and §5.3.2.2: PKCE, of public clients always. */
export function demandsPkce(client: Client): boolean {
  return client.requirePkce || !isConfidential(client) || isFapi2(client);
}

/** §5.3.2.2: authorization requests that were not pushed are rejected. */
export function demandsPushedRequest(client: Client): boolean {
  return client.require_pushed_authorization_requests || isFapi2(client);
}

/** §5.3.2.1: access tokens are constrained to their sender. */
export function demandsDpop(client: Client): boolean {
  return client.dpop_bound_access_tokens || isFapi2(client);
}

/** §5.3.2.1: only confidential clients, and private_key_jwt of the methods that there are. */
export function mayAuthenticate(client: Client): boolean {
  return !isFapi2(client) || client.token_endpoint_auth_method === 'private_key_jwt';
}
