/*
 * This folder owns the authorization endpoint and pushed authorization requests: how a request is read, checked and
 * answered. It must not know how users authenticate or what pages look like; `access/interaction` handles that. To
 * understand this folder, read this file first, then `authorization-checks.ts`, the table of checks.
 */
import type { Browser, BrowserAnswer } from '../../access/interaction/browser-answer.js';
import { startFlow } from '../../access/interaction/interaction-flow.js';
import type { ParameterEntries } from '../../access/interaction/parameters.js';
import { recordingRefusal } from '../../audit/refused-request.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { type ReadAuthorizationRequest, readAuthorizationRequest } from '../protocol/authorization-request.js';
import { findClientOfIssuer } from '../protocol/client-of-issuer.js';
import { authorizationFlow, openRequest, waitingAuthorization } from './authorization-flow.js';
import { type OpenRequestObject, type ResolvedRequest, resolveRequest } from './resolved-request.js';
import { notSilent } from './silent-request.js';

export interface AuthorizationInput extends Browser {
  /** The parameters of the request, from the query (GET) or from the form (POST). */
  readonly parameters: ParameterEntries;
  /**
   * Whether an application loads this endpoint in an iframe. In an iframe, only requests with prompt=none are accepted.
   */
  readonly embedded?: boolean;
}

/**
 * The authorization endpoint. If the user must sign in or consent first, this function redirects the browser to a page.
 * Otherwise it issues an authorization code.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.1 | RFC 6749 §3.1},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint | OpenID Connect Core §3.1.2}
 */
export async function authorize(deps: Deps, issuer: Issuer, input: AuthorizationInput): Promise<BrowserAnswer> {
  const arrived = await resolveFrom(deps, issuer, readAuthorizationRequest(input.parameters), input.caller);
  if (arrived instanceof OAuthError) return { kind: 'errorPage', error: arrived };
  const { client, resolved } = arrived;
  const opened = await openRequest(
    deps,
    { client, issuer, clientGrantEpoch: client.grantEpoch },
    resolved,
    'authorize',
    input.caller,
  );
  if ('refused' in opened) return opened.refused;
  const { request } = opened;
  if (input.embedded && !request.silent) return { kind: 'errorPage', error: notSilent() };
  return startFlow(deps, authorizationFlow, { request, waiting: waitingAuthorization(deps, request) }, input);
}

/**
 * Finds the client and reads the request. If this function throws an error, the error is shown on a page, because no
 * redirect URI has been verified yet. RFC 6749 §4.1.2.1: the server must not redirect to an unverified URI.
 */
async function resolveFrom(
  deps: Deps,
  issuer: Issuer,
  read: ReadAuthorizationRequest,
  caller: Caller,
): Promise<{ readonly client: Client; readonly resolved: ResolvedRequest } | OAuthError> {
  try {
    const client = await getRequestingClient(deps, issuer, read);
    const facts = { kind: 'AUTHORIZATION', client, caller, redirectUri: read.request.redirect_uri } as const;
    return await recordingRefusal(deps, facts, async () => ({
      client,
      resolved: await resolveOnce(deps, issuer, client, read),
    }));
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}

/** Finds the client of a request. Writes nothing. */
export async function getRequestingClient(
  deps: Deps,
  issuer: Issuer,
  { request: { client_id }, duplicates }: ReadAuthorizationRequest,
): Promise<Client> {
  if (client_id === undefined)
    throw new OAuthError('invalid_request', 'The client_id parameter is missing.', { parameter: 'client_id' });
  if (duplicates.includes('client_id')) throw repeated('client_id');
  const client = await findClientOfIssuer(deps, issuer, client_id);
  if (client === undefined) {
    throw new OAuthError(
      'invalid_client',
      'The client_id parameter is unknown at this issuer. Check the client_id and the issuer URL.',
      { parameter: 'client_id' },
    );
  }
  return client;
}

/** Reads the request if it has at most one redirect URI. Writes nothing. `open` opens a request object. */
export async function resolveOnce(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  read: ReadAuthorizationRequest,
  open?: OpenRequestObject,
): Promise<ResolvedRequest> {
  if (read.duplicates.includes('redirect_uri')) throw repeated('redirect_uri');
  return resolveRequest(deps, issuer, { client, read, open });
}

function repeated(parameter: string): OAuthError {
  return new OAuthError('invalid_request', `The ${parameter} parameter must not be included more than once.`, {
    parameter,
  });
}
