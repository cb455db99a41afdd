import { z } from 'zod';
import { choiceType, flagType, numberType } from '../../value-type.js';
import { ACCESS_TOKEN_FORMAT, SIGNING_ALG } from './client-choices.js';
import type { SettingTable } from './setting.js';

const MAX_SECONDS = 315_360_000;
const seconds = z.int().min(1, 'must be at least 1').max(MAX_SECONDS, `must be at most ${MAX_SECONDS}`);

export const SECURITY_SETTINGS = {
  requirePkce: {
    field: 'requirePkce',
    type: flagType,
    default: false,
    nativeDefault: true,
    publicDefault: true,
    relaxedDefault: true,
    fapi2Default: true,
    description:
      'Whether the client must use PKCE with S256 when it signs users in (RFC 7636). It must be true for a public client and for a client whose `redirectUriPolicy` is RELAXED. A client that need not use PKCE can still use PKCE: if an authorization request has a code_challenge, the token request must have the code_verifier.',
  },
  requireSignedRequestObject: {
    field: 'require_signed_request_object',
    type: flagType,
    default: false,
    description:
      'Whether the client must sign its authorization requests as request objects (RFC 9101). It must be false for a client that uses BASIC.',
  },
  requestObjectSigningAlg: {
    field: 'request_object_signing_alg',
    type: choiceType(SIGNING_ALG),
    description:
      'The algorithm with which the client signs request objects. If null, the server accepts every algorithm for which the client has a key.',
  },
  requirePushedAuthorizationRequests: {
    field: 'require_pushed_authorization_requests',
    type: flagType,
    default: false,
    fapi2Default: true,
    description:
      'Whether the client must push its authorization requests to the server before it redirects the browser (RFC 9126).',
  },
  dpopBoundAccessTokens: {
    field: 'dpop_bound_access_tokens',
    type: flagType,
    default: false,
    fapi2Default: true,
    description:
      'Whether the client must bind its access tokens to a key of its own with DPoP (RFC 9449). A stolen token is then useless without the key.',
  },
  idTokenSignedResponseAlg: {
    field: 'id_token_signed_response_alg',
    type: choiceType(SIGNING_ALG),
    default: 'RS256',
    fapi2Default: 'PS256',
    description: 'The algorithm with which the server signs ID tokens for the client.',
  },
  claimsInIdToken: {
    field: 'claimsInIdToken',
    type: flagType,
    default: true,
    description:
      'Whether ID tokens contain the claims about the user that the granted scopes release. If false, the client gets these claims only at the userinfo endpoint.',
  },
  userinfoSignedResponseAlg: {
    field: 'userinfo_signed_response_alg',
    type: choiceType(SIGNING_ALG),
    description:
      'The algorithm with which the server signs userinfo responses for the client. If null, the responses are plain JSON.',
  },
  introspectionSignedResponseAlg: {
    field: 'introspection_signed_response_alg',
    type: choiceType(SIGNING_ALG),
    description:
      'The algorithm with which the server signs introspection responses for the client (RFC 9701). If null, the responses are plain JSON.',
  },
  accessTokenFormat: {
    field: 'accessTokenFormat',
    type: choiceType(ACCESS_TOKEN_FORMAT),
    default: 'OPAQUE',
    description: 'The format of the access tokens that the client gets.',
  },
  accessTokenSigningAlg: {
    field: 'accessTokenSigningAlg',
    type: choiceType(SIGNING_ALG),
    default: 'RS256',
    fapi2Default: 'PS256',
    description:
      'The algorithm with which the server signs JWT access tokens. HS256 is rejected, because only the client could verify such tokens.',
  },
  accessTokenLifetime: {
    field: 'accessTokenLifetime',
    type: numberType(seconds),
    default: 300,
    defaultNote: 'or `maxAccessTokenLifetime` of the server settings if that is lower',
    description:
      'The lifetime of access tokens in seconds, at least 1. It must not exceed `maxAccessTokenLifetime` of the server settings.',
  },
  refreshTokenIdleLifetime: {
    field: 'refreshTokenIdleLifetime',
    type: numberType(seconds),
    default: 1_209_600,
    description:
      'The number of seconds after which a refresh token expires if the client does not use it, from 1 to 315360000 (ten years).',
  },
  refreshTokenAbsoluteLifetime: {
    field: 'refreshTokenAbsoluteLifetime',
    type: numberType(seconds),
    default: 7_776_000,
    description:
      'How long the refresh tokens of one sign-in work, in seconds: at least 1, at most 315360000 (ten years). This time begins with the first token request after the sign-in, and using the tokens does not extend it. When it is over, the user must sign in again.',
  },
} as const satisfies SettingTable;
