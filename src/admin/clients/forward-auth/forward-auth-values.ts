import { isOwnPath, isPlainPath } from '../../../forward-auth/path-rules.js';
import { MAX_KEY_LENGTH } from '../../../model/key-length.js';

export const MAX_HOSTS = 20;
export const MAX_RULES = 50;

const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/** Returns the reason why a text is not a host as browsers write it, or `undefined` if it is one. */
export function hostProblem(text: string): string | undefined {
  if (text.length > MAX_KEY_LENGTH) return `must have at most ${MAX_KEY_LENGTH} characters`;
  if (/[A-Z]/.test(text)) return 'must be in lower case';
  if (text.includes('/')) return 'must be a host without a scheme and a path, such as wiki.example.com';
  const isHost = HOST.test(text) && URL.parse(`https://${text}`)?.host === text;
  return isHost
    ? undefined
    : 'must be a host as browsers write it, without wildcards and without the port 443, such as wiki.example.com or wiki.example.com:8443';
}

/**
 * Returns the reason why a text cannot be the path of a rule, or `undefined` if it can. A path that no bypass ever lets
 * pass is rejected, because its rule would have no effect.
 */
export function rulePathProblem(text: string): string | undefined {
  if (text.length > 512) return 'must have at most 512 characters';
  if (!text.startsWith('/') || /[?#]/.test(text)) return 'must be a path that begins with a slash, without a query';
  if (text.includes('*')) {
    const above = text.slice(0, text.indexOf('*')).replace(/\/+$/, '') || '/';
    return `must not contain a wildcard: ${above} covers everything below it`;
  }
  if (text !== '/' && text.endsWith('/'))
    return 'must not end with a slash: the path /api also covers /api/ and /api/users';
  if (isOwnPath(text)) return 'must not be in /.passgraph, which belongs to this server';
  return isPlainPath(text)
    ? undefined
    : 'must be a path as browsers send it, without `//`, dot segments, spaces, backslashes, semicolons and escapes of such characters';
}
