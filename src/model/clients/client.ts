/*
 * This folder describes what administrators register: issuers, their clients, and the scopes that clients can request.
 * It does not check the values; those rules are in `src/admin/clients`. To understand this folder, read `Client` first.
 */

import type { FieldKind } from '../field-kind.js';
import type { JsonObject } from '../json.js';
import type { SigningAlg } from '../server/signing-key.js';
import type { ClaimRule } from './claim-rule.js';
import type { ClientSecret } from './client-secret.js';
import type { ForwardAuthSettings } from './forward-auth.js';

/** The id of the client with which administrators sign in to the console. */
export const CONSOLE_CLIENT_ID = 'passgraph:console';

export const APPLICATION_TYPES = ['web', 'native'] as const;
export type ApplicationType = (typeof APPLICATION_TYPES)[number];
export const SECURITY_PROFILES = ['STANDARD', 'FAPI2'] as const;
export type SecurityProfile = (typeof SECURITY_PROFILES)[number];
export const INTEGRATIONS = ['OIDC', 'BASIC', 'FORWARD_AUTH'] as const;
export type Integration = (typeof INTEGRATIONS)[number];
export const GRANT_TYPES = [
  'authorization_code',
  'refresh_token',
  'client_credentials',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
] as const;
export type GrantType = (typeof GRANT_TYPES)[number];
/**
 * The client authentication methods, with their names in OpenID Connect Core §9. Discovery lists them in this order,
 * because some client libraries use the first method that they know.
 */
export const TOKEN_ENDPOINT_AUTH_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'client_secret_jwt',
  'none',
] as const;
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number];
/** What an administrator can choose. `client_secret` allows `client_secret_basic` and `client_secret_post`. */
export type RegisteredAuthMethod = TokenEndpointAuthMethod | 'client_secret';
export const REDIRECT_URI_POLICIES = ['STRICT', 'RELAXED'] as const;
export type RedirectUriPolicy = (typeof REDIRECT_URI_POLICIES)[number];
export const ACCESS_TOKEN_FORMATS = ['OPAQUE', 'JWT'] as const;
export type AccessTokenFormat = (typeof ACCESS_TOKEN_FORMATS)[number];
export const SUBJECT_TYPES = ['public', 'pairwise'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];
export const CONSENT_POLICIES = ['NEVER', 'REMEMBERED', 'ALWAYS'] as const;
export type ConsentPolicy = (typeof CONSENT_POLICIES)[number];
export const GROUPS_CLAIM_FORMATS = ['IDS', 'NAMES'] as const;
export type GroupsClaimFormat = (typeof GROUPS_CLAIM_FORMATS)[number];
export const GROUPS_CLAIM_FILTERS = ['PERMITTED', 'ALL'] as const;
export type GroupsClaimFilter = (typeof GROUPS_CLAIM_FILTERS)[number];
export const ACCESS_POLICIES = ['PERMITTED_USERS', 'ALL_USERS'] as const;
export type AccessPolicy = (typeof ACCESS_POLICIES)[number];
/** `phr` is phishing-resistant, `phrh` also protected by hardware (OpenID Connect EAP ACR Values §2). */
export const ACRS = ['phr', 'phrh'] as const;
export type Acr = (typeof ACRS)[number];

/**
 * The settings of a client. Names with underscores come from RFC 7591 §2 and OpenID Connect Registration; camelCase
 * names are our own. `admin/clients/settings` describes each setting for the API.
 */
export interface ClientSettingFields {
  readonly name: string;
  readonly enabled: boolean;
  readonly application_type: ApplicationType;
  readonly securityProfile: SecurityProfile;
  readonly integrations: readonly Integration[];
  readonly redirect_uris: readonly string[];
  readonly redirectUriPolicy: RedirectUriPolicy;
  readonly post_logout_redirect_uris: readonly string[];
  readonly backchannel_logout_uri?: string | undefined;
  readonly grant_types: readonly GrantType[];
  readonly token_endpoint_auth_method: RegisteredAuthMethod;
  readonly jwks?: JsonObject | undefined;
  readonly jwks_uri?: string | undefined;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly requirePkce: boolean;
  readonly require_signed_request_object: boolean;
  readonly request_object_signing_alg?: SigningAlg | undefined;
  readonly require_pushed_authorization_requests: boolean;
  readonly dpop_bound_access_tokens: boolean;
  readonly id_token_signed_response_alg: SigningAlg;
  readonly claimsInIdToken: boolean;
  readonly groupsClaimFormat: GroupsClaimFormat;
  /** Absent means `PERMITTED` if `accessPolicy` is `PERMITTED_USERS`, and `ALL` otherwise. */
  readonly groupsClaimFilter?: GroupsClaimFilter | undefined;
  readonly claimRules: readonly ClaimRule[];
  readonly userinfo_signed_response_alg?: SigningAlg | undefined;
  readonly introspection_signed_response_alg?: SigningAlg | undefined;
  readonly accessTokenFormat: AccessTokenFormat;
  readonly accessTokenSigningAlg: SigningAlg;
  /** The lifetime of access tokens. All lifetimes of a client's settings are in seconds. */
  readonly accessTokenLifetime: number;
  readonly refreshTokenIdleLifetime: number;
  readonly refreshTokenAbsoluteLifetime: number;
  readonly subject_type: SubjectType;
  readonly consent: ConsentPolicy;
  readonly accessPolicy: AccessPolicy;
  /** The authentication level that every sign-in must reach. */
  readonly defaultAcr?: Acr | undefined;
  /** The most seconds since the sign-in of the user. */
  readonly defaultMaxAge?: number | undefined;
  readonly requireDeviceBound: boolean;
  readonly registrationEnabled: boolean;
  readonly askEmail: boolean;
  readonly forwardAuth?: ForwardAuthSettings | undefined;
  readonly logo_uri?: string | undefined;
  readonly client_uri?: string | undefined;
  readonly initiate_login_uri?: string | undefined;
  readonly policy_uri?: string | undefined;
  readonly tos_uri?: string | undefined;
  /** The id of the template in the catalogue with which the client was made. The catalogue may no longer contain it. */
  readonly templateId?: string | undefined;
}

