import { describe, expect, it } from '@jest/globals';
import type { Client } from '../../../src/model/clients/client.js';
import { STANDARD_SCOPES } from '../../../src/model/clients/scope.js';
import type { Config } from '../../../src/model/config.js';
import { OAuthError } from '../../../src/model/errors.js';
import {
  type CheckedAt,
  checkAuthorizationRequest,
  type RequestFacts,
} from '../../../src/oidc/authorization/authorization-checks.js';
import { parseAuthorizationRequest } from '../../../src/oidc/authorization/parsed-request.js';
import { DEVICE_CODE_GRANT } from '../../../src/oidc/device/device-grant-type.js';
import type { AuthorizationRequest } from '../../../src/oidc/protocol/authorization-request.js';
import { CHALLENGE } from '../../support/authorization.js';
import { testConfig } from '../../support/deps.js';
import { clientRecord, issuerRecord } from '../../support/records.js';

interface Situation {
  readonly client?: Partial<Client>;
  readonly config?: Partial<Config>;
  readonly parameters?: { readonly [name in keyof AuthorizationRequest]?: AuthorizationRequest[name] | undefined };
  readonly arrival?: Partial<RequestFacts['arrival']>;
}

const ENDPOINTS: readonly CheckedAt[] = ['authorize', 'par', 'resume', 'device'];

function factsOf({ client: changes, config, parameters, arrival }: Situation): RequestFacts {
  const grant_types: Client['grant_types'] = ['authorization_code', DEVICE_CODE_GRANT];
  const client = clientRecord(issuerRecord(), { grant_types, ...changes });
  const request = {
    response_type: 'code',
    redirect_uri: client.redirect_uris[0],
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...parameters,
  };
  const present = Object.entries(request).filter(([, value]) => value !== undefined);
  return {
    config: testConfig(config),
    client,
    parsed: parseAuthorizationRequest(client, STANDARD_SCOPES, Object.fromEntries(present)),
    arrival: { signed: false, pushed: false, duplicates: [], ...arrival },
  };
}

/** The error at each endpoint that rejects the request. */
function rejections(situation: Situation): Partial<Record<CheckedAt, string>> {
  const facts = factsOf(situation);
  const errors = ENDPOINTS.map((at): [CheckedAt, string | undefined] => {
    try {
      return [at, void checkAuthorizationRequest(facts, at)];
    } catch (error) {
      if (error instanceof OAuthError) return [at, error.error];
      throw error;
    }
  });
  return Object.fromEntries(errors.filter(([, error]) => error !== undefined));
}

/** The same error at the three places where an authorization request is checked. */
function everywhere(error: string): Partial<Record<CheckedAt, string>> {
  return { authorize: error, par: error, resume: error };
}

const INVALID = 'invalid_request';

describe('the checks of an authorization request and where they apply', () => {
  it('accept a valid request everywhere', () => {
    expect(rejections({})).toEqual({});
  });

  it.each<[string, Situation, Partial<Record<CheckedAt, string>>]>([
    ['a repeated parameter', { arrival: { duplicates: ['scope'] } }, { authorize: INVALID, par: INVALID }],
    ['registration', { parameters: { registration: '{}' } }, everywhere('registration_not_supported')],
    [
      'an unsigned request if the client requires signed ones',
      { client: { require_signed_request_object: true } },
      { ...everywhere(INVALID), device: 'unauthorized_client' },
    ],
    [
      'an unsigned request if the server requires signed ones',
      { config: { requireSignedRequestObject: true } },
      { ...everywhere(INVALID), device: 'unauthorized_client' },
    ],
    [
      'a request that was not pushed, except where it is pushed',
      { client: { require_pushed_authorization_requests: true } },
      { authorize: INVALID, resume: INVALID },
    ],
    ['a missing response_type', { parameters: { response_type: undefined } }, everywhere(INVALID)],
    [
      'an unsupported response_type',
      { parameters: { response_type: 'token' } },
      everywhere('unsupported_response_type'),
    ],
    ['an unknown response_mode', { parameters: { response_mode: 'pigeon' } }, everywhere(INVALID)],
    [
      'a client without the authorization code grant',
      { client: { grant_types: [DEVICE_CODE_GRANT] } },
      everywhere('unauthorized_client'),
    ],
    [
      'a client without the device grant',
      { client: { grant_types: ['authorization_code'] } },
      { device: 'unauthorized_client' },
    ],
    ['a missing redirect_uri with openid', { parameters: { redirect_uri: undefined } }, everywhere(INVALID)],
    [
      'a missing redirect_uri of a FAPI 2.0 client',
      {
        client: { securityProfile: 'FAPI2' },
        parameters: { redirect_uri: undefined, scope: 'email' },
        arrival: { pushed: true },
      },
      everywhere(INVALID),
    ],
    ['a missing code_challenge', { parameters: { code_challenge: undefined } }, everywhere(INVALID)],
    ['a malformed dpop_jkt', { parameters: { dpop_jkt: 'short' } }, everywhere(INVALID)],
  ])('reject %s', (_, situation, expected) => {
    expect(rejections(situation)).toEqual(expected);
  });

  it('accept a signed request and a pushed request from a client that requires both', () => {
    const client = { require_signed_request_object: true, require_pushed_authorization_requests: true };
    expect(rejections({ client, arrival: { signed: true, pushed: true } })).toEqual({ device: 'unauthorized_client' });
  });
});
