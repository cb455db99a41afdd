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
} from '../../../model/clients/client.js';
import type { SigningAlg } from '../../../model/server/signing-key.js';
import type { Choices } from '../../value-type.js';

export const APPLICATION_TYPE: Choices<ApplicationType> = {
  name: 'ApplicationType',
  description: 'The kind of application that a client is.',
  values: {
    web: ['WEB', 'A web application: a single-page application or one that runs on a server.'],
    native: [
      'NATIVE',
      'An application on a phone or computer. It may use loopback and private-use redirect URIs (RFC 8252).',
    ],
  },
};

export const SECURITY_PROFILE: Choices<SecurityProfile> = {
  name: 'SecurityProfile',
  description: 'The security rules that apply to a client.',
  values: {
    STANDARD: ['STANDARD', 'OAuth 2.0 and OpenID Connect. The other settings decide what is required.'],
    FAPI2: [
      'FAPI2',
      "The FAPI 2.0 Security Profile; together with `requireSignedRequestObject`, also FAPI 2.0 Message Signing. Settings that contradict the profile are rejected with INVALID_INPUT. Switching a client to FAPI2 sets the profile's defaults for the settings that you omit, and revokes the grants of the client.",
    ],
  },
};

export const INTEGRATION: Choices<Integration> = {
  name: 'Integration',
  description: 'A way in which an application signs users in.',
  values: {
    OIDC: ['OIDC', 'OpenID Connect and OAuth 2.0.'],
    BASIC: ['BASIC', 'One redirect to the server, and one redirect back with a signed JWT.'],
  },
};

export const GRANT_TYPE: Choices<GrantType> = {
  name: 'GrantType',
  description: 'A way in which a client gets tokens.',
  values: {
    authorization_code: ['AUTHORIZATION_CODE', 'A user signs in, and the client redeems a code (RFC 6749 §4.1).'],
    refresh_token: ['REFRESH_TOKEN', 'The client exchanges a refresh token for new tokens (RFC 6749 §6).'],
    client_credentials: ['CLIENT_CREDENTIALS', 'The client acts for itself, without a user (RFC 6749 §4.4).'],
    'urn:ietf:params:oauth:grant-type:device_code': [
      'DEVICE_CODE',
      'A user signs in on another device, for a device without a browser (RFC 8628).',
    ],
    'urn:ietf:params:oauth:grant-type:token-exchange': [
      'TOKEN_EXCHANGE',
      'An API exchanges the access token that it received for another one (RFC 8693).',
    ],
  },
};

export const TOKEN_ENDPOINT_AUTH_METHOD: Choices<TokenEndpointAuthMethod> = {
  name: 'TokenEndpointAuthMethod',
  description: 'How a client authenticates at the token endpoint.',
  values: {
    none: ['NONE', 'It does not authenticate: a public client.'],
    client_secret_basic: ['CLIENT_SECRET_BASIC', 'With its secret in the Authorization header (RFC 6749 §2.3.1).'],
    client_secret_post: ['CLIENT_SECRET_POST', 'With its secret in the request body (RFC 6749 §2.3.1).'],
    client_secret_jwt: ['CLIENT_SECRET_JWT', 'With a JWT signed with its secret (RFC 7523 §2.2).'],
    private_key_jwt: ['PRIVATE_KEY_JWT', 'With a JWT signed with its private key (RFC 7523 §2.2).'],
  },
};

export const SIGNING_ALG: Choices<SigningAlg> = {
  name: 'SigningAlg',
  description: 'A signature algorithm (RFC 7518, RFC 8037).',
  values: {
    RS256: ['RS256', 'RSASSA-PKCS1-v1_5 with SHA-256.'],
    PS256: ['PS256', 'RSASSA-PSS with SHA-256.'],
    ES256: ['ES256', 'ECDSA with P-256 and SHA-256.'],
    EdDSA: ['EDDSA', 'Ed25519.'],
    HS256: ['HS256', 'HMAC with SHA-256. The key is the secret of the client.'],
  },
};

export const ACCESS_TOKEN_FORMAT: Choices<AccessTokenFormat> = {
  name: 'AccessTokenFormat',
  description: 'The format of access tokens.',
  values: {
    OPAQUE: [
      'OPAQUE',
      'A random string. An API validates it at the introspection endpoint, and it can be revoked at once.',
    ],
    JWT: ['JWT', 'A signed JWT (RFC 9068). An API validates it without a request to this server, until it expires.'],
  },
};

export const SUBJECT_TYPE: Choices<SubjectType> = {
  name: 'SubjectType',
  description: 'The kind of `sub` by which a client knows a user.',
  values: {
    public: ['PUBLIC', 'The id of the user, the same for every client.'],
    pairwise: ['PAIRWISE', 'A different value for each host of redirect URIs (OpenID Connect Core §8.1).'],
  },
};

export const CONSENT_POLICY: Choices<ConsentPolicy> = {
  name: 'ConsentPolicy',
  description: 'Whether users are asked for consent to what a client requests.',
  values: {
    NEVER: ['NEVER', 'Users are not asked. For applications of the organization that runs this server.'],
    REMEMBERED: ['REMEMBERED', 'Users are asked once, and again if the client requests more.'],
    ALWAYS: ['ALWAYS', 'Users are asked at every sign-in.'],
  },
};

export const ACCESS_POLICY: Choices<AccessPolicy> = {
  name: 'AccessPolicy',
  description: 'Which users may sign in to a client.',
  values: {
    PERMITTED_USERS: ['PERMITTED_USERS', 'Users who have a permission for it, or who are in a group that has one.'],
    ALL_USERS: ['ALL_USERS', 'All enabled users.'],
  },
};
