import { knownScopes } from '../../access/claims.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import { type Scope, STANDARD_SCOPES } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';
import { aimAt } from '../protocol/resource-indicators.js';
import { grantedScopes } from '../protocol/scope.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { issueTokens } from '../tokens/issue-tokens.js';
import type { GrantHandler, TokenParameters } from './token-request.js';

/**
 * A client acts for itself: no user, no refresh token, and no round trip where its access tokens are JWTs.
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
  const granted = grantedScopes(client, known, parameters.scope ?? defaultScopes(client, known, parameters));
  const { scopes, resource } = aimAt(client, known, granted, parameters);
  const accessExpiresAt = accessTokenExpiry(deps, client, deps.clock.now());
  return issueTokens(deps, { issuer, authenticated, client, scopes, resource, accessExpiresAt, proved });
};

/**
 * RFC 6749 §3.3: where scope is omitted, MUST process the request using a pre-defined default value, or fail it. All
 * that the client has; where that is for several resources and none is named, what is for none of them.
 */
function defaultScopes(client: Client, known: readonly Scope[], parameters: TokenParameters): string {
  const own = client.scopes.flatMap((scope) => known.filter(({ id }) => id === scope));
  const resources = new Set(own.flatMap(({ resource }) => resource ?? []));
  const named = parameters.resource !== undefined || parameters.audience !== undefined;
  const scopes = named || resources.size < 2 ? own : own.filter(({ resource }) => resource === undefined);
  return scopes.map(({ id }) => id).join(' ');
}
