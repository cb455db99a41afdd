import type { ForwardAuthSettings } from '../model/clients/forward-auth.js';

/** What the browser says about the page that sent a request. */
export interface RequestSource {
  /** `Sec-Fetch-Site` (Fetch Metadata §2.2). Programs and old browsers do not send it. */
  readonly site: string | undefined;
  /** The host in `Origin` (RFC 6454 §7), `null` if it names none, and `undefined` if there is no such header. */
  readonly host: string | null | undefined;
  /** Whether the request may change something: a method other than GET and HEAD, or a WebSocket. */
  readonly canChange: boolean;
}

/**
 * Whether a request that opens no page may be made as the signed-in user. Browsers send the cookie of the host with
 * requests of sibling subdomains too, so a page there could act as the user. Hosts of one client may call each other.
 * What a request without effect returns is protected by the browser, so images and scripts of the host can be used.
 */
export function isFromProtectedHost({ site, host, canChange }: RequestSource, { hosts }: ForwardAuthSettings): boolean {
  if (site === 'same-origin' || site === 'none') return true;
  const isOfClient = host !== null && host !== undefined && hosts.includes(host);
  if (site === 'cross-site') return isOfClient;
  return !canChange || isOfClient || (site === undefined && host === undefined);
}
