import { equalInConstantTime, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import { OAuthError } from '../../model/errors.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { requiresPkce } from './security-profile.js';

type Challenge = Pick<AuthorizationRequest, 'code_challenge' | 'code_challenge_method'>;

/**
 * Checks the code challenge of an authorization request. Only a confidential client with `requirePkce: false` can omit
 * the code challenge.
 * {@link https://www.rfc-editor.org/rfc/rfc7636#section-4.4.1 | RFC 7636 §4.4.1},
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1 | RFC 9700 §2.1.1}
 */
export function checkCodeChallenge(client: Client, { code_challenge, code_challenge_method }: Challenge): void {
  if (code_challenge === undefined) {
    if (code_challenge_method !== undefined)
      throw invalid('The code_challenge parameter is missing, but code_challenge_method requires it.');
    // RFC 9700 §2.1.1: public clients must use PKCE, and the server must reject their requests without PKCE.
    if (requiresPkce(client))
      throw invalid('The code_challenge parameter is missing. This client must use PKCE with S256.');
    return;
  }
  // RFC 7636 §4.3: without code_challenge_method, the method is plain, which this server does not accept.
  if (code_challenge_method !== 'S256')
    throw invalid('The code_challenge_method parameter must be S256.', 'code_challenge_method');
  if (!/^[A-Za-z0-9_-]{43}$/.test(code_challenge))
    throw invalid(
      'The code_challenge parameter must be the base64url-encoded SHA-256 of the code_verifier (43 characters).',
    );
}

/**
 * Checks the `code_verifier` of a token request against the `code_challenge` of the authorization request.
 * {@link https://www.rfc-editor.org/rfc/rfc7636#section-4.6 | RFC 7636 §4.6}
 */
export function checkCodeVerifier(code_challenge: string | undefined, code_verifier: string | undefined): void {
  if (code_challenge === undefined) {
    // RFC 9700 §2.1.1: to prevent downgrade attacks, reject a code_verifier if there was no code_challenge.
    if (code_verifier !== undefined)
      throw invalidGrant(
        'The code_verifier parameter is not allowed, because the authorization request had no code_challenge.',
      );
    return;
  }
  if (code_verifier === undefined)
    throw invalidGrant('The code_verifier parameter is missing, but the authorization request had a code_challenge.');
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(code_verifier) || !equalInConstantTime(sha256(code_verifier), code_challenge)) {
    throw invalidGrant('The code_verifier parameter does not match the code_challenge of the authorization request.');
  }
}

function invalid(description: string, parameter = 'code_challenge'): OAuthError {
  return new OAuthError('invalid_request', description, { parameter });
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
