import { knownScopes } from '../../access/claims/known-scopes.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import { type Scope, STANDARD_SCOPES } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';
import { parseTarget } from '../protocol/resource-indicators.js';
import { grantedScopes } from '../protocol/scope.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { issueFirstTokens } from '../tokens/issue-tokens.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/**
 * Issues an access token, but no refresh token, to a client that acts for itself, without a user.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.4 | RFC 6749 §4.4}
 */
export const clientCredentialsGrant: GrantHandler = async (deps, issuer, authenticated, parameters, dpopKey) => {
  const { client } = authenticated;
  // RFC 6749 §4.4: only confidential clients are allowed to use this grant.
  if (!isConfidential(client)) {
    throw new OAuthError(
      'unauthorized_client',
      'The client_credentials grant requires a confidential client. Use a client that authenticates with a secret or a private key.',
    );
  }
  // The standard scopes release data about a user. This grant has no user, so the access token gets no standard scopes.
  const known = (await knownScopes(deps)).filter((scope) => !STANDARD_SCOPES.includes(scope));
  const granted = grantedScopes(client, known, parameters.scope ?? defaultScopes(client, known, parameters));
  const { scopes, resource } = parseTarget(client, known, granted, parameters);
  const accessExpiresAt = accessTokenExpiry(deps, client, deps.clock.now());
  return issueFirstTokens(deps, { issuer, authenticated, client, scopes, resource, accessExpiresAt, dpopKey });
};

/**
 * Returns the scopes for a request without a `scope` parameter (RFC 6749 §3.3): all scopes of the client. But if the
 * scopes belong to several resources and the request names no resource, returns only the scopes without a resource.
 */
function defaultScopes(client: Client, known: readonly Scope[], parameters: TokenParameters): string {
  // A scope that requires a role is meant for users, so a request must name it.
  const own = client.scopes.flatMap((scope) => known.filter(({ id, requiresRole }) => id === scope && !requiresRole));
  const resources = new Set(own.flatMap(({ resource }) => resource ?? []));
  const namesResource = parameters.resource !== undefined || parameters.audience !== undefined;
  const scopes = namesResource || resources.size < 2 ? own : own.filter(({ resource }) => resource === undefined);
  return scopes.map(({ id }) => id).join(' ');
}
