import type { Config } from '../../model/config.js';
import { statusError } from '../answer/status-error.js';
import type { Request, RouteKind } from '../route.js';

/**
 * Refuses what another site sends in a person's name (Fetch Metadata §2.2; RFC 6454 §7). A browser too old to say
 * where a request comes from may still send JSON, which no form can; a form of ours comes from a browser that says it.
 */
export function demandSameOrigin({ issuer, rpOrigins }: Config, kind: RouteKind, request: Request): void {
  const site = request.get('sec-fetch-site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = request.get('origin');
  if (site === undefined && origin === undefined && kind === 'ceremony') return;
  if (site === undefined && origin !== undefined && (origin === new URL(issuer).origin || rpOrigins.includes(origin)))
    return;
  throw statusError(403, 'This request did not come from a page of this server.');
}
