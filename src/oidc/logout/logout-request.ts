import { withQuery } from '../../access/interaction/browser-answer.js';
import { type ParameterEntries, readParameters } from '../../access/interaction/parameters.js';
import { unverifiedClaim } from '../../keys/signed-jwt.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import { findClientOfIssuer } from '../protocol/client-of-issuer.js';
import { verifyIdTokenHint } from '../protocol/id-token-hint.js';

/** The parameters of a logout request. `logout_hint` is ignored, because the browser's session identifies the user. */
const PARAMETERS = [
  'id_token_hint',
  'logout_hint',
  'client_id',
  'post_logout_redirect_uri',
  'state',
  'ui_locales',
] as const;

export type LogoutRequest = { readonly [name in (typeof PARAMETERS)[number]]?: string };

/** A logout request whose client, hint and redirect URI have been checked. */
export interface CheckedLogout {
  readonly request: LogoutRequest;
  readonly client?: Client | undefined;
  /** The claims of the verified `id_token_hint`. */
  readonly hint?: JsonObject | undefined;
  /** The registered URI to which the browser returns after sign-out, with the `state` parameter added. */
  readonly url?: string | undefined;
}

/**
 * Parses the parameters of a logout request and ignores unknown parameters.
 * {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout | RP-Initiated Logout §2}
 *
 * @throws OAuthError if a parameter was repeated
 */
export function parseLogoutRequest(parameters: ParameterEntries): LogoutRequest {
  const { single, duplicates } = readParameters(parameters, PARAMETERS);
  const [duplicate] = duplicates;
  if (duplicate !== undefined)
    throw new OAuthError('invalid_request', `The ${duplicate} parameter must not be included more than once.`);
  return single;
}

/**
 * Checks the client, the `id_token_hint` and the redirect URI of a logout request. If one of them is invalid, the whole
 * request is rejected.
 * {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#ValidationAndErrorHandling | RP-Initiated Logout §4}
 *
 * @throws OAuthError, which must be shown on a page, because the redirect URI is possibly not registered
 */
export async function checkLogout(deps: Deps, issuer: Issuer, request: LogoutRequest): Promise<CheckedLogout> {
  const client = await findClient(deps, issuer, request);
  const hint = await verifyHint(deps, issuer, client, request);
  return { request, client, hint, url: logoutUrl(client, request) };
}

async function findClient(
  deps: Deps,
  issuer: Issuer,
  { client_id, id_token_hint }: LogoutRequest,
): Promise<Client | undefined> {
  if (client_id === undefined && id_token_hint === undefined) return undefined;
  const id = client_id ?? unverifiedClaim(id_token_hint ?? '', 'aud');
  const client = typeof id === 'string' ? await findClientOfIssuer(deps, issuer, id) : undefined;
  if (client === undefined && client_id !== undefined) {
    throw new OAuthError(
      'invalid_request',
      'The client_id parameter is unknown at this issuer. Check the client_id and the issuer URL.',
    );
  }
  return client;
}

async function verifyHint(
  deps: Deps,
  issuer: Issuer,
  client: Client | undefined,
  { id_token_hint }: LogoutRequest,
): Promise<JsonObject | undefined> {
  if (id_token_hint === undefined) return undefined;
  // RP-Initiated Logout §2: the server must check that it issued the ID token to the client that client_id names.
  const claims = client === undefined ? undefined : await verifyIdTokenHint(deps, issuer, client, id_token_hint);
  if (claims === undefined) {
    throw new OAuthError(
      'invalid_request',
      'The id_token_hint parameter must be an ID token that this issuer issued to the client.',
    );
  }
  return claims;
}

function logoutUrl(
  client: Client | undefined,
  { post_logout_redirect_uri: uri, state }: LogoutRequest,
): string | undefined {
  if (uri === undefined) return undefined;
  if (client === undefined) {
    throw new OAuthError(
      'invalid_request',
      'The post_logout_redirect_uri parameter requires the id_token_hint or client_id parameter.',
    );
  }
  // RP-Initiated Logout §3: the server must redirect only to a URI that is exactly equal to a registered one.
  if (!client.post_logout_redirect_uris.includes(uri)) {
    throw new OAuthError(
      'invalid_request',
      'The post_logout_redirect_uri in the request is not registered for this client.',
    );
  }
  return state === undefined ? uri : withQuery(uri, { state });
}
