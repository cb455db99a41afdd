import { withQuery } from '../../access/interaction/browser-answer.js';
import { type ParameterEntries, readParameters } from '../../access/interaction/parameters.js';
import { unverifiedClaim } from '../../keys/client-jwt.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import { findClientOfIssuer } from '../protocol/client-of-issuer.js';
import { readIdTokenHint } from '../protocol/id-token-hint.js';

/** `logout_hint` is known and not needed: the browser's session says who is signed in. */
const NAMES = ['id_token_hint', 'logout_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'ui_locales'] as const;

export type LogoutRequest = { readonly [name in (typeof NAMES)[number]]?: string };

/** What a logout request says, as far as it is proved. */
export interface CheckedLogout {
  readonly request: LogoutRequest;
  readonly client?: Client | undefined;
  /** Claims of the ID token that came as a hint. */
  readonly hint?: JsonObject | undefined;
  /** Where the browser goes on, with `state`: one of the client's own. */
  readonly url?: string | undefined;
}

/**
 * The parameters of a logout request; unknown ones are left out.
 * {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout | RP-Initiated Logout §2}
 *
 * @throws OAuthError where one came twice.
 */
export function readLogoutRequest(parameters: ParameterEntries): LogoutRequest {
  const { single, duplicates } = readParameters(parameters, NAMES);
  const [duplicate] = duplicates;
  if (duplicate !== undefined) throw new OAuthError('invalid_request', `${duplicate} came more than once.`);
  return single;
}

/**
 * What fails to validate is not used, and what needed it is not done.
 * {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#ValidationAndErrorHandling | RP-Initiated Logout §4}
 *
 * @throws OAuthError for a page: nothing is sent to an address that was not proved.
 */
export async function checkLogout(deps: Deps, issuer: Issuer, request: LogoutRequest): Promise<CheckedLogout> {
  const client = await clientOf(deps, issuer, request);
  const hint = await hintOf(deps, issuer, client, request);
  return { request, client, hint, url: targetOf(client, request) };
}

async function clientOf(
  deps: Deps,
  issuer: Issuer,
  { client_id, id_token_hint }: LogoutRequest,
): Promise<Client | undefined> {
  if (client_id === undefined && id_token_hint === undefined) return undefined;
  const id = client_id ?? unverifiedClaim(id_token_hint ?? '', 'aud');
  const client = typeof id === 'string' ? await findClientOfIssuer(deps, issuer, id) : undefined;
  if (client === undefined && client_id !== undefined) {
    throw new OAuthError('invalid_request', 'client_id names no client of this issuer.');
  }
  return client;
}

async function hintOf(
  deps: Deps,
  issuer: Issuer,
  client: Client | undefined,
  { id_token_hint }: LogoutRequest,
): Promise<JsonObject | undefined> {
  if (id_token_hint === undefined) return undefined;
  // §2: the OP MUST validate that it was the issuer of the ID Token, and that client_id is whom it was issued to.
  const claims = client === undefined ? undefined : await readIdTokenHint(deps, issuer, client, id_token_hint);
  if (claims === undefined) {
    throw new OAuthError('invalid_request', 'id_token_hint is not an ID token that this issuer made for the client.');
  }
  return claims;
}

function targetOf(
  client: Client | undefined,
  { post_logout_redirect_uri: uri, state }: LogoutRequest,
): string | undefined {
  if (uri === undefined) return undefined;
  if (client === undefined) {
    throw new OAuthError('invalid_request', 'post_logout_redirect_uri needs id_token_hint or client_id beside it.');
  }
  // §3: the OP MUST NOT redirect to what does not exactly match one of the values registered.
  if (!client.post_logout_redirect_uris.includes(uri)) {
    throw new OAuthError('invalid_request', 'post_logout_redirect_uri is not registered for the client.');
  }
  return state === undefined ? uri : withQuery(uri, { state });
}
