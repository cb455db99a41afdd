/*
 * This folder implements forward auth. An application without a sign-in of its own stands behind a proxy, and the proxy
 * asks this server about each request. This folder decides, signs users in and out at the protected hosts, and tells
 * the application who the user is. It must not know HTTP headers of proxies, which `http` reads. To understand this
 * folder, read this file first, then `path-rules.ts`, and `pushed-sign-in.ts`, where a sign-in begins.
 */

import type { Deps } from '../model/deps.js';
import { type IdentityHeaders, identityHeaders, NO_IDENTITY } from './identity-headers.js';
import { isBypassed, isOwnPath } from './path-rules.js';
import { isFromProtectedHost, type RequestSource } from './request-source.js';
import { findSignedIn } from './signed-in.js';
import { findSite, type SiteOrigin } from './site.js';
import { startUrl } from './target.js';

/** A request to a protected host, about which a proxy asks. */
export interface ProxiedRequest {
  /** Absent if the host is not served with https. */
  readonly origin: SiteOrigin | undefined;
  readonly method: string;
  /** The path and query, as the browser sent them. */
  readonly target: string;
  /** Whether a browser opens a page with this request, so that it can be sent to the sign-in. */
  readonly isNavigation: boolean;
  readonly source: RequestSource;
  /** The cookie that the protected host got at the last sign-in. */
  readonly cookie: string | undefined;
}

export type Decision =
  | { readonly kind: 'allowed'; readonly headers: IdentityHeaders }
  /** The browser should open `url`, which begins a sign-in. */
  | { readonly kind: 'signIn'; readonly url: string }
  | { readonly kind: 'signInRequired' }
  /** A page of another host sent the request. */
  | { readonly kind: 'foreignRequest' }
  | { readonly kind: 'unknownHost' };

/**
 * Decides whether a request may pass. For a signed-in user this takes one read, so the end of a session and a withdrawn
 * permission take effect at the next request.
 */
export async function decideRequest(deps: Deps, request: ProxiedRequest): Promise<Decision> {
  const { origin, method, target, isNavigation, source, cookie } = request;
  if (origin === undefined) return { kind: 'unknownHost' };
  const signedIn = await findSignedIn(deps, origin, cookie);
  const isForeign = signedIn && !isNavigation && !isFromProtectedHost(source, signedIn.site.settings);
  if (signedIn && !isForeign) return { kind: 'allowed', headers: await identityHeaders(deps, signedIn) };
  const site = signedIn?.site ?? (await findSite(deps, origin));
  if (site === undefined) return { kind: 'unknownHost' };
  const [path = ''] = target.split('?', 1);
  if (isBypassed(site.settings.rules, method, path)) return { kind: 'allowed', headers: NO_IDENTITY };
  if (isForeign) return { kind: 'foreignRequest' };
  // The proxy sends the server's own paths here without asking. If it asks nevertheless, a redirect would never end.
  if (!isNavigation || isOwnPath(path)) return { kind: 'signInRequired' };
  return { kind: 'signIn', url: startUrl(origin, target) };
}
