import type {
  AccessPolicy,
  AccessTokenFormat,
  ApplicationType,
  Client,
  ConsentPolicy,
  GrantType,
  Integration,
  SecurityProfile,
  SubjectType,
  TokenEndpointAuthMethod,
} from '../../model/clients/client.js';
import type { JsonObject } from '../../model/json.js';
import type { SigningAlg } from '../../model/server/signing-key.js';

/** What an administrator sets of a client, under the names of the API. */
export interface ClientSettings {
  readonly name: string;
  readonly enabled: boolean;
  readonly applicationType: ApplicationType;
  readonly securityProfile: SecurityProfile;
  readonly integrations: readonly Integration[];
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  readonly grantTypes: readonly GrantType[];
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  readonly jwks: JsonObject | undefined;
  readonly jwksUri: string | undefined;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly requirePkce: boolean;
  readonly requireSignedRequestObject: boolean;
  readonly requestObjectSigningAlg: SigningAlg | undefined;
  readonly requirePushedAuthorizationRequests: boolean;
  readonly dpopBoundAccessTokens: boolean;
  readonly idTokenSignedResponseAlg: SigningAlg;
  readonly claimsInIdToken: boolean;
  readonly userinfoSignedResponseAlg: SigningAlg | undefined;
  readonly introspectionSignedResponseAlg: SigningAlg | undefined;
  readonly accessTokenFormat: AccessTokenFormat;
  readonly accessTokenSigningAlg: SigningAlg;
  readonly accessTokenLifetime: number;
  readonly refreshTokenIdleLifetime: number;
  readonly refreshTokenAbsoluteLifetime: number;
  readonly subjectType: SubjectType;
  readonly consent: ConsentPolicy;
  readonly accessPolicy: AccessPolicy;
  readonly registrationEnabled: boolean;
  readonly logoUri: string | undefined;
  readonly clientUri: string | undefined;
  readonly policyUri: string | undefined;
  readonly tosUri: string | undefined;
}

/** The one place where names of the API and names of the record meet. */
export function settingsOf(client: Client): ClientSettings {
  return {
    name: client.name,
    enabled: client.enabled,
    applicationType: client.application_type,
    securityProfile: client.securityProfile,
    integrations: client.integrations,
    redirectUris: client.redirect_uris,
    postLogoutRedirectUris: client.post_logout_redirect_uris,
    backchannelLogoutUri: client.backchannel_logout_uri,
    grantTypes: client.grant_types,
    tokenEndpointAuthMethod: client.token_endpoint_auth_method,
    jwks: client.jwks,
    jwksUri: client.jwks_uri,
    scopes: client.scopes,
    audiences: client.audiences,
    requirePkce: client.requirePkce,
    requireSignedRequestObject: client.require_signed_request_object,
    requestObjectSigningAlg: client.request_object_signing_alg,
    requirePushedAuthorizationRequests: client.require_pushed_authorization_requests,
    dpopBoundAccessTokens: client.dpop_bound_access_tokens,
    idTokenSignedResponseAlg: client.id_token_signed_response_alg,
    claimsInIdToken: client.claimsInIdToken,
    userinfoSignedResponseAlg: client.userinfo_signed_response_alg,
    introspectionSignedResponseAlg: client.introspection_signed_response_alg,
    accessTokenFormat: client.accessTokenFormat,
    accessTokenSigningAlg: client.accessTokenSigningAlg,
    accessTokenLifetime: client.accessTokenLifetime,
    refreshTokenIdleLifetime: client.refreshTokenIdleLifetime,
    refreshTokenAbsoluteLifetime: client.refreshTokenAbsoluteLifetime,
    subjectType: client.subject_type,
    consent: client.consent,
    accessPolicy: client.accessPolicy,
    registrationEnabled: client.registrationEnabled,
    logoUri: client.logo_uri,
    clientUri: client.client_uri,
    policyUri: client.policy_uri,
    tosUri: client.tos_uri,
  };
}

/** The same, the other way. */
export function fieldsOf(settings: ClientSettings) {
  return {
    name: settings.name,
    enabled: settings.enabled,
    application_type: settings.applicationType,
    securityProfile: settings.securityProfile,
    integrations: settings.integrations,
    redirect_uris: settings.redirectUris,
    post_logout_redirect_uris: settings.postLogoutRedirectUris,
    backchannel_logout_uri: settings.backchannelLogoutUri,
    grant_types: settings.grantTypes,
    token_endpoint_auth_method: settings.tokenEndpointAuthMethod,
    jwks: settings.jwks,
    jwks_uri: settings.jwksUri,
    scopes: settings.scopes,
    audiences: settings.audiences,
    requirePkce: settings.requirePkce,
    require_signed_request_object: settings.requireSignedRequestObject,
    request_object_signing_alg: settings.requestObjectSigningAlg,
    require_pushed_authorization_requests: settings.requirePushedAuthorizationRequests,
    dpop_bound_access_tokens: settings.dpopBoundAccessTokens,
    id_token_signed_response_alg: settings.idTokenSignedResponseAlg,
    claimsInIdToken: settings.claimsInIdToken,
    userinfo_signed_response_alg: settings.userinfoSignedResponseAlg,
    introspection_signed_response_alg: settings.introspectionSignedResponseAlg,
    accessTokenFormat: settings.accessTokenFormat,
    accessTokenSigningAlg: settings.accessTokenSigningAlg,
    accessTokenLifetime: settings.accessTokenLifetime,
    refreshTokenIdleLifetime: settings.refreshTokenIdleLifetime,
    refreshTokenAbsoluteLifetime: settings.refreshTokenAbsoluteLifetime,
    subject_type: settings.subjectType,
    consent: settings.consent,
    accessPolicy: settings.accessPolicy,
    registrationEnabled: settings.registrationEnabled,
    logo_uri: settings.logoUri,
    client_uri: settings.clientUri,
    policy_uri: settings.policyUri,
    tos_uri: settings.tosUri,
  } satisfies Partial<Client>;
}
