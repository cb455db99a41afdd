import type { ForwardAuthRule } from '../model/clients/forward-auth.js';
import { coversSpelling } from './path-spellings.js';

/** The paths of this server on every protected host. The proxy sends them here without asking first. */
export const OWN_PATH = '/.passgraph';

/**
 * Whether a request passes without a sign-in. Rules cover whole segments of the path as the browser sent it, and the
 * longest path decides. If a request is doubtful, it does not pass.
 */
export function isBypassed(rules: readonly ForwardAuthRule[], method: string, path: string): boolean {
  if (!isPlainPath(path) || isOwnPath(path)) return false;
  const [rule] = rules.filter((one) => covers(one.path, path)).toSorted((a, b) => b.path.length - a.path.length);
  if (rule?.action !== 'BYPASS' || !methodsOf(rule).includes(method)) return false;
  const exceptions = rules.filter(({ action, path: { length } }) => action === 'SIGN_IN' && length > rule.path.length);
  return !exceptions.some((one) => coversSpelling(one.path, path));
}

/** Whether the path belongs to this server. Upper and lower case make no difference, so that no variant is bypassed. */
export function isOwnPath(path: string): boolean {
  return covers(OWN_PATH, path.toLowerCase());
}

function methodsOf({ methods }: ForwardAuthRule): readonly string[] {
  return methods.length === 0 ? ['GET', 'HEAD'] : methods;
}

function covers(rule: string, path: string): boolean {
  return rule === '/' || path === rule || path.startsWith(`${rule}/`);
}

/**
 * Escapes that browsers never send, because the character needs none, or that some servers decode before they split the
 * path: control characters, letters, digits and `-._~%/;\\`.
 */
const DOUBTFUL_ESCAPE = /%(?:[01][0-9a-f]|2[5d-f]|3[0-9b]|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9aef])/i;

/**
 * Whether every server understands the path in the same way (RFC 3986 §6.2.2). Otherwise the proxy or the application
 * could see another path than the one that the rules were compared with.
 */
export function isPlainPath(path: string): boolean {
  if (!/^\/[\x21-\x7e]*$/.test(path) || /[\\;#?]|\/\//.test(path)) return false;
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) return false;
  return !DOUBTFUL_ESCAPE.test(path) && isDecodable(path);
}

function isDecodable(path: string): boolean {
  try {
    return decodeURIComponent(path).length > 0;
  } catch {
    return false;
  }
}
