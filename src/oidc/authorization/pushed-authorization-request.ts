import { PUSHED_REQUEST_LIFETIME_SECONDS, pushRequest } from '../../access/pushed-requests.js';
import { recordingRefusal } from '../../audit/refused-request.js';
import { sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { type ClientFormInput, receiveClientForm } from '../client-authentication/client-form.js';
import {
  AUTHORIZATION_PARAMETERS,
  REPEATABLE_PARAMETERS,
  type ReadAuthorizationRequest,
  readAuthorizationRequest,
} from '../protocol/authorization-request.js';
import { verifyDpop } from '../protocol/dpop.js';
import { endpointUrl } from '../protocol/endpoints.js';
import { type JsonAnswer, NO_STORE } from '../protocol/json-answer.js';
import { keyAlgs } from '../protocol/security-profile.js';
import { checkRequest, parseRedirectTarget } from './checked-request.js';
import { PUSHED_URI_PREFIX, type ResolvedRequest, resolveRequest } from './resolved-request.js';

/**
 * The pushed authorization request endpoint. This function checks an authorization request, stores the request and
 * returns a `request_uri` for it, with the status 201.
 * {@link https://www.rfc-editor.org/rfc/rfc9126#section-2 | RFC 9126 §2}
 *
 * @throws OAuthError if the client is not authenticated or a check fails
 */
export async function pushAuthorizationRequest(
  deps: Deps,
  issuer: Issuer,
  input: ClientFormInput,
): Promise<JsonAnswer> {
  const { authenticated } = await receiveClientForm(deps, issuer, input, {
    endpoint: 'pushedAuthorizationRequest',
    single: AUTHORIZATION_PARAMETERS,
    repeatable: REPEATABLE_PARAMETERS,
  });
  const { client } = authenticated;
  const read = readAuthorizationRequest(input.parameters);
  const facts = {
    kind: 'AUTHORIZATION',
    client,
    caller: input.caller,
    redirectUri: read.request.redirect_uri,
  } as const;
  const request_uri = await recordingRefusal(deps, facts, () => checkAndStore(deps, { issuer, client }, input, read));
  return { body: { request_uri, expires_in: PUSHED_REQUEST_LIFETIME_SECONDS }, headers: NO_STORE };
}

async function checkAndStore(
  deps: Deps,
  { issuer, client }: { readonly issuer: Issuer; readonly client: Client },
  input: ClientFormInput,
  read: ReadAuthorizationRequest,
): Promise<string> {
  // RFC 9126 §2.1: the client must not send request_uri in a pushed authorization request.
  if (read.request.request_uri !== undefined) {
    throw new OAuthError(
      'invalid_request',
      'The request_uri parameter must not be included in a pushed authorization request.',
      { parameter: 'request_uri' },
    );
  }
  const arrived = { ...(await resolveRequest(deps, issuer, { client, read })), pushed: true };
  const resolved = await bindToDpopKey(deps, { issuer, client }, input, arrived);
  const from = { issuer, client, clientGrantEpoch: client.grantEpoch };
  const redirectTarget = parseRedirectTarget(from, resolved);
  const { stored } = await checkRequest(deps, from, { resolved, redirectTarget }, 'par');
  return PUSHED_URI_PREFIX + (await pushRequest(deps, { client, issuer }, stored, sha256));
}

/**
 * If the client sends a DPoP proof with its pushed request, the authorization code is bound to the key of the proof, as
 * if the client had sent this key's thumbprint in `dpop_jkt`.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-10.1 | RFC 9449 §10.1}
 */
async function bindToDpopKey(
  deps: Deps,
  { issuer, client }: { readonly issuer: Issuer; readonly client: Client },
  { dpop }: ClientFormInput,
  resolved: ResolvedRequest,
): Promise<ResolvedRequest> {
  if (dpop === undefined) return resolved;
  const url = endpointUrl(deps, issuer, 'pushedAuthorizationRequest');
  const { jkt } = await verifyDpop(deps, issuer, { proof: dpop, method: 'POST', url, algs: keyAlgs(client) });
  const { dpop_jkt = jkt } = resolved.request;
  // RFC 9449 §10.1: if the request has a dpop_jkt parameter too, this parameter must be the thumbprint of the DPoP
  // proof's key.
  if (dpop_jkt !== jkt) {
    throw new OAuthError('invalid_dpop_proof', 'The key of the DPoP proof does not match the dpop_jkt parameter.', {
      parameter: 'dpop_jkt',
    });
  }
  return { ...resolved, request: { ...resolved.request, dpop_jkt } };
}
