import type { KnownBrowser } from '../access/interaction/browser-answer.js';
import { type ParameterEntries, readParameters } from '../access/interaction/parameters.js';
import type { Client } from '../model/clients/client.js';
import type { Config } from '../model/config.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { loggableUri } from '../model/loggable-uri.js';

/** A request to a Basic URL, `/auth/…/{clientId}`, with the query parameters `redirectUri` and `state`. */
export interface BasicInput extends KnownBrowser {
  readonly clientId: string;
  readonly parameters: ParameterEntries;
}

const PARAMETERS = ['redirectUri', 'state', 'username'] as const;

export type BasicRequest = { readonly [name in (typeof PARAMETERS)[number]]?: string };

/**
 * Reads the query parameters.
 *
 * @throws OAuthError if a parameter is repeated. Show the error on a page, because the redirect URI is not verified
 */
export function parseBasicRequest(entries: ParameterEntries): BasicRequest {
  return parse(entries, PARAMETERS);
}

/** A request to sign out. `token` is the token that the client received when the user signed in. */
export type BasicLogout = BasicRequest & { readonly token?: string };

/**
 * Reads the parameters of a request to sign out.
 *
 * @throws OAuthError if a parameter is repeated. Show the error on a page, because the redirect URI is not verified
 */
export function parseBasicLogout(entries: ParameterEntries): BasicLogout {
  return parse(entries, [...PARAMETERS, 'token']);
}

function parse<Name extends string>(
  entries: ParameterEntries,
  names: readonly Name[],
): { readonly [name in Name]?: string } {
  const { single, duplicates } = readParameters(entries, names);
  if (duplicates[0] !== undefined) {
    throw new OAuthError('invalid_request', `The ${duplicates[0]} parameter must not be included more than once.`, {
      parameter: duplicates[0],
    });
  }
  return single;
}

/**
 * Returns the client whose id is in the URL of the request.
 *
 * @throws OAuthError if the client is unknown, disabled or not allowed to use Basic. Show the error on a page, because
 * the redirect URI is not verified
 */
export async function getBasicClient(deps: Deps, clientId: string): Promise<Client> {
  const client = await getKnownClient(deps, clientId);
  checkBasicClient(deps.config, client);
  return client;
}

/** Returns the client whose id is in the URL of the request. Throws OAuthError if the client is unknown or disabled. */
export async function getKnownClient(deps: Deps, clientId: string): Promise<Client> {
  const client = await deps.store.clients.find(clientId);
  if (client?.enabled !== true) throw unknownClient();
  return client;
}

export function unknownClient(): OAuthError {
  return new OAuthError('invalid_client', 'The client id in the URL is unknown, or the client is disabled.', {
    status: 404,
  });
}

/**
 * Checks that the client is allowed to use Basic. If signed requests are required, Basic is rejected, because Basic
 * requests cannot be signed.
 */
export function checkBasicClient(config: Config, client: Client): void {
  if (!client.integrations.includes('BASIC')) {
    throw new OAuthError(
      'unauthorized_client',
      'This client has no integration BASIC, which the URLs under /auth/ need. Ask an administrator to add BASIC to the integrations of the client.',
      {
        status: 404,
      },
    );
  }
  // RFC 8252 §8.5: every copy of a native application contains the client secret, so anyone who has a copy could forge
  // tokens. Therefore, native applications cannot use Basic.
  if (client.application_type === 'native') {
    throw new OAuthError(
      'unauthorized_client',
      'A native application cannot use the integration BASIC, because BASIC needs a client secret, and every installed copy of the application would contain it. Use the integration OIDC.',
      { status: 404 },
    );
  }
  const requiresSigned = config.requireSignedRequestObject || client.require_signed_request_object;
  if (requiresSigned || client.securityProfile === 'FAPI2') {
    throw new OAuthError(
      'unauthorized_client',
      'The client or the server requires signed requests, but requests of the integration BASIC cannot be signed. Use the integration OIDC.',
      {
        status: 404,
      },
    );
  }
}

declare const registered: unique symbol;

/**
 * A URI that is registered for the client. Only `parseRegisteredUri` returns this type, so no code can forget to check
 * the URI.
 */
export type RegisteredUri = string & { readonly [registered]: true };

/**
 * Checks that `redirectUri` is exactly equal to one of the client's registered URIs, because a looser comparison would
 * allow open redirects.
 *
 * @throws OAuthError, which must be shown on a page, because the server must not redirect to an unregistered URI
 */
export function parseRegisteredUri(
  client: Client,
  member: 'redirect_uris' | 'post_logout_redirect_uris',
  { redirectUri }: BasicRequest,
): RegisteredUri {
  if (redirectUri === undefined)
    throw new OAuthError('invalid_request', 'The redirectUri parameter is missing.', { parameter: 'redirectUri' });
  if (!client[member].includes(redirectUri)) {
    throw new OAuthError(
      'invalid_request',
      `The redirectUri parameter is not one of the ${member} that are registered for this client.`,
      {
        parameter: 'redirectUri',
        reason: `client ${client.id} sent ${loggableUri(redirectUri)}`,
      },
    );
  }
  return redirectUri as RegisteredUri;
}
