import type { Response } from '../route.js';

/** Lets scripts of every origin read the response (Fetch §3.2). Without cookies they only get what their token allows. */
export function allowAnyOrigin(response: Response): void {
  response.set('Access-Control-Allow-Origin', '*');
  response.set('Access-Control-Expose-Headers', 'WWW-Authenticate, DPoP-Nonce');
}

/** Answers a preflight request (Fetch §3.2.3). */
export function answerPreflight(response: Response, allowed: string): void {
  response.set('Access-Control-Allow-Methods', allowed);
  response.set('Access-Control-Allow-Headers', 'Authorization, Content-Type, DPoP');
  response.set('Access-Control-Max-Age', '7200');
}
