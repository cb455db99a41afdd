import { knownScopes } from '../access/claims.js';
import { isConfidential } from '../model/client.js';
import { OAuthError } from '../model/errors.js';
import { STANDARD_SCOPES } from '../model/scope.js';
import { accessTokenExpiry } from './access-token.js';
import { issueTokens } from './issue-tokens.js';
import { aimAt } from './resource-indicators.js';
import { grantedScopes } from './scope.js';
import type { GrantHandler } from './token-request.js';

/**
 * A client acts for itself: no user, no refresh token, and no round trip where its access tokens are JWTs. Without
 * `scope` it gets none.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 | RFC 6749 §4.4}
 */
export const clientCredentialsGrant: GrantHandler = async (deps, issuer, authenticated, parameters, proved) => {
  const { client } = authenticated;
  // MUST only be used by confidential clients.
  if (!isConfidential(client)) {
    throw new OAuthError('unauthorized_client', 'Only a client that authenticates may act for itself.');
  }
  // The standard scopes are about a user.
  const known = (await knownScopes(deps)).filter(({ id }) => !STANDARD_SCOPES.some((standard) => standard.id === id));
  const { scopes, resource } = aimAt(client, known, grantedScopes(client, known, parameters.scope), parameters);
  const accessExpiresAt = accessTokenExpiry(deps, client, deps.clock.now());
  return issueTokens(deps, { issuer, authenticated, client, scopes, resource, accessExpiresAt, proved });
};
