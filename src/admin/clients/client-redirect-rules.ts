import { isAdminPermission } from '../../model/server/administration.js';
import { type Fault, faultsIn } from '../input-parser.js';
import type { ClientSettings } from './client-settings.js';
import { queryProblem, redirectUriProblem } from './client-uris.js';

/** Finds redirect URIs that the client must not have, and settings that contradict the redirect URI policy RELAXED. */
export function redirectFaults(settings: ClientSettings): (Fault | false | undefined)[] {
  return [...uriFaults(settings), ...relaxedFaults(settings)];
}

/**
 * The parameters of authorization responses: RFC 6749 §4.1.2, §4.2.2, RFC 9207 §2, JARM §2.3, OpenID Connect and BASIC.
 * If a redirect URI already had one of these parameters, the application could use the wrong value.
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
 * Finds settings that contradict the policy RELAXED, which allows redirect URIs with http in a private network. Other
 * users of that network can read the traffic. PKCE protects an authorization code from them, but BASIC tokens and
 * tokens for the administration API have no such protection.
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
