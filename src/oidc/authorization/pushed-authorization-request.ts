import { handleText, newOrderedId, newSecret, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { secondsAfter } from '../../model/time.js';
import { type ClientFormInput, receiveClientForm } from '../client-authentication/client-form.js';
import {
  AUTHORIZATION_PARAMETERS,
  REPEATABLE_PARAMETERS,
  readAuthorizationRequest,
} from '../protocol/authorization-request.js';
import { verifyDpop } from '../protocol/dpop.js';
import { endpointUrl } from '../protocol/endpoints.js';
import { type JsonAnswer, NO_STORE } from '../protocol/json-answer.js';
import { keyAlgs } from '../protocol/security-profile.js';
import { checkResolved } from './checked-request.js';
import { PUSHED_URI_PREFIX, type ResolvedRequest, resolveRequest, type StoredRequest } from './resolved-request.js';

/** Seconds. FAPI 2.0 Security Profile §5.3.2.2: less than 600. */
const LIFETIME = 300;

/**
 * Takes an authorization request from its client, ahead of the browser, after the same checks; to be answered with 201.
 * {@link https://www.rfc-editor.org/rfc/rfc9126#section-2 | RFC 9126 §2}
 *
 * @throws OAuthError
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
  // §2.1: the request_uri parameter MUST NOT be provided.
  if (read.request.request_uri !== undefined) {
    throw new OAuthError('invalid_request', 'request_uri must not come in a pushed request.');
  }
  const resolved = await boundToKey(deps, issuer, client, input, {
    ...(await resolveRequest(deps, issuer, client, read)),
    pushed: true,
  });
  const asking = { issuer, client, clientGrantEpoch: client.grantEpoch };
  const { stored } = await checkResolved(deps, asking, resolved, () => {});
  const request_uri = await keepPushed(deps, issuer, client, stored);
  return { body: { request_uri, expires_in: LIFETIME }, headers: NO_STORE };
}

/** {@link https://www.rfc-editor.org/rfc/rfc9449#section-10.1 | RFC 9449 §10.1}: a DPoP header binds the code as dpop_jkt does. */
async function boundToKey(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  { dpop }: ClientFormInput,
  resolved: ResolvedRequest,
): Promise<ResolvedRequest> {
  if (dpop === undefined) return resolved;
  const url = endpointUrl(deps, issuer, 'pushedAuthorizationRequest');
  const { jkt } = await verifyDpop(deps, issuer, { proof: dpop, method: 'POST', url, algs: keyAlgs(client) });
  const { dpop_jkt = jkt } = resolved.request;
  // If both are there, MUST reject the request if they do not match.
  if (dpop_jkt !== jkt)
    throw new OAuthError('invalid_dpop_proof', 'The DPoP proof has another key than dpop_jkt names.');
  return { ...resolved, request: { ...resolved.request, dpop_jkt } };
}

async function keepPushed(deps: Deps, issuer: Issuer, client: Client, stored: StoredRequest): Promise<string> {
  const id = newOrderedId(deps.clock, deps.random);
  const secret = newSecret(deps.random);
  const now = deps.clock.now();
  await deps.store.pushedRequests.insert({
    id,
    secretHash: sha256(secret),
    request: stored,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    clientId: client.id,
    clientGeneration: client.generation,
    createdAt: now,
    expiresAt: secondsAfter(now, LIFETIME),
  });
  return PUSHED_URI_PREFIX + handleText({ id, secret });
}
