/*
 * This folder describes an issuer to clients. It makes the discovery document, which lists the issuer's endpoints and
 * features, and the key set. The discovery document lists only features that the server supports.
 */

import { claimsOfScopes, knownScopes } from '../../access/claims/known-scopes.js';
import { algNames } from '../../keys/client-jwks.js';
import { TOKEN_ENDPOINT_AUTH_METHODS } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Config } from '../../model/config.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { isAdminPermission } from '../../model/server/administration.js';
import { ASYMMETRIC_ALGS, SIGNING_ALGS } from '../../model/server/signing-key.js';
import { RESPONSE_MODES } from '../authorization/authorization-response.js';
import { DEVICE_CODE_GRANT } from '../device/device-grant-type.js';
import { SUPPORTED_GRANT_TYPES } from '../grants/token-endpoint.js';
import { endpointUrl } from '../protocol/endpoints.js';
import { PROMPT_VALUES } from '../protocol/prompt.js';

/** The claims that an ID token can contain without any scope. The discovery document lists them. */
const PROTOCOL_CLAIMS = ['sub', 'iss', 'aud', 'iat', 'exp', 'auth_time', 'nonce', 'acr', 'amr', 'sid', 'at_hash'];

/**
 * Returns the discovery document of an issuer. It is the same object as long as everything stays the same from which it
 * is made.
 * {@link https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata | OpenID Connect Discovery §3},
 * {@link https://www.rfc-editor.org/rfc/rfc8414#section-2 | RFC 8414 §2}
 */
export async function discoveryDocument(deps: Deps, issuer: Issuer): Promise<JsonObject> {
  const { config } = deps;
  const stored = await deps.store.scopes.all();
  const known = made.get(issuer);
  const requiresSigned = config.requireSignedRequestObject;
  const isCurrent = known?.config === config && known.stored === stored && known.requiresSigned === requiresSigned;
  if (isCurrent) return known.document;
  const document = await makeDocument(deps, issuer);
  made.set(issuer, { config, requiresSigned, stored, document });
  return document;
}

interface Made {
  readonly config: Config;
  readonly requiresSigned: boolean;
  readonly stored: readonly Scope[];
  readonly document: JsonObject;
}

/** While an issuer and the scopes are cached, reads of them return the same objects. */
const made = new WeakMap<Issuer, Made>();

async function makeDocument(deps: Deps, issuer: Issuer): Promise<JsonObject> {
  // The scopes of the administration API are not meant for applications, so they are not listed.
  const scopes = (await knownScopes(deps)).filter(({ id }) => !isAdminPermission(id));
  const names = scopes.map(({ id }) => id);
  return {
    issuer: issuerUrl(deps.config.issuer, issuer),
    authorization_endpoint: endpointUrl(deps, issuer, 'authorization'),
    token_endpoint: endpointUrl(deps, issuer, 'token'),
    userinfo_endpoint: endpointUrl(deps, issuer, 'userinfo'),
    jwks_uri: endpointUrl(deps, issuer, 'jwks'),
    pushed_authorization_request_endpoint: endpointUrl(deps, issuer, 'pushedAuthorizationRequest'),
    // Device authorization requests cannot be signed. If every request must be signed, the discovery document therefore
    // lists no device authorization endpoint.
    ...(!deps.config.requireSignedRequestObject && {
      device_authorization_endpoint: endpointUrl(deps, issuer, 'deviceAuthorization'),
    }),
    introspection_endpoint: endpointUrl(deps, issuer, 'introspection'),
    revocation_endpoint: endpointUrl(deps, issuer, 'revocation'),
    end_session_endpoint: endpointUrl(deps, issuer, 'endSession'),
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    scopes_supported: names,
    claims_supported: [...new Set([...PROTOCOL_CLAIMS, ...claimsOfScopes(scopes, names), 'roles'])],
    claim_types_supported: ['normal'],
    response_types_supported: ['code'],
    response_modes_supported: [...RESPONSE_MODES],
    grant_types_supported: SUPPORTED_GRANT_TYPES.filter(
      (type) => type !== DEVICE_CODE_GRANT || !deps.config.requireSignedRequestObject,
    ),
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: [...PROMPT_VALUES],
    acr_values_supported: ['phr', 'phrh'],
    subject_types_supported: ['public', 'pairwise'],
    id_token_signing_alg_values_supported: [...SIGNING_ALGS],
    userinfo_signing_alg_values_supported: [...SIGNING_ALGS],
    dpop_signing_alg_values_supported: algNames(ASYMMETRIC_ALGS),
    authorization_signing_alg_values_supported: [...SIGNING_ALGS],
    ...clientAuthenticationMetadata('token', TOKEN_ENDPOINT_AUTH_METHODS),
    ...clientAuthenticationMetadata(
      'introspection',
      TOKEN_ENDPOINT_AUTH_METHODS.filter((method) => method !== 'none'),
    ),
    ...clientAuthenticationMetadata('revocation', TOKEN_ENDPOINT_AUTH_METHODS),
    introspection_signing_alg_values_supported: [...SIGNING_ALGS],
    authorization_response_iss_parameter_supported: true,
    claims_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: false,
    request_object_signing_alg_values_supported: algNames(SIGNING_ALGS),
    require_pushed_authorization_requests: false,
    require_signed_request_object: deps.config.requireSignedRequestObject,
  };
}

function clientAuthenticationMetadata(endpoint: string, methods: readonly string[]): JsonObject {
  return {
    [`${endpoint}_endpoint_auth_methods_supported`]: [...methods],
    [`${endpoint}_endpoint_auth_signing_alg_values_supported`]: algNames(SIGNING_ALGS),
  };
}
