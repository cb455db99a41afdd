import { knownScopes } from '../../access/claims.js';
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
  /** The form in which an interaction or a pushed authorization request stores the request. */
  readonly stored: StoredRequest;
}

/** The client that sent the request, and the client's `grantEpoch` when the request arrived. */
export type RequestingClient = Pick<FlowRequest, 'client' | 'issuer' | 'clientGrantEpoch'>;

/**
 * Decides where the response is sent. RFC 6749 §4.1.2.1: without a valid redirect URI, the server must not redirect.
 *
 * @throws OAuthError, which must be shown to the user instead of being sent to the client
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
  // If one of these parameters was repeated, it is unclear which value is meant, so it is ignored in the response.
  const { state, response_mode, response_type } = request;
  const parameters = Object.entries({ state, response_mode, response_type });
  const unambiguous = parameters.filter(([name]) => !duplicates.some((duplicate) => duplicate === name));
  return makeRedirectTarget({ issuer, client, uri }, Object.fromEntries(unambiguous));
}

/** If the request object is invalid as well, that error is reported, because it helps the developer more. */
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

/** @throws OAuthError, which may be sent to the redirect target */
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

/** Stores only the subject of the `id_token_hint`, because the rest of the token is not needed. */
function withoutHint(stored: StoredRequest, { hintedSubject }: AuthenticationDemands): StoredRequest {
  const { id_token_hint: _, ...request } = stored.request;
  return { ...stored, request, ...(hintedSubject !== undefined && { hintedSubject }) };
}
