import type { Config } from '../../model/config.js';
import { statusError } from '../answer/status-error.js';
import type { Request, RouteKind } from '../route.js';

/**
 * Refuses cross-site requests (Fetch Metadata §2.2, RFC 6454 §7). An old browser sends neither header; from it only
 * JSON is accepted, because a form of another site cannot send JSON.
 */
export function checkSameOrigin({ issuer, rpOrigins }: Config, kind: RouteKind, request: Request): void {
  const site = request.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.get('origin');
  if (site === undefined && origin === undefined && kind === 'ceremony') return;
  if (site === undefined && origin !== undefined && (origin === new URL(issuer).origin || rpOrigins.includes(origin)))
    return;
  throw statusError(403, 'Cross-site requests are not allowed here. Use a page of this server.');
}
