import type {
  AccessPolicy,
  AccessTokenFormat,
  ApplicationType,
  ConsentPolicy,
  GrantType,
  Integration,
  SecurityProfile,
  SubjectType,
  TokenEndpointAuthMethod,
} from '../model/clients/client.js';
import type { SigningAlg } from '../model/server/signing-key.js';
import { defineEnum } from './define-enum.js';

export const ApplicationTypeEnum = defineEnum<ApplicationType>(
  'ApplicationType',
  'What kind of application a client is.',
  {
    web: ['WEB', 'A web application, single-page or on a server.'],
    native: [
      'NATIVE',
      'An application on a phone or desktop: loopback and private-use redirect URIs are allowed (RFC 8252).',
    ],
  },
);

export const SecurityProfileEnum = defineEnum<SecurityProfile>(
  'SecurityProfile',
  'The rules that a client is held to.',
  {
    STANDARD: ['STANDARD', 'OAuth 2.0 and OpenID Connect with PKCE, as the settings say.'],
    FAPI2: [
      'FAPI2',
      'The FAPI 2.0 Security Profile, every rule of it; with required signed request objects, Message Signing as well. Settings that contradict it are INVALID_INPUT; switching to it applies its defaults to what is left out and ends the grants of the client.',
    ],
  },
);

export const IntegrationEnum = defineEnum<Integration>('Integration', 'How an application signs people in.', {
  OIDC: ['OIDC', 'OpenID Connect and OAuth 2.0.'],
  BASIC: ['BASIC', 'One redirect out, one signed JWT back.'],
});

export const GrantTypeEnum = defineEnum<GrantType>('GrantType', 'How a client gets tokens.', {
  authorization_code: ['AUTHORIZATION_CODE', 'A user signs in and the client redeems a code (RFC 6749 §4.1).'],
  refresh_token: ['REFRESH_TOKEN', 'The client renews what it was let have (RFC 6749 §6).'],
  client_credentials: ['CLIENT_CREDENTIALS', 'The client acts for itself (RFC 6749 §4.4).'],
  'urn:ietf:params:oauth:grant-type:device_code': ['DEVICE_CODE', 'A device without a browser (RFC 8628).'],
  'urn:ietf:params:oauth:grant-type:token-exchange': ['TOKEN_EXCHANGE', 'A token for another one (RFC 8693).'],
});

export const TokenEndpointAuthMethodEnum = defineEnum<TokenEndpointAuthMethod>(
  'TokenEndpointAuthMethod',
  'How a client proves at the token endpoint who it is.',
  {
    none: ['NONE', 'Not at all: a public client.'],
    client_secret_basic: ['CLIENT_SECRET_BASIC', 'By its secret in the Authorization header (RFC 6749 §2.3.1).'],
    client_secret_post: ['CLIENT_SECRET_POST', 'By its secret in the body (RFC 6749 §2.3.1).'],
    client_secret_jwt: ['CLIENT_SECRET_JWT', 'By a JWT under its secret (RFC 7523 §2.2).'],
    private_key_jwt: ['PRIVATE_KEY_JWT', 'By a JWT under its private key (RFC 7523 §2.2).'],
  },
);

export const SigningAlgEnum = defineEnum<SigningAlg>('SigningAlg', 'How something is signed (RFC 7518, RFC 8037).', {
  RS256: ['RS256', 'RSASSA-PKCS1-v1_5 with SHA-256.'],
  PS256: ['PS256', 'RSASSA-PSS with SHA-256.'],
  ES256: ['ES256', 'ECDSA with P-256 and SHA-256.'],
  EdDSA: ['EDDSA', 'Ed25519.'],
  HS256: ['HS256', 'HMAC with SHA-256, under the secret of the client.'],
});

export const AccessTokenFormatEnum = defineEnum<AccessTokenFormat>(
  'AccessTokenFormat',
  'What the access tokens of a client are.',
  {
    OPAQUE: ['OPAQUE', 'A random text, which can be ended at once; an API asks the introspection endpoint about it.'],
    JWT: ['JWT', 'A signed JWT (RFC 9068), which an API verifies by itself until it expires.'],
  },
);

export const SubjectTypeEnum = defineEnum<SubjectType>('SubjectType', 'What `sub` a client knows a user by.', {
  public: ['PUBLIC', 'The id of the user, the same for all clients.'],
  pairwise: ['PAIRWISE', 'Another one for each host of redirect URIs (OpenID Connect Core §8.1).'],
});

export const ConsentPolicyEnum = defineEnum<ConsentPolicy>(
  'ConsentPolicy',
  'Whether users are asked what a client may have.',
  {
    NEVER: ['NEVER', 'They are not asked: whoever runs the client runs this server.'],
    REMEMBERED: ['REMEMBERED', 'They are asked once, and again where the client asks for more.'],
    ALWAYS: ['ALWAYS', 'They are asked each time.'],
  },
);

export const AccessPolicyEnum = defineEnum<AccessPolicy>('AccessPolicy', 'Who may use a client.', {
  PERMITTED_USERS: ['PERMITTED_USERS', 'Users who, themselves or by a group, hold a permission for it.'],
  ALL_USERS: ['ALL_USERS', 'All enabled users.'],
});
