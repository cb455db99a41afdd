import { z } from 'zod';
import { choiceType, flagType, numberType } from '../../value-type.js';
import { ACCESS_TOKEN_FORMAT, SIGNING_ALG } from './client-choices.js';
import type { SettingTable } from './setting.js';

const MAX_SECONDS = 315_360_000;
const seconds = z.int().min(1, 'must be at least 1').max(MAX_SECONDS, `must be at most ${MAX_SECONDS}`);

/** What authorization requires of the client, and the format, signature and lifetime of its tokens. */
export const SECURITY_SETTINGS = {
  requirePkce: {
    field: 'requirePkce',
    type: flagType,
    default: true,
    fapi2Default: true,
    description: 'Whether authorization requires PKCE with S256 (RFC 7636). Only a confidential client can be exempt.',
  },
  requireSignedRequestObject: {
    field: 'require_signed_request_object',
    type: flagType,
    default: false,
    description: 'Whether authorization requires a signed request object (RFC 9101). Not possible together with BASIC.',
  },
  requestObjectSigningAlg: {
    field: 'request_object_signing_alg',
    type: choiceType(SIGNING_ALG),
    description:
      'The algorithm with which the client signs request objects. Null: any algorithm for which the client has a key.',
  },
  requirePushedAuthorizationRequests: {
    field: 'require_pushed_authorization_requests',
    type: flagType,
    default: false,
    fapi2Default: true,
    description: 'Whether authorization requires a pushed authorization request (RFC 9126).',
  },
  dpopBoundAccessTokens: {
    field: 'dpop_bound_access_tokens',
    type: flagType,
    default: false,
    fapi2Default: true,
    description: 'Whether access tokens must be bound to a key of the client by DPoP (RFC 9449).',
  },
  idTokenSignedResponseAlg: {
    field: 'id_token_signed_response_alg',
    type: choiceType(SIGNING_ALG),
    default: 'RS256',
    fapi2Default: 'PS256',
    description: 'The algorithm with which ID tokens are signed.',
  },
  claimsInIdToken: {
    field: 'claimsInIdToken',
    type: flagType,
    default: true,
    description: 'Whether the ID token contains the claims of the granted scopes, as userinfo does.',
  },
  userinfoSignedResponseAlg: {
    field: 'userinfo_signed_response_alg',
    type: choiceType(SIGNING_ALG),
    description: 'The algorithm with which userinfo responses are signed. Null: they are plain JSON.',
  },
  introspectionSignedResponseAlg: {
    field: 'introspection_signed_response_alg',
    type: choiceType(SIGNING_ALG),
    description: 'The algorithm with which introspection responses are signed (RFC 9701). Null: they are plain JSON.',
  },
  accessTokenFormat: {
    field: 'accessTokenFormat',
    type: choiceType(ACCESS_TOKEN_FORMAT),
    default: 'OPAQUE',
    description: 'The format of access tokens.',
  },
  accessTokenSigningAlg: {
    field: 'accessTokenSigningAlg',
    type: choiceType(SIGNING_ALG),
    default: 'RS256',
    fapi2Default: 'PS256',
    description: 'The algorithm with which JWT access tokens are signed. HS256 is not possible.',
  },
  accessTokenLifetime: {
    field: 'accessTokenLifetime',
    type: numberType(seconds),
    default: 300,
    defaultNote: 'or MAX_ACCESS_TOKEN_LIFETIME if that is less',
    description: 'The lifetime of access tokens in seconds, at most MAX_ACCESS_TOKEN_LIFETIME.',
  },
  refreshTokenIdleLifetime: {
    field: 'refreshTokenIdleLifetime',
    type: numberType(seconds),
    default: 1_209_600,
    description: 'The seconds after which an unused refresh token expires.',
  },
  refreshTokenAbsoluteLifetime: {
    field: 'refreshTokenAbsoluteLifetime',
    type: numberType(seconds),
    default: 7_776_000,
    description: 'The seconds after which refreshing ends in any case, counted from when the client redeemed the code.',
  },
} as const satisfies SettingTable;
