import type { Request, Response } from '../route.js';

/** The name of a header (RFC 9110 §5.1). */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const MAX_HEADER_NAMES = 50;

/**
 * Lets scripts of every origin read the response (Fetch §3.2). Browsers send no cookies with the requests of these
 * scripts, so a script gets only what its access token allows.
 */
export function allowAnyOrigin(response: Response): void {
  response.set('Access-Control-Allow-Origin', '*');
  response.set('Access-Control-Expose-Headers', 'WWW-Authenticate, DPoP-Nonce');
}

/**
 * Answers a preflight request (Fetch §3.2.3). `allowed` lists the methods that scripts of other origins may use. Every
 * header that the script wants to send is allowed, because tracing libraries add headers of their own to each request.
 */
export function answerPreflight(request: Request, response: Response, allowed: string): void {
  response.set('Access-Control-Allow-Methods', allowed);
  response.set(
    'Access-Control-Allow-Headers',
    ['Authorization', 'Content-Type', 'DPoP', ...wantedHeaders(request)].join(', '),
  );
  response.vary('Access-Control-Request-Headers');
  response.set('Access-Control-Max-Age', '7200');
}

function wantedHeaders(request: Request): string[] {
  const wanted = (request.get('Access-Control-Request-Headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  const usual = new Set(['authorization', 'content-type', 'dpop']);
  return [...new Set(wanted)].filter((name) => HEADER_NAME.test(name) && !usual.has(name)).slice(0, MAX_HEADER_NAMES);
}
