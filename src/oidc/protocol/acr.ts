import { type ClaimRequest, isRequestedValue } from './claims-parameter.js';

/**
 * Returns the `acr` claim for a client. An authentication that reached `phrh` satisfies `phr` as well. If a client
 * requests only `phr`, it gets `phr`.
 * {@link https://openid.net/specs/openid-connect-eap-acr-values-1_0-final.html | EAP ACR Values}
 */
export function acrClaim(reached: string, requested: ClaimRequest | undefined): string {
  if (requested === undefined || isRequestedValue(requested, reached)) return reached;
  return reached === 'phrh' && isRequestedValue(requested, 'phr') ? 'phr' : reached;
}
