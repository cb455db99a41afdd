import { isOwnPath, OWN_PATH } from './path-rules.js';
import { originText, type SiteOrigin } from './site.js';

/** A longer path is not kept, because it would not fit into a URL as a parameter. */
const MAX_LENGTH = 2048;

/**
 * Returns the path and query to which the browser returns after the sign-in. Another text than a path of the protected
 * host is replaced by its start page: browsers would open another host at `//evil.example` and `/\\evil.example`.
 */
export function safeTarget(text: string | undefined): string {
  if (text === undefined || text.length > MAX_LENGTH) return '/';
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(text) || text.includes('\\')) return '/';
  return isOwnPath(text.split(/[?#]/, 1)[0] ?? '') ? '/' : text;
}

/** The URL on the protected host that begins a sign-in. */
export function startUrl(origin: SiteOrigin, target: string): string {
  return `${originText(origin)}${OWN_PATH}/start?rd=${encodeURIComponent(safeTarget(target))}`;
}
