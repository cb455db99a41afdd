import type { Client } from '../../model/clients/client.js';
import type { Config } from '../../model/config.js';
import { OAuthError } from '../../model/errors.js';
import { DEVICE_CODE_GRANT } from '../device/device-grant-type.js';
import { checkCodeChallenge } from '../protocol/pkce.js';
import { isFapi2, requiresPushedRequest } from '../protocol/security-profile.js';
import { isResponseMode } from './authorization-response.js';
import type { ParsedRequest } from './parsed-request.js';
import type { ResolvedRequest } from './resolved-request.js';

const yes = true;
const no = false;

/**
 * Every check of an authorization request, in the order in which errors are reported. `resume`: the user has signed in
 * meanwhile, and the client's settings may have changed. `parseRedirectTarget` has already found out where errors are sent.
 */
// biome-ignore format: a table
const CHECKS: readonly Row[] = [
  // check                      authorize  par  resume  device
  [checkDuplicates,             yes,       yes, no,     no],
  [checkNoRegistration,         yes,       yes, yes,    no],
  [checkSigned,                 yes,       yes, yes,    no],
  [checkUnsignedAccepted,       no,        no,  no,     yes],
  [checkPushed,                 yes,       no,  yes,    no],
  [checkResponseType,           yes,       yes, yes,    no],
  [checkResponseMode,           yes,       yes, yes,    no],
  [checkCodeGrant,              yes,       yes, yes,    no],
  [checkDeviceGrant,            no,        no,  no,     yes],
  [checkRedirectUriIncluded,    yes,       yes, yes,    no],
  [checkPkce,                   yes,       yes, yes,    no],
  [checkDpopThumbprint,         yes,       yes, yes,    no],
];

/** Where a request is checked. */
export type CheckedAt = 'authorize' | 'par' | 'resume' | 'device';

type Row = readonly [check: Check, authorize: boolean, par: boolean, resume: boolean, device: boolean];
type Check = (facts: RequestFacts) => void;

export interface RequestFacts {
  readonly config: Config;
  readonly client: Client;
  readonly parsed: ParsedRequest;
  /** Whether the request arrived in a request object and by PAR, and which parameters occurred more than once. */
  readonly arrival: Pick<ResolvedRequest, 'signed' | 'pushed' | 'duplicates'>;
}

/** @throws OAuthError of the first check that fails */
export function checkAuthorizationRequest(facts: RequestFacts, at: CheckedAt): void {
  for (const [check, authorize, par, resume, device] of CHECKS) {
    if ({ authorize, par, resume, device }[at]) check(facts);
  }
}

/** RFC 6749 §3.1: request parameters MUST NOT be included more than once. */
function checkDuplicates({ arrival }: RequestFacts): void {
  const [name] = arrival.duplicates;
  if (name !== undefined) throw new OAuthError('invalid_request', `${name} must not be included more than once.`);
}

/** OpenID Connect Core §7.2.1: the error for a server that does not support the parameter. */
function checkNoRegistration({ parsed }: RequestFacts): void {
  if (parsed.parameters.registration !== undefined) {
    throw new OAuthError('registration_not_supported', 'registration is not supported. Leave the parameter out.');
  }
}

/** RFC 9101 §10.5: the server or the client's registration may require signed requests. */
function checkSigned({ config, client, arrival }: RequestFacts): void {
  if (!arrival.signed && requiresSignedRequest(config, client)) {
    throw new OAuthError('invalid_request', 'request is missing: a signed request object is required.');
  }
}

/** A device authorization request cannot be signed. */
function checkUnsignedAccepted({ config, client }: RequestFacts): void {
  if (requiresSignedRequest(config, client)) {
    throw new OAuthError('unauthorized_client', 'Signed requests are required, and this request cannot be signed.');
  }
}

function requiresSignedRequest(config: Config, client: Client): boolean {
  return config.requireSignedRequestObject || client.require_signed_request_object;
}

/** RFC 9126 §6: require_pushed_authorization_requests. */
function checkPushed({ client, arrival }: RequestFacts): void {
  if (!arrival.pushed && requiresPushedRequest(client)) {
    throw new OAuthError('invalid_request', 'request_uri is missing: a pushed authorization request is required.');
  }
}

/** RFC 6749 §4.1.1: REQUIRED. RFC 9700 §2.1.2: the implicit grant, hybrid flows included, SHOULD NOT be used. */
function checkResponseType({ parsed }: RequestFacts): void {
  const { response_type } = parsed.parameters;
  if (response_type === undefined) throw new OAuthError('invalid_request', 'response_type is missing: send code.');
  if (response_type !== 'code') throw new OAuthError('unsupported_response_type', 'response_type must be code.');
}

function checkResponseMode({ parsed }: RequestFacts): void {
  const { response_mode } = parsed.parameters;
  if (response_mode !== undefined && !isResponseMode(response_mode)) {
    throw new OAuthError('invalid_request', 'response_mode is not supported. See response_modes_supported.');
  }
}

function checkCodeGrant({ client }: RequestFacts): void {
  if (!client.grant_types.includes('authorization_code')) {
    throw new OAuthError('unauthorized_client', 'authorization_code is not among the grant types of the client.');
  }
}

function checkDeviceGrant({ client }: RequestFacts): void {
  if (!client.grant_types.includes(DEVICE_CODE_GRANT)) {
    throw new OAuthError('unauthorized_client', 'device_code is not among the grant types of the client.');
  }
}

/** OpenID Connect Core §3.1.2.1, FAPI 2.0 §5.3.2.2: REQUIRED. Otherwise the only registered URI is used. */
function checkRedirectUriIncluded({ client, parsed }: RequestFacts): void {
  const isRequired = parsed.target.scopes.includes('openid') || isFapi2(client);
  if (isRequired && parsed.parameters.redirect_uri === undefined) {
    const who = isFapi2(client) ? 'for a FAPI 2.0 client' : 'with the scope openid';
    throw new OAuthError('invalid_request', `redirect_uri is missing: it is required ${who}.`);
  }
}

function checkPkce({ client, parsed }: RequestFacts): void {
  checkCodeChallenge(client, parsed.parameters);
}

/** RFC 9449 §10: a JWK SHA-256 thumbprint. */
function checkDpopThumbprint({ parsed }: RequestFacts): void {
  const { dpop_jkt } = parsed.parameters;
  if (dpop_jkt !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(dpop_jkt)) {
    throw new OAuthError('invalid_request', 'dpop_jkt must be a base64url-encoded SHA-256 thumbprint (43 characters).');
  }
}