/** The column type with which the database stores each client setting. */
export const CLIENT_SETTING_FIELDS = {
  name: 'text',
  enabled: 'flag',
  application_type: 'text',
  securityProfile: 'text',
  integrations: 'list',
  redirect_uris: 'list',
  redirectUriPolicy: 'text',
  post_logout_redirect_uris: 'list',
  backchannel_logout_uri: 'text',
  grant_types: 'list',
  token_endpoint_auth_method: 'text',
  jwks: 'json',
  jwks_uri: 'text',
  scopes: 'list',
  audiences: 'list',
  requirePkce: 'flag',
  require_signed_request_object: 'flag',
  request_object_signing_alg: 'text',
  require_pushed_authorization_requests: 'flag',
  dpop_bound_access_tokens: 'flag',
  id_token_signed_response_alg: 'text',
  claimsInIdToken: 'flag',
  groupsClaimFormat: 'text',
  groupsClaimFilter: 'text',
  claimRules: 'json',
  userinfo_signed_response_alg: 'text',
  introspection_signed_response_alg: 'text',
  accessTokenFormat: 'text',
  accessTokenSigningAlg: 'text',
  accessTokenLifetime: 'number',
  refreshTokenIdleLifetime: 'number',
  refreshTokenAbsoluteLifetime: 'number',
  subject_type: 'text',
  consent: 'text',
  accessPolicy: 'text',
  defaultAcr: 'text',
  defaultMaxAge: 'number',
  requireDeviceBound: 'flag',
  registrationEnabled: 'flag',
  askEmail: 'flag',
  forwardAuth: 'json',
  logo_uri: 'text',
  client_uri: 'text',
  initiate_login_uri: 'text',
  policy_uri: 'text',
  tos_uri: 'text',
  templateId: 'text',
} as const satisfies Record<keyof ClientSettingFields, FieldKind>;

export type ClientSettingField = keyof typeof CLIENT_SETTING_FIELDS;

/** An application or API that an administrator registered with one issuer. */
export interface Client extends ClientSettingFields {
  readonly id: string;
  readonly version: number;
  readonly order: string;
  /**
   * A random value. The permissions, consents and tokens of the client contain it. So if the client is deleted and
   * another one is registered with its id, they are not valid for the new client.
   */
  readonly generation: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  /** Present if the client is a part of the server. It is not stored, and only administrators can sign in to it. */
  readonly isBuiltIn?: true | undefined;
  /**
   * A counter. Each grant stores the value that the counter had when the sign-in began. Increasing the counter revokes
   * all earlier grants of the client.
   */
  readonly grantEpoch: number;
  /**
   * A counter that increases when the client loses the right to refresh tokens. It keeps refresh tokens of earlier
   * grants invalid, even if the client gets the right again. Absent means 0.
   */
  readonly refreshEpoch?: number | undefined;
  /**
   * The client's secrets, oldest first. At most two of them are valid at the same time. A client needs two while it
   * changes from the old secret to the new one.
   */
  readonly secrets: readonly ClientSecret[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When the client last signed a user in, or last requested or introspected a token. Accurate to about a minute. */
  readonly lastUsedAt?: Date | undefined;
}

/**
 * Whether the client may have refresh tokens. It needs the scope `offline_access` (OpenID Connect Core §11) and the
 * grant type `refresh_token`.
 */
export function mayRefresh({ scopes, grant_types }: Pick<Client, 'scopes' | 'grant_types'>): boolean {
  return scopes.includes('offline_access') && grant_types.includes('refresh_token');
}

/**
 * Whether the client can keep a secret. RFC 8252 §8.5: a native application with a shared secret is a public client,
 * because every installed copy contains the same secret.
 */
export function isConfidential({
  token_endpoint_auth_method: method,
  application_type,
}: Pick<Client, 'token_endpoint_auth_method' | 'application_type'>): boolean {
  return method !== 'none' && !(application_type === 'native' && method.startsWith('client_secret'));
}
