import { type ClaimRequest, isRequestedValue } from '../../access/claims/requested-claims.js';

/**
 * Returns the `acr` claim for a client. The level `phrh` (phishing-resistant and hardware-protected) includes `phr`
 * (phishing-resistant). So if the user has reached `phrh`, a client that requested only `phr` gets `phr`.
 * {@link https://openid.net/specs/openid-connect-eap-acr-values-1_0-final.html | EAP ACR Values}
 */
export function acrClaim(reached: string, requested: ClaimRequest | undefined): string {
  if (requested === undefined || isRequestedValue(requested, reached)) return reached;
  return reached === 'phrh' && isRequestedValue(requested, 'phr') ? 'phr' : reached;
}
