import { equalInConstantTime, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import { OAuthError } from '../../model/errors.js';
import type { AuthorizationRequest } from './authorization-request.js';
import { demandsPkce } from './security-profile.js';

type Challenge = Pick<AuthorizationRequest, 'code_challenge' | 'code_challenge_method'>;

/**
 * Demands a code challenge of every client, but of a confidential one whose administrator said otherwise.
 * {@link https://www.rfc-editor.org/rfc/rfc7636#section-4.4.1 | RFC 7636 §4.4.1},
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1 | RFC 9700 §2.1.1}
 */
export function checkCodeChallenge(client: Client, { code_challenge, code_challenge_method }: Challenge): void {
  if (code_challenge === undefined) {
    if (code_challenge_method !== undefined) throw invalid('code_challenge is missing.');
    // MUST enforce the correct usage of PKCE; public clients MUST use it.
    if (demandsPkce(client)) throw invalid('code_challenge is missing: PKCE is required.');
    return;
  }
  // §4.3: a missing method means plain.
  if (code_challenge_method !== 'S256') throw invalid('code_challenge_method must be S256.');
  if (!/^[A-Za-z0-9_-]{43}$/.test(code_challenge)) throw invalid('code_challenge must be 43 characters of base64url.');
}

/** {@link https://www.rfc-editor.org/rfc/rfc7636#section-4.6 | RFC 7636 §4.6} */
export function checkCodeVerifier(code_challenge: string | undefined, code_verifier: string | undefined): void {
  if (code_challenge === undefined) {
    // RFC 9700 §2.1.1: a verifier where there was no challenge MUST be rejected (downgrade).
    if (code_verifier !== undefined) throw invalidGrant('code_verifier came, but the code was asked for without PKCE.');
    return;
  }
  if (code_verifier === undefined) throw invalidGrant('code_verifier is missing.');
  if (!/^[A-Za-z0-9._~-]{43,128}$/.test(code_verifier) || !equalInConstantTime(sha256(code_verifier), code_challenge)) {
    throw invalidGrant('code_verifier does not fit the code_challenge.');
  }
}

function invalid(description: string): OAuthError {
  return new OAuthError('invalid_request', description);
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
