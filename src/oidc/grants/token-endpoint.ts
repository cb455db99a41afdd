import { addressKey } from '../../access/address-key.js';
import { GRANT_TYPES, type GrantType } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import { type ClientFormInput, limitPublic, receiveClientForm } from '../client-authentication/client-form.js';
import { DEVICE_CODE_GRANT } from '../device/device-authorization.js';
import { deviceCodeGrant } from '../device/device-code-grant.js';
import { type DpopKey, proveDpop } from '../protocol/dpop.js';
import { endpointUrl } from '../protocol/endpoints.js';
import { type JsonAnswer, NO_STORE } from '../protocol/json-answer.js';
import { demandsDpop, keyAlgs } from '../protocol/security-profile.js';
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

/** The grants that work: what discovery advertises. */
export const SUPPORTED_GRANT_TYPES: readonly GrantType[] = GRANT_TYPES.filter((type) => GRANTS[type] !== undefined);

/**
 * The token endpoint: the phases that every grant shares, so that none forgets one.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.2 | RFC 6749 §3.2}
 *
 * @throws OAuthError, to be answered as RFC 6749 §5.2 says.
 */
export async function token(deps: Deps, issuer: Issuer, input: ClientFormInput): Promise<JsonAnswer> {
  const { authenticated, form } = await receiveClientForm(deps, issuer, input, {
    endpoint: 'token',
    single: TOKEN_PARAMETERS,
    repeatable: REPEATABLE_TOKEN_PARAMETERS,
  });
  try {
    const grant = grantOf(authenticated, form);
    const proved = await provedKeyOf(deps, issuer, authenticated, input);
    return { body: await grant(deps, issuer, authenticated, form, proved), headers: NO_STORE };
  } catch (error) {
    if (error instanceof OAuthError) await recordRefusal(deps, authenticated, form, error, input.caller);
    throw error;
  }
}

function grantOf({ client }: AuthenticatedClient, { grant_type }: TokenParameters): GrantHandler {
  if (grant_type === undefined) throw new OAuthError('invalid_request', 'grant_type is missing.');
  const type = SUPPORTED_GRANT_TYPES.find((supported) => supported === grant_type);
  const grant = type === undefined ? undefined : GRANTS[type];
  if (type === undefined || grant === undefined) {
    throw new OAuthError('unsupported_grant_type', 'grant_type is not one that is supported.');
  }
  if (!client.grant_types.includes(type)) {
    throw new OAuthError('unauthorized_client', 'The client may not use this grant_type.');
  }
  return grant;
}

/** RFC 9449 §5: tokens are bound to the key that the client proves to have. */
async function provedKeyOf(
  deps: Deps,
  issuer: Issuer,
  authenticated: AuthenticatedClient,
  { dpop, caller }: ClientFormInput,
): Promise<DpopKey | undefined> {
  const { client } = authenticated;
  if (dpop !== undefined) {
    // Anybody can make a key, and have the jti of each proof kept.
    await limitPublic(deps, 'publicProof', authenticated, caller);
    const url = endpointUrl(deps, issuer, 'token');
    return proveDpop(deps, issuer, { proof: dpop, method: 'POST', url, algs: keyAlgs(client) });
  }
  // §5.2: MUST reject token requests without a DPoP header from a client that registered so. There is no proof to be invalid.
  if (demandsDpop(client)) throw new OAuthError('invalid_request', 'The DPoP header is missing.');
  return undefined;
}

/** Anybody can come as a public client: what they can have us keep for so long has an end. */
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
