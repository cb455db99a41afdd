import type { ClientSettings } from '../admin/clients/client-settings.js';

/** What each setting of a client means: said once for what is read and for what is written. */
const CLIENT: Readonly<Record<keyof ClientSettings, string>> = {
  name: 'What people know the application by; pages show it.',
  enabled: 'Whether the client may be used at all. Disabling it ends the grants that it was let have.',
  applicationType:
    'What kind of application it is, and so which redirect URIs it may have. A native one with a secret counts as public, for every copy has it.',
  securityProfile: 'The rules that it is held to.',
  integrations: 'How it signs people in.',
  redirectUris:
    'Where an answer may be sent, compared as strings: https, or http to localhost; native applications may also have private-use schemes with a dot. Sign-in by Basic uses them too.',
  postLogoutRedirectUris: 'Where people may be sent after they signed out, likewise. Sign-out by Basic uses them too.',
  backchannelLogoutUri:
    'Where the server tells the application that a session ended (OpenID Connect Back-Channel Logout).',
  grantTypes: 'How it gets tokens.',
  tokenEndpointAuthMethod: 'How it proves who it is: the method registered is the method required.',
  jwks: 'Its public keys, as a JWK Set (RFC 7517): for PRIVATE_KEY_JWT and signed request objects. Not beside `jwksUri`.',
  jwksUri: 'Where its public keys are fetched from.',
  scopes: 'What it may ask for; more is left out of what it gets.',
  audiences: 'The APIs that this client is: it may introspect their tokens. Never an issuer or the administration API.',
  requirePkce: 'Whether authorization takes PKCE with S256 (RFC 7636). Only a confidential client may do without.',
  requireSignedRequestObject:
    'Whether authorization takes a signed request object (RFC 9101). Not together with BASIC.',
  requestObjectSigningAlg: 'How its request objects are signed. Null: in any way that it has a key for.',
  requirePushedAuthorizationRequests: 'Whether authorization takes a pushed request (RFC 9126).',
  dpopBoundAccessTokens: 'Whether its tokens are bound to a key of its own (RFC 9449).',
  idTokenSignedResponseAlg: 'How its ID tokens are signed.',
  claimsInIdToken: 'Whether claims of the scopes stand in the ID token as well as in userinfo.',
  userinfoSignedResponseAlg: 'How answers of userinfo are signed. Null: plain JSON.',
  introspectionSignedResponseAlg: 'How answers of introspection are signed (RFC 9701). Null: plain JSON.',
  accessTokenFormat: 'What its access tokens are.',
  accessTokenSigningAlg: 'How its access tokens are signed where they are JWTs; never HS256.',
  accessTokenLifetime: 'Seconds that its access tokens live, at most MAX_ACCESS_TOKEN_LIFETIME.',
  refreshTokenIdleLifetime: 'Seconds that a refresh token lives unused.',
  refreshTokenAbsoluteLifetime: 'Seconds after which refreshing ends in any case.',
  subjectType: 'What `sub` it knows users by. PAIRWISE takes redirect URIs that are all on one host.',
  consent: 'Whether users are asked what it may have.',
  accessPolicy: 'Who may use it.',
  registrationEnabled: 'Whether people may register on the way to it; they get a permission for it.',
  logoUri: 'Its logo: fetched by the server, with limits, and served by it.',
  clientUri: 'Its home page.',
  policyUri: 'What it does with personal data.',
  tosUri: 'Its terms of service.',
};

/** What a setting becomes when it is left out where a client is made. */
const DEFAULTS: Partial<Record<keyof ClientSettings, string>> = {
  applicationType: 'WEB',
  securityProfile: 'STANDARD',
  integrations: '[OIDC]',
  redirectUris: '[]',
  postLogoutRedirectUris: '[]',
  grantTypes: '[AUTHORIZATION_CODE, REFRESH_TOKEN]',
  tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC; NONE for NATIVE; PRIVATE_KEY_JWT for FAPI2',
  scopes: '[openid, profile, email, offline_access]',
  audiences: '[]',
  requirePkce: 'true',
  requireSignedRequestObject: 'false',
  requirePushedAuthorizationRequests: 'false; true for FAPI2',
  dpopBoundAccessTokens: 'false; true for FAPI2',
  idTokenSignedResponseAlg: 'RS256; PS256 for FAPI2',
  claimsInIdToken: 'true',
  accessTokenFormat: 'OPAQUE',
  accessTokenSigningAlg: 'RS256; PS256 for FAPI2',
  accessTokenLifetime: '300, or MAX_ACCESS_TOKEN_LIFETIME where that is less',
  refreshTokenIdleLifetime: '1209600',
  refreshTokenAbsoluteLifetime: '7776000',
  subjectType: 'PUBLIC',
  consent: 'NEVER',
  accessPolicy: 'PERMITTED_USERS',
  registrationEnabled: 'false',
};

/** Options of a field that shows a setting. */
export function shown(setting: keyof ClientSettings) {
  return { description: CLIENT[setting] };
}

export function shownOrNull(setting: keyof ClientSettings) {
  return { ...shown(setting), nullable: true as const };
}

/** Options of an input field that sets it. */
export function given(setting: keyof ClientSettings) {
  const text = DEFAULTS[setting];
  return {
    nullable: true as const,
    description: `${CLIENT[setting]}${text === undefined ? '' : ` Default of a new client: ${text}.`}`,
  };
}
