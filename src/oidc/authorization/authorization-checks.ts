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
 * The checks of a parsed authorization request. If several checks fail, the client gets the error of the first check in
 * this table. Most checks run again after the user has signed in (`resume`), because an administrator may have changed
 * the client's settings meanwhile.
 */
// biome-ignore format: a table
const CHECKS: readonly Row[] = [
  // Each row contains a check and four columns: whether the check runs at authorize, par, resume and device.
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

/**
 * The step at which a request is checked: at the authorization endpoint, at the pushed authorization request endpoint,
 * when the request continues after the user has signed in, or at the device authorization endpoint.
 */
export type CheckedAt = 'authorize' | 'par' | 'resume' | 'device';

type Row = readonly [check: Check, authorize: boolean, par: boolean, resume: boolean, device: boolean];
type Check = (facts: RequestFacts) => void;

export interface RequestFacts {
  readonly config: Config;
  readonly client: Client;
  readonly parsed: ParsedRequest;
  /** Whether the request was signed (request object) or pushed (PAR), and which of its parameters were repeated. */
  readonly arrival: Pick<ResolvedRequest, 'signed' | 'pushed' | 'duplicates'>;
}

/**
 * Runs the checks that the `CHECKS` table lists for the step `at`, for example `par`.
 *
 * @throws OAuthError from the first check that fails
 */
export function checkAuthorizationRequest(facts: RequestFacts, at: CheckedAt): void {
  for (const error of failedChecks(facts, at)) throw error;
}

/** Runs the checks that the `CHECKS` table lists for the step `at`, and yields the error of each check that fails. */
export function* failedChecks(facts: RequestFacts, at: CheckedAt): Generator<OAuthError> {
  for (const [check, authorize, par, resume, device] of CHECKS) {
    if (!{ authorize, par, resume, device }[at]) continue;
    try {
      check(facts);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      yield error;
    }
  }
}

/** RFC 6749 §3.1: a client must not include a request parameter more than once. */
function checkDuplicates({ arrival }: RequestFacts): void {
  const [name] = arrival.duplicates;
  if (name !== undefined)
    throw new OAuthError('invalid_request', `The ${name} parameter must not be included more than once.`, {
      parameter: name,
    });
}

/** Rejects the `registration` parameter, which is not supported. OpenID Connect Core §7.2.1 defines the error. */
function checkNoRegistration({ parsed }: RequestFacts): void {
  if (parsed.parameters.registration !== undefined) {
    throw new OAuthError('registration_not_supported', 'The registration parameter is not supported. Leave it out.', {
      parameter: 'registration',
    });
  }
}

/** RFC 9101 §10.5: the server's configuration, or the client's registration, can require signed request objects. */
function checkSigned({ config, client, arrival }: RequestFacts): void {
  if (!arrival.signed && requiresSignedRequest(config, client)) {
    throw new OAuthError(
      'invalid_request',
      'The request parameter is missing. Send the request as a signed request object.',
      { parameter: 'request' },
    );
  }
}

/** Rejects the device grant if signed requests are required, because device authorization requests cannot be signed. */
function checkUnsignedAccepted({ config, client }: RequestFacts): void {
  if (requiresSignedRequest(config, client)) {
    throw new OAuthError(
      'unauthorized_client',
      'Signed requests are required, but device authorization requests cannot be signed. Use the authorization code grant.',
    );
  }
}

/**
 * A client that is a part of the server has no key that could sign a request. Its codes are bound to a key of the browser
 * instead, and without this exception, administrators could not turn the setting off in the console.
 */
function requiresSignedRequest({ requireSignedRequestObject }: Config, client: Client): boolean {
  return (requireSignedRequestObject && client.isBuiltIn !== true) || client.require_signed_request_object;
}

/** RFC 9126 §6: a client with `require_pushed_authorization_requests` must push its authorization requests. */
function checkPushed({ client, arrival }: RequestFacts): void {
  if (!arrival.pushed && requiresPushedRequest(client)) {
    throw new OAuthError(
      'invalid_request',
      'The request_uri parameter is missing. Send a pushed authorization request (PAR) first.',
      { parameter: 'request_uri' },
    );
  }
}

/**
 * RFC 6749 §4.1.1: `response_type` is required. RFC 9700 §2.1.2 advises against the implicit grant and hybrid flows, so
 * the server accepts only `code`.
 */
function checkResponseType({ parsed }: RequestFacts): void {
  const { response_type } = parsed.parameters;
  if (response_type === undefined)
    throw new OAuthError('invalid_request', 'The response_type parameter is missing. Send response_type=code.', {
      parameter: 'response_type',
    });
  if (response_type !== 'code')
    throw new OAuthError('unsupported_response_type', 'The response_type parameter must be code.', {
      parameter: 'response_type',
    });
}

function checkResponseMode({ parsed }: RequestFacts): void {
  const { response_mode } = parsed.parameters;
  if (response_mode !== undefined && !isResponseMode(response_mode)) {
    throw new OAuthError(
      'invalid_request',
      'The value of the response_mode parameter is not supported. The discovery document lists the supported values.',
      { parameter: 'response_mode' },
    );
  }
}

function checkCodeGrant({ client }: RequestFacts): void {
  if (!client.grant_types.includes('authorization_code')) {
    throw new OAuthError(
      'unauthorized_client',
      'This client cannot use the authorization code grant. Add authorization_code to the grant types of the client.',
    );
  }
}

function checkDeviceGrant({ client }: RequestFacts): void {
  if (!client.grant_types.includes(DEVICE_CODE_GRANT)) {
    throw new OAuthError(
      'unauthorized_client',
      'This client cannot use the device grant. Add device_code to the grant types of the client.',
    );
  }
}

/**
 * OpenID Connect Core §3.1.2.1 and FAPI 2.0 §5.3.2.2 require `redirect_uri`. A plain OAuth 2.0 client can omit the
 * parameter if the client has registered only one redirect URI.
 */
function checkRedirectUriIncluded({ client, parsed }: RequestFacts): void {
  const isRequired = parsed.target.scopes.includes('openid') || isFapi2(client);
  if (isRequired && parsed.parameters.redirect_uri === undefined) {
    const condition = isFapi2(client) ? 'for a FAPI 2.0 client' : 'with the scope openid';
    throw new OAuthError('invalid_request', `The redirect_uri parameter is missing. It is required ${condition}.`, {
      parameter: 'redirect_uri',
    });
  }
}

function checkPkce({ client, parsed }: RequestFacts): void {
  checkCodeChallenge(client, parsed.parameters);
}

/**
 * Checks that `dpop_jkt` has the form of a SHA-256 thumbprint of a public key (RFC 9449 §10). A client that is a part of
 * the server must send it, so that nothing but the page that began the sign-in can redeem the code.
 */
function checkDpopThumbprint({ client, parsed }: RequestFacts): void {
  const { dpop_jkt } = parsed.parameters;
  if (dpop_jkt === undefined && client.isBuiltIn)
    throw new OAuthError(
      'invalid_request',
      'The dpop_jkt parameter is missing. This client must bind its codes to a key.',
      {
        parameter: 'dpop_jkt',
      },
    );
  if (dpop_jkt !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(dpop_jkt)) {
    throw new OAuthError(
      'invalid_request',
      'The dpop_jkt parameter must be a base64url-encoded SHA-256 thumbprint (43 characters).',
      { parameter: 'dpop_jkt' },
    );
  }
}
