import { knownScopes } from '../../access/claims/known-scopes.js';
import type { FlowRequest } from '../../access/interaction/flow-description.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { type CheckedRedirectUri, parseRedirectUri } from '../protocol/redirect-uri.js';
import { type AuthenticationDemands, findDemands } from './authentication-demands.js';
import { type CheckedAt, checkAuthorizationRequest } from './authorization-checks.js';
import { makeRedirectTarget, type RedirectTarget } from './authorization-response.js';
import { type ParsedRequest, parseAuthorizationRequest } from './parsed-request.js';
import type { ResolvedRequest, StoredRequest } from './resolved-request.js';

/** An authorization request that has passed every check. */
export interface CheckedRequest extends FlowRequest {
  readonly parsed: ParsedRequest;
  readonly demands: AuthenticationDemands;
  readonly redirectTarget: RedirectTarget;
  /**
   * The data about the request that the server stores while the user signs in. For a pushed authorization request
   * (PAR), the server stores the data until the `request_uri` expires.
   */
  readonly stored: StoredRequest;
}

/**
 * The client that sent the request, the client's issuer, and the client's `grantEpoch` when the request arrived. If the
 * client's `grantEpoch` has increased since then, the client's grants have been revoked.
 */
export type RequestingClient = Pick<FlowRequest, 'client' | 'issuer' | 'clientGrantEpoch'>;

/**
 * Returns the verified URI to which the response is sent. RFC 6749 §4.1.2.1: without a valid redirect URI, the server
 * must not redirect.
 *
 * @throws OAuthError, which must be shown on a page, because no redirect URI has been verified
 */
export function parseRedirectTarget(
  { client, issuer }: RequestingClient,
  { request, duplicates, rejection }: ResolvedRequest,
): RedirectTarget {
  if (!client.integrations.includes('OIDC')) {
    throw new OAuthError(
      'unauthorized_client',
      'This client cannot use OpenID Connect. Add OIDC to the integrations of the client.',
    );
  }
  const uri = redirectUriOrRejection(client, request.redirect_uri, rejection);
  // If state, response_mode or response_type was repeated, its value is unclear, so the parameter is ignored.
  const { state, response_mode, response_type } = request;
  const parameters = Object.entries({ state, response_mode, response_type });
  const unambiguous = parameters.filter(([name]) => !duplicates.some((duplicate) => duplicate === name));
  return makeRedirectTarget({ issuer, client, uri }, Object.fromEntries(unambiguous));
}

/**
 * Returns the verified redirect URI. If both the redirect URI and the request object are invalid, the error is about
 * the request object, because an invalid request object can be the cause of the wrong URI.
 */
function redirectUriOrRejection(
  client: Client,
  redirect_uri: string | undefined,
  rejection: OAuthError | undefined,
): CheckedRedirectUri {
  try {
    return parseRedirectUri(client, redirect_uri);
  } catch (error) {
    throw rejection ?? error;
  }
}

/**
 * Parses the request and runs all checks.
 *
 * @throws OAuthError, which can be sent to the client, because the redirect URI has been verified
 */
export async function checkRequest(
  deps: Deps,
  { client, issuer, clientGrantEpoch }: RequestingClient,
  { resolved, redirectTarget }: { readonly resolved: ResolvedRequest; readonly redirectTarget: RedirectTarget },
  at: CheckedAt,
): Promise<CheckedRequest> {
  const { duplicates: _, rejection, ...stored } = resolved;
  if (rejection !== undefined) throw rejection;
  const parsed = parseAuthorizationRequest(client, await knownScopes(deps), stored.request);
  checkAuthorizationRequest({ config: deps.config, client, parsed, arrival: resolved }, at);
  const demands = await findDemands(deps, redirectTarget, parsed, stored.hintedSubject);
  return {
    client,
    issuer,
    clientGrantEpoch,
    silent: parsed.prompt.has('none'),
    parsed,
    demands,
    redirectTarget,
    stored: withoutHint(stored, demands),
  };
}

/** Replaces the `id_token_hint` with its verified subject, because the rest of the ID token is not needed later. */
function withoutHint(stored: StoredRequest, { hintedSubject }: AuthenticationDemands): StoredRequest {
  const { id_token_hint: _, ...request } = stored.request;
  return { ...stored, request, ...(hintedSubject !== undefined && { hintedSubject }) };
}
