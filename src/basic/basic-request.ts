import type { Browser } from '../access/interaction/browser-answer.js';
import { type ParameterEntries, readParameters } from '../access/interaction/parameters.js';
import type { Client } from '../model/clients/client.js';
import type { Config } from '../model/config.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';

/** A request of the Basic redirect: `/auth/…/{clientId}?redirectUri&state`. */
export interface BasicInput extends Browser {
  readonly clientId: string;
  /** Of the query. */
  readonly parameters: ParameterEntries;
}

const PARAMETERS = ['redirectUri', 'state', 'username'] as const;

/** What was asked for. A type, not an interface: an interaction stores it as JSON. */
export type BasicRequest = { readonly [name in (typeof PARAMETERS)[number]]?: string };

/** @throws OAuthError, to be shown, where a parameter came more than once */
export function readBasicRequest(entries: ParameterEntries): BasicRequest {
  const { single, duplicates } = readParameters(entries, PARAMETERS);
  if (duplicates[0] !== undefined) throw new OAuthError('invalid_request', `${duplicates[0]} came more than once.`);
  return single;
}

/** @throws OAuthError, to be shown, where there is no such client, or it does not use Basic */
export async function findBasicClient(deps: Deps, clientId: string): Promise<Client> {
  const client = await deps.store.clients.find(clientId);
  if (client?.enabled !== true) throw new OAuthError('invalid_client', 'There is no such client.', { status: 404 });
  checkBasicClient(deps.config, client);
  return client;
}

/** Basic is never signed by the client: where only signed requests count, it is off. */
export function checkBasicClient(config: Config, client: Client): void {
  if (!client.integrations.includes('BASIC')) {
    throw new OAuthError('unauthorized_client', 'The client does not use Basic.', { status: 404 });
  }
  const signedOnly = config.requireSignedRequestObject || client.require_signed_request_object;
  if (signedOnly || client.securityProfile === 'FAPI2') {
    throw new OAuthError('unauthorized_client', 'Only signed requests are taken.', { status: 404 });
  }
}

declare const proved: unique symbol;

/** A URI that the client registered. Only `proveUri` makes one. */
export type ProvedUri = string & { readonly [proved]: true };

/**
 * One of the registered URIs, as a string: else this would be an open redirect.
 *
 * @throws OAuthError, to be shown
 */
export function proveUri(
  client: Client,
  members: 'redirect_uris' | 'post_logout_redirect_uris',
  { redirectUri }: BasicRequest,
): ProvedUri {
  if (redirectUri === undefined) throw new OAuthError('invalid_request', 'redirectUri is missing.');
  if (!client[members].includes(redirectUri)) {
    throw new OAuthError('invalid_request', `redirectUri is none of the ${members} that the client has registered.`, {
      reason: `client ${client.id} sent ${redirectUri.slice(0, 200).replace(/[?#].*/s, '')}`,
    });
  }
  return redirectUri as ProvedUri;
}
