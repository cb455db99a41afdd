import { OAuthError } from '../../model/errors.js';
import type { Request, Route } from '../route.js';

/**
 * The values of `Sec-Fetch-Dest` except `document` (Fetch §2.2.5). An error message repeats only these values, never
 * other input.
 */
const EMBEDDED: ReadonlySet<string> = new Set([
  ...['audio', 'audioworklet', 'embed', 'empty', 'fencedframe', 'font', 'frame', 'iframe', 'image', 'json', 'manifest'],
  ...['object', 'paintworklet', 'report', 'script', 'serviceworker', 'sharedworker', 'style', 'text', 'track', 'video'],
  ...['webidentity', 'worker', 'xslt'],
]);

/**
 * Checks that the browser opens the address as a page of its own. Otherwise any website could send a visitor's browser
 * to this address with an image or a background request, which would use up the rate limits of the visitor's IP address
 * or end the session. Programs and old browsers send no `Sec-Fetch-Dest`, so requests without this header are accepted.
 * {@link https://www.w3.org/TR/fetch-metadata/#sec-fetch-dest-header | Fetch Metadata §2.1}
 * @throws OAuthError with status 403
 */
export function checkNavigation({ silent }: Pick<Route, 'silent'>, request: Request): void {
  if (isPrefetch(request)) throw prefetched();
  const destination = request.get('sec-fetch-dest');
  if (destination === undefined || destination === 'document') return;
  // Accept a request from a script of our own page, because `checkSameOrigin` checks its origin, as it does for a form.
  if (request.method === 'POST' && request.get('sec-fetch-site') === 'same-origin') return;
  if (silent && isEmbedded(request)) return;
  throw embedded(destination);
}

/**
 * Whether the page is loaded without being shown: in an iframe, as applications do for silent renewal, or by a script of
 * this server.
 */
export function isEmbedded(request: Request): boolean {
  const destination = request.get('sec-fetch-dest');
  return destination === 'iframe' || (destination === 'empty' && request.get('sec-fetch-site') === 'same-origin');
}

/**
 * Whether the browser fetches the page in advance. Fetch §3.7 defines `Sec-Purpose`; Safari and older browsers send
 * `Purpose` or `X-Moz` instead.
 */
function isPrefetch(request: Request): boolean {
  return ['sec-purpose', 'purpose', 'x-moz'].some((name) => request.get(name)?.includes('prefetch'));
}

/**
 * Whether a browser opens a page of its own with the request that a proxy asks about. Browsers send `Sec-Fetch-Mode` and
 * `Sec-Fetch-Dest` (Fetch Metadata §2) over https; the others are recognized by `Accept`.
 */
export function isProxiedNavigation(request: Request): boolean {
  if (isPrefetch(request)) return false;
  const mode = request.get('sec-fetch-mode');
  if (mode !== undefined) return mode === 'navigate' && request.get('sec-fetch-dest') === 'document';
  return request.get('x-requested-with') === undefined && /\btext\/html\b/.test(request.get('accept') ?? '');
}

function prefetched(): OAuthError {
  const message = 'The browser sent this request as a prefetch, which does nothing here. Open the address instead.';
  return new OAuthError('invalid_request', message, { status: 403 });
}

function embedded(destination: string): OAuthError {
  const found = EMBEDDED.has(destination) ? `Sec-Fetch-Dest is ${destination}` : 'Sec-Fetch-Dest is unknown';
  return new OAuthError(
    'invalid_request',
    `${found}, but this address must be opened as a page of its own. Use a link or a redirect, not a background ` +
      'request or a frame. Only the authorization endpoint may be in an iframe, with prompt=none.',
    { status: 403 },
  );
}
