import type { Config } from '../../model/config.js';
import { statusError } from '../answer/status-error.js';
import type { Request, RouteKind } from '../route.js';

/**
 * Throws 403 if the request comes from another site (Fetch Metadata §2.2, RFC 6454 §7). Old browsers send neither
 * `Sec-Fetch-Site` nor `Origin`. Without these headers, only JSON is accepted, because a form of another site cannot
 * send JSON, and GET, which changes nothing.
 */
export function checkSameOrigin(config: Config, kind: RouteKind, request: Request): void {
  const site = request.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.get('origin');
  if (site === undefined && origin === undefined && kind === 'ceremony') return;
  if (site === undefined && origin !== undefined && isOwnOrigin(config, origin)) return;
  throw statusError(403, 'Cross-site requests are not allowed here. Use a page of this server.');
}

/** Whether an `Origin` header names this server. */
export function isOwnOrigin({ issuer, rpOrigins }: Config, origin: string): boolean {
  return origin === new URL(issuer).origin || rpOrigins.includes(origin);
}
