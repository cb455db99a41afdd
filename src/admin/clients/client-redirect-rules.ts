import { isAdminPermission } from '../../model/server/administration.js';
import { type Fault, faultsIn } from '../input-parser.js';
import type { ClientSettings } from './client-settings.js';
import { queryProblem, redirectUriProblem } from './client-uris.js';

/** Finds the redirect URIs that the client must not have, and what contradicts relaxed redirect URIs. */
export function redirectFaults(settings: ClientSettings): (Fault | false | undefined)[] {
  return [...uriFaults(settings), ...relaxedFaults(settings)];
}

/**
 * The parameters of authorization responses: RFC 6749 §4.1.2, §4.2.2, RFC 9207 §2, JARM §2.3, OpenID Connect and BASIC. A
 * redirect URI that already has one could make the application use the wrong value.
 */
const RESPONSE_PARAMETERS: ReadonlySet<string> = new Set([
  ...['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'response', 'session_state'],
  ...['access_token', 'token_type', 'expires_in', 'id_token', 'token', 'clientid'],
]);
const LOGOUT_PARAMETERS: ReadonlySet<string> = new Set(['state']);

function uriFaults({ redirectUris, postLogoutRedirectUris, ...settings }: ClientSettings): (Fault | undefined)[] {
  return [
    ...faultsIn(
      'redirectUris',
      redirectUris,
      (uri) => redirectUriProblem(uri, settings) ?? queryProblem(uri, RESPONSE_PARAMETERS),
    ),
    ...faultsIn(
      'postLogoutRedirectUris',
      postLogoutRedirectUris,
      (uri) => redirectUriProblem(uri, settings) ?? queryProblem(uri, LOGOUT_PARAMETERS),
    ),
  ];
}

/**
 * Others in a private network can read what is sent over http there. PKCE protects the authorization code; a token of
 * BASIC, or one that administers this server, has no such protection.
 */
function relaxedFaults({ redirectUriPolicy, integrations, requirePkce, scopes }: ClientSettings): (Fault | false)[] {
  if (redirectUriPolicy !== 'RELAXED') return [];
  return [
    integrations.includes('BASIC') && [
      'redirectUriPolicy',
      'must be STRICT for a client that uses BASIC, because PKCE does not protect BASIC tokens',
    ],
    scopes.some(isAdminPermission) && [
      'redirectUriPolicy',
      'must be STRICT for a client with scopes of the administration API',
    ],
    !requirePkce && ['requirePkce', 'must be true, because redirectUriPolicy is RELAXED'],
  ];
}
