/*
 * This folder contains the token endpoint, with one file per grant type, and the rotation of refresh tokens. The file
 * of a grant type checks the client's request and decides what to issue; the `tokens` folder makes the tokens. This
 * folder knows nothing about pages and sessions.
 */

import { addressKey } from '../../audit/address-key.js';
import { GRANT_TYPES, type GrantType } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import {
  type ClientFormInput,
  checkPublicClientLimit,
  receiveClientForm,
} from '../client-authentication/client-form.js';
import { deviceCodeGrant } from '../device/device-code-grant.js';
import { DEVICE_CODE_GRANT } from '../device/device-grant-type.js';
import { type DpopKey, verifyDpop } from '../protocol/dpop.js';
import { endpointUrl } from '../protocol/endpoints.js';
import { type JsonAnswer, NO_STORE } from '../protocol/json-answer.js';
import { keyAlgs, requiresDpop } from '../protocol/security-profile.js';
import { authorizationCodeGrant } from './authorization-code-grant.js';
import { clientCredentialsGrant } from './client-credentials-grant.js';
import { refreshTokenGrant } from './refresh-token-grant.js';
import { tokenExchangeGrant } from './token-exchange-grant.js';
import {
  type GrantHandler,
  REPEATABLE_TOKEN_PARAMETERS,
  TOKEN_PARAMETERS,
  type TokenParameters,
} from './token-request.js';

const GRANTS: { readonly [type in GrantType]?: GrantHandler } = {
  authorization_code: authorizationCodeGrant,
  refresh_token: refreshTokenGrant,
  client_credentials: clientCredentialsGrant,
  [DEVICE_CODE_GRANT]: deviceCodeGrant,
  'urn:ietf:params:oauth:grant-type:token-exchange': tokenExchangeGrant,
};

/** The grant types that the token endpoint accepts. The discovery document lists them. */
export const SUPPORTED_GRANT_TYPES: readonly GrantType[] = GRANT_TYPES.filter((type) => GRANTS[type] !== undefined);

/**
 * The token endpoint. It authenticates the client, verifies the DPoP proof and calls the handler of the grant type.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 | RFC 6749 §3.2}
 *
 * @throws OAuthError with an error code from RFC 6749 §5.2
 * @throws StoreUnavailableError if too many audit events wait in memory
 */
export async function token(deps: Deps, issuer: Issuer, input: ClientFormInput): Promise<JsonAnswer> {
  // Nothing may be consumed or issued if the event about it could be lost.
  deps.audit.checkRoom();
  const { authenticated, form } = await receiveClientForm(deps, issuer, input, {
    endpoint: 'token',
    single: TOKEN_PARAMETERS,
    repeatable: REPEATABLE_TOKEN_PARAMETERS,
  });
  try {
    const grant = getGrantHandler(authenticated, form);
    const dpopKey = await verifyDpopHeader(deps, issuer, authenticated, input);
    return { body: await grant(deps, issuer, authenticated, form, dpopKey), headers: NO_STORE };
  } catch (error) {
    if (error instanceof OAuthError) await recordRefusal(deps, authenticated, form, error, input.caller);
    throw error;
  }
}

function getGrantHandler({ client }: AuthenticatedClient, { grant_type }: TokenParameters): GrantHandler {
  if (grant_type === undefined) throw new OAuthError('invalid_request', 'The grant_type parameter is missing.');
  const type = SUPPORTED_GRANT_TYPES.find((supported) => supported === grant_type);
  const grant = type === undefined ? undefined : GRANTS[type];
  if (type === undefined || grant === undefined) {
    throw new OAuthError(
      'unsupported_grant_type',
      `The grant_type parameter must be one of ${SUPPORTED_GRANT_TYPES.join(', ')}.`,
    );
  }
  if (!client.grant_types.includes(type)) {
    throw new OAuthError(
      'unauthorized_client',
      'This client cannot use the grant type in the grant_type parameter. Add it to the grant types of the client.',
    );
  }
  return grant;
}

/**
 * Verifies the DPoP proof of a token request. RFC 9449 §5: if there is a proof, the access token is bound to its key.
 */
async function verifyDpopHeader(
  deps: Deps,
  issuer: Issuer,
  authenticated: AuthenticatedClient,
  { dpop, caller }: ClientFormInput,
): Promise<DpopKey | undefined> {
  const { client } = authenticated;
  if (dpop !== undefined) {
    // The server limits the number of DPoP proofs from public clients, because these clients are unauthenticated and
    // the server stores the jti of each proof.
    await checkPublicClientLimit(deps, 'publicProof', authenticated, caller);
    const url = endpointUrl(deps, issuer, 'token');
    return verifyDpop(deps, issuer, { proof: dpop, method: 'POST', url, algs: keyAlgs(client) });
  }
  // RFC 9449 §5.2: if dpop_bound_access_tokens is set for a client, the server must reject the client's token requests
  // without a DPoP header.
  if (requiresDpop(client)) {
    throw new OAuthError(
      'invalid_request',
      'The DPoP header is missing. This client must send a DPoP proof with every token request.',
    );
  }
  return undefined;
}

/**
 * Writes a rejected token request to the audit log. For public clients, which are unauthenticated, the number of
 * entries is limited.
 */
async function recordRefusal(
  deps: Deps,
  { client, method }: AuthenticatedClient,
  { grant_type }: TokenParameters,
  { error, description }: OAuthError,
  { ipAddress }: Caller,
): Promise<void> {
  if (method === 'none' && !(await deps.limits.take('publicRefusal', addressKey(ipAddress)))) return;
  deps.audit.recordLater({
    type: 'TOKEN_REFUSED',
    outcome: 'FAILURE',
    actorKind: 'CLIENT',
    actorId: client.id,
    clientId: client.id,
    ipAddress,
    detail: { error, description, grant_type: GRANT_TYPES.find((type) => type === grant_type) ?? '' },
  });
}
