import { z } from 'zod';
import { isShallow, type JsonObject } from '../../../model/json.js';
import { scopeToken } from '../../input-parser.js';
import { choiceType, flagType, jsonType, lineType, listType, textType } from '../../value-type.js';
import {
  APPLICATION_TYPE,
  GRANT_TYPE,
  INTEGRATION,
  SECURITY_PROFILE,
  TOKEN_ENDPOINT_AUTH_METHOD,
} from './client-choices.js';
import type { SettingTable } from './setting.js';

const keySet = z
  .custom<JsonObject>((value) => typeof value === 'object', 'must be a JWK Set')
  .refine(isShallow, 'must not be nested more than 16 deep');

/** What an application is, where it receives answers, how it authenticates and what it may request. */
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
    description: 'Whether the client can be used. Disabling a client revokes its grants.',
  },
  applicationType: {
    field: 'application_type',
    type: choiceType(APPLICATION_TYPE),
    default: 'web',
    description:
      'The kind of application, which decides which redirect URIs are allowed. A native application with a secret counts as a public client, because every copy contains the secret.',
  },
  securityProfile: {
    field: 'securityProfile',
    type: choiceType(SECURITY_PROFILE),
    default: 'STANDARD',
    description: 'The security rules that apply to the client.',
  },
  integrations: {
    field: 'integrations',
    type: listType(choiceType(INTEGRATION), { canBeEmpty: false }),
    default: ['OIDC'],
    description: 'The ways in which the application signs users in.',
  },
  redirectUris: {
    field: 'redirect_uris',
    type: listType(textType()),
    default: [],
    description:
      'URIs to which users may return after they sign in, compared as strings. Each is https, or http to localhost or a loopback address. A native application may also use private-use schemes that contain a dot. Sign-in by BASIC uses them, too.',
  },
  postLogoutRedirectUris: {
    field: 'post_logout_redirect_uris',
    type: listType(textType()),
    default: [],
    description:
      'URIs to which users may return after they sign out. The rules are those of `redirectUris`. Sign-out by BASIC uses them, too.',
  },
  backchannelLogoutUri: {
    field: 'backchannel_logout_uri',
    type: textType(),
    description:
      'The URL to which the server sends a logout token when a session ends (OpenID Connect Back-Channel Logout).',
  },
  grantTypes: {
    field: 'grant_types',
    type: listType(choiceType(GRANT_TYPE)),
    default: ['authorization_code', 'refresh_token'],
    description: 'The ways in which the client may get tokens.',
  },
  tokenEndpointAuthMethod: {
    field: 'token_endpoint_auth_method',
    type: choiceType(TOKEN_ENDPOINT_AUTH_METHOD),
    default: 'client_secret_basic',
    nativeDefault: 'none',
    fapi2Default: 'private_key_jwt',
    description: 'How the client authenticates at the token endpoint. No other method is accepted.',
  },
  jwks: {
    field: 'jwks',
    type: jsonType(keySet),
    description:
      'The public keys of the client as a JWK Set (RFC 7517), for PRIVATE_KEY_JWT and signed request objects. Use either `jwks` or `jwksUri`.',
  },
  jwksUri: {
    field: 'jwks_uri',
    type: textType(),
    description: 'The URL from which the server fetches the public keys of the client.',
  },
  scopes: {
    field: 'scopes',
    type: listType(textType(scopeToken)),
    default: ['openid', 'profile', 'email', 'offline_access'],
    description: 'The scopes that the client may request. Other scopes in a request are ignored.',
  },
  audiences: {
    field: 'audiences',
    type: listType(textType()),
    default: [],
    description:
      'The identifiers under which this client is an API. It may introspect access tokens that are for one of them. An issuer or the administration API cannot be listed.',
  },
} as const satisfies SettingTable;
