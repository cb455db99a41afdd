import type { Response } from '../route.js';

/**
 * Lets scripts of every origin read the answer (Fetch §3.2): without cookies, so that they get what anybody gets who
 * holds the same token.
 */
export function allowAnyOrigin(response: Response): void {
  response.set('Access-Control-Allow-Origin', '*');
  response.set('Access-Control-Expose-Headers', 'WWW-Authenticate, DPoP-Nonce');
}

/** Fetch §3.2.3: the answer to a preflight. */
export function answerPreflight(response: Response, allowed: string): void {
  response.set('Access-Control-Allow-Methods', allowed);
  response.set('Access-Control-Allow-Headers', 'Authorization, Content-Type, DPoP');
  response.set('Access-Control-Max-Age', '7200');
}
