import type {
  AccessPolicy,
  AccessTokenFormat,
  Acr,
  ApplicationType,
  ConsentPolicy,
  GrantType,
  GroupsClaimFilter,
  GroupsClaimFormat,
  Integration,
  RedirectUriPolicy,
  RegisteredAuthMethod,
  SecurityProfile,
  SubjectType,
} from '../../../model/clients/client.js';
import type { SigningAlg } from '../../../model/server/signing-key.js';
import type { Choices } from '../../value-type.js';

export const APPLICATION_TYPE: Choices<ApplicationType> = {
  name: 'ApplicationType',
  description: 'Where an application runs.',
  values: {
    web: ['WEB', 'The application runs in a browser or on a server.'],
    native: [
      'NATIVE',
      'The application is installed on a phone or computer. It may use loopback addresses and private-use URI schemes as redirect URIs (RFC 8252).',
    ],
  },
};

export const SECURITY_PROFILE: Choices<SecurityProfile> = {
  name: 'SecurityProfile',
  description: 'How strict the security rules for a client are.',
  values: {
    STANDARD: [
      'STANDARD',
      'The client follows OAuth 2.0 and OpenID Connect. The other settings of the client decide which security features are required.',
    ],
    FAPI2: [
      'FAPI2',
      'The client follows the FAPI 2.0 Security Profile, a stricter set of rules for applications that need high security. With `requireSignedRequestObject` the client also follows FAPI 2.0 Message Signing. The server rejects settings that contradict the profile with INVALID_INPUT. If you switch a client to FAPI2, settings that you omit get the defaults for FAPI2, and the grants of the client are revoked.',
    ],
  },
};

export const INTEGRATION: Choices<Integration> = {
  name: 'Integration',
  description: 'The protocol with which an application signs users in.',
  values: {
    OIDC: ['OIDC', 'The application signs users in with OpenID Connect or OAuth 2.0.'],
    BASIC: [
      'BASIC',
      'The application redirects the browser to this server, and this server redirects the browser back with a signed JWT.',
    ],
    FORWARD_AUTH: [
      'FORWARD_AUTH',
      'The application has no sign-in of its own. A proxy in front of it asks this server before it lets a request pass, and tells the application who the user is with headers.',
    ],
  },
};

export const GRANT_TYPE: Choices<GrantType> = {
  name: 'GrantType',
  description: 'A way in which a client can get tokens.',
  values: {
    authorization_code: [
      'AUTHORIZATION_CODE',
      'A user signs in, and the client exchanges the resulting code for tokens (RFC 6749 §4.1).',
    ],
    refresh_token: ['REFRESH_TOKEN', 'The client exchanges a refresh token for new tokens (RFC 6749 §6).'],
    client_credentials: [
      'CLIENT_CREDENTIALS',
      'The client gets an access token for itself, without a user (RFC 6749 §4.4).',
    ],
    'urn:ietf:params:oauth:grant-type:device_code': [
      'DEVICE_CODE',
      'The client runs on a device without a browser, and the user signs in on another device (RFC 8628).',
    ],
    'urn:ietf:params:oauth:grant-type:token-exchange': [
      'TOKEN_EXCHANGE',
      'The client is an API. It receives an access token, and exchanges this token for a new token with which it calls another API (RFC 8693).',
    ],
  },
};

export const TOKEN_ENDPOINT_AUTH_METHOD: Choices<RegisteredAuthMethod> = {
  name: 'TokenEndpointAuthMethod',
  description: 'How a client proves its identity at the token endpoint.',
  values: {
    none: ['NONE', 'The client is a public client. It does not authenticate, because it cannot keep a secret.'],
    client_secret: [
      'CLIENT_SECRET',
      'The client may send its secret in the Authorization header or in the request body (RFC 6749 §2.3.1). If the client sends the secret in both, the two values must be equal.',
    ],
    client_secret_basic: [
      'CLIENT_SECRET_BASIC',
      'The client sends its secret in the Authorization header and nowhere else (RFC 6749 §2.3.1).',
    ],
    client_secret_post: [
      'CLIENT_SECRET_POST',
      'The client sends its secret in the request body and nowhere else (RFC 6749 §2.3.1).',
    ],
    client_secret_jwt: ['CLIENT_SECRET_JWT', 'The client sends a JWT that it signs with its secret (RFC 7523 §2.2).'],
    private_key_jwt: ['PRIVATE_KEY_JWT', 'The client sends a JWT that it signs with its private key (RFC 7523 §2.2).'],
  },
};

