import { type ClaimRequest, isWanted } from './claims-parameter.js';

/**
 * The `acr` that a client is told: the one that was reached, unless it wants `phr` where `phrh`, which is that and a
 * protected key besides, was reached.
 * {@link https://openid.net/specs/openid-connect-eap-acr-values-1_0-final.html | EAP ACR Values}
 */
export function toldAcr(reached: string, wanted: ClaimRequest | undefined): string {
  const exceeds = wanted !== undefined && !isWanted(wanted, reached) && reached === 'phrh' && isWanted(wanted, 'phr');
  return exceeds ? 'phr' : reached;
}
