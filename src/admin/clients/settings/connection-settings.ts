import { z } from 'zod';
import { isShallow, type JsonObject } from '../../../model/json.js';
import { chosenId, scopeToken } from '../../input-parser.js';
import { choiceType, flagType, jsonType, lineType, listType, textType } from '../../value-type.js';
import {
  APPLICATION_TYPE,
  GRANT_TYPE,
  INTEGRATION,
  REDIRECT_URI_POLICY,
  SECURITY_PROFILE,
  TOKEN_ENDPOINT_AUTH_METHOD,
} from './client-choices.js';
import type { SettingTable } from './setting.js';

const keySet = z
  .custom<JsonObject>((value) => typeof value === 'object', 'must be a JWK Set')
  .refine(isShallow, 'must not be nested more than 16 levels deep');

export const CONNECTION_SETTINGS = {
  name: {
    field: 'name',
    type: lineType(200),
    isRequired: true,
    description: 'The name of the application, which users see when they sign in.',
  },
  enabled: {
    field: 'enabled',
    type: flagType,
    default: true,
    isFixedInNew: true,
    description:
      'Whether the client can sign users in and get tokens. When a client is disabled, its grants are revoked.',
  },
  applicationType: {
    field: 'application_type',
    type: choiceType(APPLICATION_TYPE),
    default: 'web',
    description:
      'Where the application runs, which decides which redirect URIs are allowed. A native application is a public client even if it has a secret, because every installed copy contains that secret.',
  },
  securityProfile: {
    field: 'securityProfile',
    type: choiceType(SECURITY_PROFILE),
    default: 'STANDARD',
    description: 'How strict the security rules for the client are.',
  },
  integrations: {
    field: 'integrations',
    type: listType(choiceType(INTEGRATION), { canBeEmpty: false }),
    default: ['OIDC'],
    description: 'The protocols with which the application signs users in.',
  },
  redirectUris: {
    field: 'redirect_uris',
    type: listType(textType()),
    default: [],
    description:
      'The URIs to which the browser may return after the user signs in. The URI in a request must be identical to one of these URIs, except that a NATIVE client may use any port of a loopback address. Each URI must be an https URL, or an http URL with localhost or a loopback address. A native application may also use a private-use scheme that contains a dot. If `redirectUriPolicy` is RELAXED, further URIs are allowed. The setting applies to OIDC and BASIC.',
  },
  redirectUriPolicy: {
    field: 'redirectUriPolicy',
    type: choiceType(REDIRECT_URI_POLICY),
    default: 'STRICT',
    description:
      'Which redirect URIs the client may have. RELAXED departs from RFC 9700 §2.6 and RFC 8252 §7.1. The server rejects RELAXED for a FAPI2 client, for a client that uses BASIC, and for a client with scopes of the administration API.',
  },
  postLogoutRedirectUris: {
    field: 'post_logout_redirect_uris',
    type: listType(textType()),
    default: [],
    description:
      'The URIs to which the browser may return after the user signs out. The rules for `redirectUris` apply. The setting applies to OIDC and BASIC.',
  },
  backchannelLogoutUri: {
    field: 'backchannel_logout_uri',
    type: textType(),
    description:
      'The URL to which the server sends a logout token when a session ends (OpenID Connect Back-Channel Logout). If null, the server sends no logout tokens.',
  },
  grantTypes: {
    field: 'grant_types',
    type: listType(choiceType(GRANT_TYPE)),
    default: ['authorization_code', 'refresh_token'],
    description:
      'The ways in which the client may get tokens. The token endpoint rejects all other grant types. Removing `REFRESH_TOKEN` ends all refresh tokens of the client. They stay invalid if you add `REFRESH_TOKEN` again.',
  },
  tokenEndpointAuthMethod: {
    field: 'token_endpoint_auth_method',
    type: choiceType(TOKEN_ENDPOINT_AUTH_METHOD),
    default: 'client_secret',
    nativeDefault: 'none',
    fapi2Default: 'private_key_jwt',
    description:
      'How the client proves its identity at the token endpoint. The server accepts no other method from this client.',
  },
  jwks: {
    field: 'jwks',
    type: jsonType(keySet),
    description:
      'The public keys of the client as a JWK Set (RFC 7517). With these keys, the server verifies signed request objects and the JWTs of PRIVATE_KEY_JWT. Set either `jwks` or `jwksUri`, but not both.',
  },
  jwksUri: {
    field: 'jwks_uri',
    type: textType(),
    description:
      'The URL from which the server fetches the public keys of the client. Set either `jwks` or `jwksUri`, but not both.',
  },
  scopes: {
    field: 'scopes',
    type: listType(textType(scopeToken)),
    default: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    nativeDefault: ['openid', 'profile', 'email', 'offline_access'],
    publicDefault: ['openid', 'profile', 'email', 'offline_access'],
    description:
      'The scopes that the client may request. The server ignores other scopes in a request. Removing `offline_access` ends all refresh tokens of the client. They stay invalid if you add `offline_access` again.',
  },
  audiences: {
    field: 'audiences',
    type: listType(textType()),
    default: [],
    description:
      'If this client is an API, the identifiers of the API. Access tokens for the API have one of these identifiers as their audience, and the client may introspect these tokens. The URLs of issuers and of the administration API are rejected.',
  },
  templateId: {
    field: 'templateId',
    type: textType(chosenId),
    description:
      'The id of the template in the catalogue that describes the application. `createClientFromTemplate` sets it. It changes nothing at a sign-in: `template` and the console show with it what to enter in the application. The catalogue of another version may not contain the template.',
  },
} as const satisfies SettingTable;