export const REDIRECT_URI_POLICY: Choices<RedirectUriPolicy> = {
  name: 'RedirectUriPolicy',
  description: 'Which redirect URIs a client may have.',
  values: {
    STRICT: [
      'STRICT',
      'Redirect URIs use https, a loopback address, or for a native application a private-use scheme that contains a dot (RFC 9700 §2.6, RFC 8252 §7).',
    ],
    RELAXED: [
      'RELAXED',
      'Redirect URIs may also use http in a private network: with a private address (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7), a name without a dot, or a name that ends with `.local`, `.lan`, `.internal` or `.home.arpa`. A native application may also use a scheme without a dot that is not registered with IANA and that no browser or operating system handles. Other users of the network, or other programs on the device, may then read the response, so the client must use PKCE.',
    ],
  },
};

export const SIGNING_ALG: Choices<SigningAlg> = {
  name: 'SigningAlg',
  description: 'An algorithm with which JWTs are signed (RFC 7518, RFC 8037).',
  values: {
    RS256: ['RS256', 'JWTs are signed with RSASSA-PKCS1-v1_5 and SHA-256.'],
    PS256: ['PS256', 'JWTs are signed with RSASSA-PSS and SHA-256.'],
    ES256: ['ES256', 'JWTs are signed with ECDSA, using the curve P-256 and SHA-256.'],
    EdDSA: ['EDDSA', 'JWTs are signed with EdDSA, using the curve Ed25519.'],
    HS256: ['HS256', 'JWTs are signed with HMAC and SHA-256. The key is the secret of the client.'],
  },
};

export const ACCESS_TOKEN_FORMAT: Choices<AccessTokenFormat> = {
  name: 'AccessTokenFormat',
  description: 'The format of an access token.',
  values: {
    OPAQUE: [
      'OPAQUE',
      'An access token is a random string. An API asks the introspection endpoint of this server whether the token is valid, so a revoked token is rejected at once.',
    ],
    JWT: [
      'JWT',
      'An access token is a signed JWT (RFC 9068). An API can verify it without a request to this server, so a revoked token may be accepted until it expires.',
    ],
  },
};

export const GROUPS_CLAIM_FORMAT: Choices<GroupsClaimFormat> = {
  name: 'GroupsClaimFormat',
  description: 'What the claim `groups` lists for each group of the user.',
  values: {
    IDS: ['IDS', 'The claim lists the ids of the groups.'],
    NAMES: ['NAMES', 'The claim lists the names of the groups.'],
  },
};

export const GROUPS_CLAIM_FILTER: Choices<GroupsClaimFilter> = {
  name: 'GroupsClaimFilter',
  description: 'Which groups of the user the claim `groups` lists.',
  values: {
    PERMITTED: ['PERMITTED', 'The claim lists only the groups that have a permission for the client.'],
    ALL: ['ALL', 'The claim lists all groups of the user.'],
  },
};

export const SUBJECT_TYPE: Choices<SubjectType> = {
  name: 'SubjectType',
  description: 'The kind of identifier that a client receives for a user in the claim `sub`.',
  values: {
    public: ['PUBLIC', 'The `sub` is the id of the user, so all clients receive the same value.'],
    pairwise: [
      'PAIRWISE',
      'The `sub` differs between clients whose redirect URIs have different hosts, so these clients cannot find out which users they have in common (OpenID Connect Core §8.1).',
    ],
  },
};

export const CONSENT_POLICY: Choices<ConsentPolicy> = {
  name: 'ConsentPolicy',
  description: 'When users are asked whether a client may have the access that it requests.',
  values: {
    NEVER: [
      'NEVER',
      'Users are never asked for consent. This suits applications of the organization that runs this server.',
    ],
    REMEMBERED: [
      'REMEMBERED',
      'Users are asked for consent once, and again if the client requests more access than before.',
    ],
    ALWAYS: ['ALWAYS', 'Users are asked for consent at every sign-in.'],
  },
};

export const ACR: Choices<Acr> = {
  name: 'Acr',
  description: 'How a user authenticated (OpenID Connect EAP ACR Values).',
  values: {
    phr: ['PHR', 'The authentication was resistant to phishing. Every sign-in with a passkey is.'],
    phrh: [
      'PHRH',
      'The authentication was also protected by hardware. The `attestation` of the server settings has to be DIRECT, and the passkey has to be bound to one device.',
    ],
  },
};

export const ACCESS_POLICY: Choices<AccessPolicy> = {
  name: 'AccessPolicy',
  description: 'Which users may sign in to a client.',
  values: {
    PERMITTED_USERS: [
      'PERMITTED_USERS',
      'Only users who have a permission for the client, or who are members of a group that has such a permission, can sign in.',
    ],
    ALL_USERS: ['ALL_USERS', 'All enabled users can sign in.'],
  },
};
