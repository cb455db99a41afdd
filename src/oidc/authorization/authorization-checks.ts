import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import type { Config } from '../../model/config.js';
import { OAuthError } from '../../model/errors.js';
import type { AuthorizationParameter, AuthorizationRequest } from '../protocol/authorization-request.js';
import { checkCodeChallenge } from '../protocol/pkce.js';
import { parseMaxAge, parsePrompt } from '../protocol/prompt.js';
import { grantedScopes } from '../protocol/scope.js';
import { isFapi2, requiresPushedRequest } from '../protocol/security-profile.js';
import { RESPONSE_MODES } from './authorization-response.js';

/** What the checks look at. */
export interface AuthorizationFacts {
  readonly config: Config;
  readonly client: Client;
  readonly knownScopes: readonly Scope[];
  readonly request: AuthorizationRequest;
  /** Whether it came in a request object, and whether its client pushed it ahead. */
  readonly signed: boolean;
  readonly pushed: boolean;
  readonly duplicates: readonly AuthorizationParameter[];
}

type Check = (facts: AuthorizationFacts) => void;

/** Holds the checks against a request whose redirect URI is proved, in their order; throws the first refusal. */
export function checkAuthorizationRequest(facts: AuthorizationFacts): void {
  for (const check of CHECKS) check(facts);
}

/** RFC 6749 §3.1: request parameters MUST NOT be included more than once. */
const refuseDuplicates: Check = ({ duplicates: [name] }) => {
  if (name !== undefined) throw new OAuthError('invalid_request', `${name} came more than once.`);
};

/** OpenID Connect Core §7.2.1: what is not supported is refused by its own error. */
const refuseUnsupported: Check = ({ request }) => {
  if (request.registration !== undefined) {
    throw new OAuthError('registration_not_supported', 'registration is not supported.');
  }
};

/** RFC 9101 §10.5: the server, or the client's registration, may accept signed requests alone. */
const demandSignedRequest: Check = ({ config, client, signed }) => {
  if (!signed && (config.requireSignedRequestObject || client.require_signed_request_object)) {
    throw new OAuthError('invalid_request', 'request is missing: a signed request object is required.');
  }
};

/** RFC 9126 §6 */
const demandPushedRequest: Check = ({ client, pushed }) => {
  if (!pushed && requiresPushedRequest(client)) {
    throw new OAuthError('invalid_request', 'request_uri is missing: a pushed authorization request is required.');
  }
};

/** RFC 6749 §4.1.1: REQUIRED; the implicit grant and mixtures with it are not offered (RFC 9700 §2.1.2). */
const checkResponseType: Check = ({ request: { response_type } }) => {
  if (response_type === undefined) throw new OAuthError('invalid_request', 'response_type is missing.');
  if (response_type !== 'code') throw new OAuthError('unsupported_response_type', 'response_type must be code.');
};

const checkResponseMode: Check = ({ request: { response_mode } }) => {
  if (response_mode !== undefined && !RESPONSE_MODES.some((mode) => mode === response_mode)) {
    throw new OAuthError('invalid_request', 'response_mode is not one that is supported.');
  }
};

const checkGrantType: Check = ({ client }) => {
  if (!client.grant_types.includes('authorization_code')) {
    throw new OAuthError('unauthorized_client', 'The client may not use the authorization code grant.');
  }
};

const checkScope: Check = ({ client, knownScopes, request }) => {
  const granted = grantedScopes(client, knownScopes, request.scope);
  // OpenID Connect Core §3.1.2.1, FAPI 2.0 §5.3.2.2: REQUIRED; else it may be the only one that is registered.
  if ((granted.includes('openid') || isFapi2(client)) && request.redirect_uri === undefined) {
    throw new OAuthError('invalid_request', 'redirect_uri is missing.');
  }
};

/** RFC 9449 §10: a JWK SHA-256 thumbprint. */
const checkDpopJkt: Check = ({ request: { dpop_jkt } }) => {
  if (dpop_jkt !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(dpop_jkt)) {
    throw new OAuthError('invalid_request', 'dpop_jkt must be 43 characters of base64url.');
  }
};

/** One row per rule; what comes first is answered first. */
const CHECKS: readonly Check[] = [
  refuseDuplicates,
  refuseUnsupported,
  demandSignedRequest,
  demandPushedRequest,
  checkResponseType,
  checkResponseMode,
  checkGrantType,
  checkScope,
  ({ client, request }) => checkCodeChallenge(client, request),
  checkDpopJkt,
  ({ request }) => parsePrompt(request),
  ({ request }) => parseMaxAge(request),
];
