import type { Config } from '../../model/config.js';
import type { ClientSettings } from './client-settings.js';

/** What a setting is when it is left out, where the security profile or the kind of application does not say otherwise. */
const STANDARD: Omit<ClientSettings, 'name'> = {
  enabled: true,
  applicationType: 'web',
  securityProfile: 'STANDARD',
  integrations: ['OIDC'],
  redirectUris: [],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: undefined,
  grantTypes: ['authorization_code', 'refresh_token'],
  tokenEndpointAuthMethod: 'client_secret_basic',
  jwks: undefined,
  jwksUri: undefined,
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  audiences: [],
  requirePkce: true,
  requireSignedRequestObject: false,
  requestObjectSigningAlg: undefined,
  requirePushedAuthorizationRequests: false,
  dpopBoundAccessTokens: false,
  idTokenSignedResponseAlg: 'RS256',
  claimsInIdToken: true,
  userinfoSignedResponseAlg: undefined,
  introspectionSignedResponseAlg: undefined,
  accessTokenFormat: 'OPAQUE',
  accessTokenSigningAlg: 'RS256',
  accessTokenLifetime: 300,
  refreshTokenIdleLifetime: 1_209_600,
  refreshTokenAbsoluteLifetime: 7_776_000,
  subjectType: 'public',
  consent: 'NEVER',
  accessPolicy: 'PERMITTED_USERS',
  registrationEnabled: false,
  logoUri: undefined,
  clientUri: undefined,
  policyUri: undefined,
  tosUri: undefined,
};

/** FAPI 2.0 Security Profile §5.3, §5.4: pushed requests, keys instead of secrets, bound tokens, strong algorithms. */
export const FAPI2_DEFAULTS = {
  securityProfile: 'FAPI2',
  tokenEndpointAuthMethod: 'private_key_jwt',
  requirePkce: true,
  requirePushedAuthorizationRequests: true,
  dpopBoundAccessTokens: true,
  idTokenSignedResponseAlg: 'PS256',
  accessTokenSigningAlg: 'PS256',
} as const satisfies Partial<ClientSettings>;

export function clientDefaults(
  config: Config,
  { applicationType, securityProfile }: Partial<Pick<ClientSettings, 'applicationType' | 'securityProfile'>>,
): Omit<ClientSettings, 'name'> {
  return {
    ...STANDARD,
    accessTokenLifetime: Math.min(STANDARD.accessTokenLifetime, config.maxAccessTokenLifetime),
    ...(applicationType === 'native' && { tokenEndpointAuthMethod: 'none' as const }),
    ...(securityProfile === 'FAPI2' && FAPI2_DEFAULTS),
  };
}

/** What `null` makes of a setting that can be empty; of any other it is a mistake. */
export const EMPTY: Partial<ClientSettings> = {
  redirectUris: [],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: undefined,
  grantTypes: [],
  jwks: undefined,
  jwksUri: undefined,
  scopes: [],
  audiences: [],
  requestObjectSigningAlg: undefined,
  userinfoSignedResponseAlg: undefined,
  introspectionSignedResponseAlg: undefined,
  logoUri: undefined,
  clientUri: undefined,
  policyUri: undefined,
  tosUri: undefined,
};
