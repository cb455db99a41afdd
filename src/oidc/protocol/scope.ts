import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';

/** scope-token of RFC 6749 §3.3 */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** The scope tokens of a `scope` parameter, each once. */
export function scopeTokens(scope: string | undefined): string[] {
  const tokens = [...new Set((scope ?? '').split(' '))].filter((token) => token !== '');
  if (!tokens.every((token) => SCOPE_TOKEN.test(token))) {
    throw new OAuthError('invalid_scope', 'scope has a character that no scope may have.');
  }
  return tokens;
}

/**
 * What of the scopes asked for is granted: what the client does not have is left out, and the answer says what was
 * granted. {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.3 | RFC 6749 §3.3}
 */
export function grantedScopes(client: Client, known: readonly Scope[], scope: string | undefined): string[] {
  const asked = scopeTokens(scope);
  const granted = asked
    .filter((token) => client.scopes.includes(token) && known.some(({ id }) => id === token))
    .filter((token) => token !== 'offline_access' || client.grant_types.includes('refresh_token'));
  if (asked.length > 0 && granted.length === 0) {
    throw new OAuthError('invalid_scope', 'The client has none of the scopes that it asks for.');
  }
  return granted;
}
