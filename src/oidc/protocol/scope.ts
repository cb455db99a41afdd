import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';

/** The syntax of a scope token (RFC 6749 §3.3). */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** Parses a `scope` parameter into scope tokens and removes duplicates. */
export function parseScope(scope: string | undefined): string[] {
  const tokens = [...new Set((scope ?? '').split(' '))].filter((token) => token !== '');
  if (!tokens.every((token) => SCOPE_TOKEN.test(token))) {
    throw new OAuthError('invalid_scope', 'The scope parameter is malformed. Separate the scope tokens with spaces.', {
      parameter: 'scope',
    });
  }
  return tokens;
}

/**
 * Returns the requested scopes that the client is allowed to use. Other scopes are left out, and the token response
 * lists the granted scopes.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.3 | RFC 6749 §3.3}
 *
 * @throws OAuthError `invalid_scope` if no requested scope is allowed
 */
export function grantedScopes(client: Client, known: readonly Scope[], scope: string | undefined): string[] {
  const requested = parseScope(scope);
  const granted = requested.filter((token) => reasonToDrop(client, known, token) === undefined);
  if (requested.length > 0 && granted.length === 0) {
    throw new OAuthError('invalid_scope', 'The scope parameter contains no scope that this client is allowed to use.', {
      parameter: 'scope',
    });
  }
  return granted;
}

/** Why a client does not get a scope that it requests. */
export type DropReason = 'UNKNOWN' | 'NOT_ALLOWED' | 'NO_REFRESH_TOKENS';

/** Returns why the client cannot use the scope, or `undefined` if it can. */
export function reasonToDrop(client: Client, known: readonly Scope[], scope: string): DropReason | undefined {
  if (!known.some(({ id }) => id === scope)) return 'UNKNOWN';
  if (!client.scopes.includes(scope)) return 'NOT_ALLOWED';
  return scope === 'offline_access' && !client.grant_types.includes('refresh_token') ? 'NO_REFRESH_TOKENS' : undefined;
}
