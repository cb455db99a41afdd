import type { Response } from '../route.js';

/**
 * Lets scripts of every origin read the response (Fetch §3.2). The browser sends no cookies with their requests, so a
 * script gets only what its access token allows.
 */
export function allowAnyOrigin(response: Response): void {
  response.set('Access-Control-Allow-Origin', '*');
  response.set('Access-Control-Expose-Headers', 'WWW-Authenticate, DPoP-Nonce');
}

/** Answers a preflight request (Fetch §3.2.3). `allowed` lists the methods that scripts of other origins may use. */
export function answerPreflight(response: Response, allowed: string): void {
  response.set('Access-Control-Allow-Methods', allowed);
  response.set('Access-Control-Allow-Headers', 'Authorization, Content-Type, DPoP');
  response.set('Access-Control-Max-Age', '7200');
}
