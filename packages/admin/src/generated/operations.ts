// Generated from schema.graphql by `npm run schema`. Changes are made there.
import type { ReadyOperation, TypedDocument } from '../client/typed-document.js';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Which users may sign in to a client. */
export const AccessPolicy = {
  /** All enabled users. */
  ALL_USERS: 'ALL_USERS',
  /** Users who have a permission for it, or who are in a group that has one. */
  PERMITTED_USERS: 'PERMITTED_USERS'
} as const;

export type AccessPolicy = typeof AccessPolicy[keyof typeof AccessPolicy];
/** The format of access tokens. */
export const AccessTokenFormat = {
  /** A signed JWT (RFC 9068). An API validates it without a request to this server, until it expires. */
  JWT: 'JWT',
  /** A random string. An API validates it at the introspection endpoint, and it can be revoked at once. */
  OPAQUE: 'OPAQUE'
} as const;

export type AccessTokenFormat = typeof AccessTokenFormat[keyof typeof AccessTokenFormat];
/** The client that gets another secret. A client has at most two secrets: a third is rejected with CONFLICT. */
export type AddClientSecretInput = {
  /** The id of the client. */
  readonly clientId: string;
  /** The seconds until the present secrets expire, at most 31536000 (a year). If you omit it, they stay valid. */
  readonly expireOthersIn?: number | null | undefined;
};

/** What a user may administer. */
export const AdminRole = {
  /** Everything except owners, API keys and issuers, which an administrator can only read. */
  ADMIN: 'ADMIN',
  /** Reads everything and changes nothing. */
  AUDITOR: 'AUDITOR',
  /** Everything. Effective once the user has a passkey. The last owner cannot be removed. */
  OWNER: 'OWNER',
  /** Users, groups, permissions, sessions and tokens, except those of users with more permissions. */
  USER_MANAGER: 'USER_MANAGER'
} as const;

export type AdminRole = typeof AdminRole[keyof typeof AdminRole];
/** The kind of application that a client is. */
export const ApplicationType = {
  /** An application on a phone or computer. It may use loopback and private-use redirect URIs (RFC 8252). */
  NATIVE: 'NATIVE',
  /** A web application: a single-page application or one that runs on a server. */
  WEB: 'WEB'
} as const;

export type ApplicationType = typeof ApplicationType[keyof typeof ApplicationType];
/** Conditions that events must meet. If you omit all, every event is returned. */
export type AuditEventFilter = {
  /** The id of the user, client or API key that acted. */
  readonly actorId?: string | null | undefined;
  /** The id of the client that events concern. */
  readonly clientId?: string | null | undefined;
  /** The earliest time. */
  readonly from?: string | null | undefined;
  /** Whether the action succeeded. */
  readonly outcome?: AuditOutcome | null | undefined;
  /** The id of the record that events concern. */
  readonly resourceId?: string | null | undefined;
  /** The id of the session that events concern. */
  readonly sessionId?: string | null | undefined;
  /** The latest time. */
  readonly to?: string | null | undefined;
  /** The kinds of events, any of which may match. */
  readonly types?: ReadonlyArray<AuditEventType> | null | undefined;
  /** The id of the user whom events concern. */
  readonly userId?: string | null | undefined;
};

/** The kind of an audit event. */
export const AuditEventType = {
  /** A user may not use a client. */
  ACCESS_DENIED: 'ACCESS_DENIED',
  /** An authorization code was used twice. Its grant was revoked. */
  CODE_REUSED: 'CODE_REUSED',
  /** A user gave consent to a client. */
  CONSENT_GIVEN: 'CONSENT_GIVEN',
  /** A consent was revoked. */
  CONSENT_REVOKED: 'CONSENT_REVOKED',
  /** A record was created. `resource` says of which kind. */
  CREATED: 'CREATED',
  /** A record was deleted. `resource` says of which kind. */
  DELETED: 'DELETED',
  /** An administrator created an enrolment link. */
  ENROLMENT_LINK_CREATED: 'ENROLMENT_LINK_CREATED',
  /** A user registered a passkey with an enrolment link. */
  ENROLMENT_LINK_USED: 'ENROLMENT_LINK_USED',
  /** A passkey was registered. */
  PASSKEY_ADDED: 'PASSKEY_ADDED',
  /** A passkey was rejected, because its response could not be verified. */
  PASSKEY_REFUSED: 'PASSKEY_REFUSED',
  /** A passkey was removed. */
  PASSKEY_REMOVED: 'PASSKEY_REMOVED',
  /** A passkey was renamed. */
  PASSKEY_RENAMED: 'PASSKEY_RENAMED',
  /** A user created recovery codes. */
  RECOVERY_CODES_CREATED: 'RECOVERY_CODES_CREATED',
  /** A user registered a passkey with a recovery code. */
  RECOVERY_CODE_USED: 'RECOVERY_CODE_USED',
  /** A refresh token was used again after it was replaced. Its grant was revoked. */
  REFRESH_TOKEN_REUSED: 'REFRESH_TOKEN_REUSED',
  /** A session was ended by an administrator, or by its user in another session. */
  SESSION_REVOKED: 'SESSION_REVOKED',
  /** A user signed in with a passkey. */
  SIGNED_IN: 'SIGNED_IN',
  /** A user signed out. */
  SIGNED_OUT: 'SIGNED_OUT',
  /** The signing key of an issuer was replaced. */
  SIGNING_KEY_ROTATED: 'SIGNING_KEY_ROTATED',
  /** A sign-in was rejected. */
  SIGN_IN_REFUSED: 'SIGN_IN_REFUSED',
  /** Tokens were issued to a client. */
  TOKEN_ISSUED: 'TOKEN_ISSUED',
  /** A token request of a client was rejected. */
  TOKEN_REFUSED: 'TOKEN_REFUSED',
  /** A token, a grant, or all tokens of a user or client were revoked. */
  TOKEN_REVOKED: 'TOKEN_REVOKED',
  /** A record was changed. `resource` says of which kind. */
  UPDATED: 'UPDATED'
} as const;

export type AuditEventType = typeof AuditEventType[keyof typeof AuditEventType];
/** The order of audit events. */
export const AuditOrder = {
  /** Latest event first. */
  NEWEST_FIRST: 'NEWEST_FIRST',
  /** Earliest event first. A script that continues from the last cursor it has seen misses no event. Events appear 5 seconds after they happen. */
  OLDEST_FIRST: 'OLDEST_FIRST'
} as const;

export type AuditOrder = typeof AuditOrder[keyof typeof AuditOrder];
/** Whether an action succeeded. */
export const AuditOutcome = {
  /** The action was rejected, or it failed. */
  FAILURE: 'FAILURE',
  /** The action succeeded. */
  SUCCESS: 'SUCCESS'
} as const;

export type AuditOutcome = typeof AuditOutcome[keyof typeof AuditOutcome];
/** Whether users are asked for consent to what a client requests. */
export const ConsentPolicy = {
  /** Users are asked at every sign-in. */
  ALWAYS: 'ALWAYS',
  /** Users are not asked. For applications of the organization that runs this server. */
  NEVER: 'NEVER',
  /** Users are asked once, and again if the client requests more. */
  REMEMBERED: 'REMEMBERED'
} as const;

export type ConsentPolicy = typeof ConsentPolicy[keyof typeof ConsentPolicy];
/** The name and permissions of a new API key. The caller must have every permission that the key gets. */
export type CreateApiKeyInput = {
  /** The seconds until the key expires. If you omit it, the key is valid until it is deleted, or until the API key expires with which you create it. */
  readonly expiresIn?: number | null | undefined;
  /** The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The purpose of the key, for people. */
  readonly name: string;
  /** The permissions of the key. Each is `resource:action`: the resource is clients, users, groups, permissions, scopes, issuers, sessions, tokens, apiKeys, webhooks or audit, and the action is read or write, which includes read. `*` is every permission. */
  readonly permissions: ReadonlyArray<string>;
};

/** The settings of a new client. A setting that you omit gets its default. */
export type CreateClientInput = {
  /** Which users may sign in. Default: PERMITTED_USERS. */
  readonly accessPolicy?: AccessPolicy | null | undefined;
  /** The format of access tokens. Default: OPAQUE. */
  readonly accessTokenFormat?: AccessTokenFormat | null | undefined;
  /** The lifetime of access tokens in seconds, at most MAX_ACCESS_TOKEN_LIFETIME. Default: 300, or MAX_ACCESS_TOKEN_LIFETIME if that is less. */
  readonly accessTokenLifetime?: number | null | undefined;
  /** The algorithm with which JWT access tokens are signed. HS256 is not possible. Default: RS256; PS256 for FAPI2. */
  readonly accessTokenSigningAlg?: SigningAlg | null | undefined;
  /** The kind of application, which decides which redirect URIs are allowed. A native application with a secret counts as a public client, because every copy contains the secret. Default: WEB. */
  readonly applicationType?: ApplicationType | null | undefined;
  /** The identifiers under which this client is an API. It may introspect access tokens that are for one of them. An issuer or the administration API cannot be listed. Default: []. */
  readonly audiences?: ReadonlyArray<string> | null | undefined;
  /** The URL to which the server sends a logout token when a session ends (OpenID Connect Back-Channel Logout). */
  readonly backchannelLogoutUri?: string | null | undefined;
  /** Whether the ID token contains the claims of the granted scopes, as userinfo does. Default: true. */
  readonly claimsInIdToken?: boolean | null | undefined;
  /** The URL of the home page of the application. */
  readonly clientUri?: string | null | undefined;
  /** Whether users are asked for consent. Default: NEVER. */
  readonly consent?: ConsentPolicy | null | undefined;
  /** Whether access tokens must be bound to a key of the client by DPoP (RFC 9449). Default: false; true for FAPI2. */
  readonly dpopBoundAccessTokens?: boolean | null | undefined;
  /** The ways in which the client may get tokens. Default: [AUTHORIZATION_CODE, REFRESH_TOKEN]. */
  readonly grantTypes?: ReadonlyArray<GrantType> | null | undefined;
  /** The `client_id`: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The algorithm with which ID tokens are signed. Default: RS256; PS256 for FAPI2. */
  readonly idTokenSignedResponseAlg?: SigningAlg | null | undefined;
  /** The ways in which the application signs users in. Default: [OIDC]. */
  readonly integrations?: ReadonlyArray<Integration> | null | undefined;
  /** The algorithm with which introspection responses are signed (RFC 9701). Null: they are plain JSON. */
  readonly introspectionSignedResponseAlg?: SigningAlg | null | undefined;
  /** The issuer of the client. It cannot be changed later. Default: "default". */
  readonly issuerId?: string | null | undefined;
  /** The public keys of the client as a JWK Set (RFC 7517), for PRIVATE_KEY_JWT and signed request objects. Use either `jwks` or `jwksUri`. */
  readonly jwks?: { readonly [name: string]: unknown } | null | undefined;
  /** The URL from which the server fetches the public keys of the client. */
  readonly jwksUri?: string | null | undefined;
  /** The URL of the logo. The server fetches it and serves a copy, so browsers do not contact the URL. */
  readonly logoUri?: string | null | undefined;
  /** The name of the application, which users see when they sign in. */
  readonly name: string;
  /** The URL of the privacy policy. */
  readonly policyUri?: string | null | undefined;
  /** URIs to which users may return after they sign out. The rules are those of `redirectUris`. Sign-out by BASIC uses them, too. Default: []. */
  readonly postLogoutRedirectUris?: ReadonlyArray<string> | null | undefined;
  /** URIs to which users may return after they sign in, compared as strings. Each is https, or http to localhost or a loopback address. A native application may also use private-use schemes that contain a dot. Sign-in by BASIC uses them, too. Default: []. */
  readonly redirectUris?: ReadonlyArray<string> | null | undefined;
  /** The seconds after which refreshing ends in any case, counted from when the client redeemed the code. Default: 7776000. */
  readonly refreshTokenAbsoluteLifetime?: number | null | undefined;
  /** The seconds after which an unused refresh token expires. Default: 1209600. */
  readonly refreshTokenIdleLifetime?: number | null | undefined;
  /** Whether people without an account can register when they come from this client. They get a permission for it. Default: false. */
  readonly registrationEnabled?: boolean | null | undefined;
  /** The algorithm with which the client signs request objects. Null: any algorithm for which the client has a key. */
  readonly requestObjectSigningAlg?: SigningAlg | null | undefined;
  /** Whether authorization requires PKCE with S256 (RFC 7636). Only a confidential client can be exempt. Default: true. */
  readonly requirePkce?: boolean | null | undefined;
  /** Whether authorization requires a pushed authorization request (RFC 9126). Default: false; true for FAPI2. */
  readonly requirePushedAuthorizationRequests?: boolean | null | undefined;
  /** Whether authorization requires a signed request object (RFC 9101). Not possible together with BASIC. Default: false. */
  readonly requireSignedRequestObject?: boolean | null | undefined;
  /** The scopes that the client may request. Other scopes in a request are ignored. Default: [openid, profile, email, offline_access]. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** The security rules that apply to the client. Default: STANDARD. */
  readonly securityProfile?: SecurityProfile | null | undefined;
  /** The kind of `sub` by which the client knows users. PAIRWISE requires that all redirect URIs have the same host. Default: PUBLIC. */
  readonly subjectType?: SubjectType | null | undefined;
  /** How the client authenticates at the token endpoint. No other method is accepted. Default: CLIENT_SECRET_BASIC; NONE for NATIVE; PRIVATE_KEY_JWT for FAPI2. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | null | undefined;
  /** The URL of the terms of service. */
  readonly tosUri?: string | null | undefined;
  /** The algorithm with which userinfo responses are signed. Null: they are plain JSON. */
  readonly userinfoSignedResponseAlg?: SigningAlg | null | undefined;
};

/** The user who gets the link, and how long it is valid. */
export type CreateEnrolmentLinkInput = {
  /** The seconds that the link is valid, at most 604800 (a week). Default: 3600. */
  readonly lifetime?: number | null | undefined;
  /** The id of the user. */
  readonly userId: string;
};

/** The name and members of a new group. */
export type CreateGroupInput = {
  /** The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The ids of the members, at most 100. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** The name of the group. */
  readonly name: string;
};

/** The id and URL of a new issuer. */
export type CreateIssuerInput = {
  /** The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The part of the URL after `/i/`: 1 to 63 lower-case letters, digits and hyphens. It must be unique. */
  readonly slug: string;
};

/** The profile of a new user. The server chooses the id. */
export type CreateUserInput = {
  /** What the user may administer. Null: nothing. A change of the role invalidates the enrolment links that were created before. */
  readonly adminRole?: AdminRole | null | undefined;
  /** Custom claims, which scopes that list them release. Names that the protocols use, such as `sub`, and claims that have fields of their own are rejected. */
  readonly claims?: { readonly [name: string]: unknown } | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** Whether the e-mail address is known to belong to the user. Without an address it is false. */
  readonly emailVerified?: boolean | null | undefined;
  /** Whether to create a link with which the user registers their first passkey. Default: false. */
  readonly enrolmentLink?: boolean | null | undefined;
  /** The family name. */
  readonly familyName?: string | null | undefined;
  /** The given name. */
  readonly givenName?: string | null | undefined;
  /** The groups to add the user to, at most 100. This also requires groups:write. */
  readonly groupIds?: ReadonlyArray<string> | null | undefined;
  /** The language of the user as a BCP 47 tag, such as `de-AT`. */
  readonly locale?: string | null | undefined;
  /** The full name. */
  readonly name?: string | null | undefined;
  /** The phone number in the format of E.164, such as +15551234567. */
  readonly phoneNumber?: string | null | undefined;
  /** Whether the phone number is known to belong to the user. Without a number it is false. */
  readonly phoneNumberVerified?: boolean | null | undefined;
  /** The URL of a picture of the user. */
  readonly picture?: string | null | undefined;
  /** The name with which the user signs in, and the claim `preferred_username`. It is unique, without regard to upper and lower case. */
  readonly username: string;
  /** The time zone of the user by its name in the time zone database, such as `Europe/Vienna`. */
  readonly zoneinfo?: string | null | undefined;
};

/** A new webhook. It is enabled. */
export type CreateWebhookInput = {
  /** The id: 1 to 64 letters, digits, dots, underscores, tildes and hyphens, and not a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The kinds of events that are sent, at least one. */
  readonly types: ReadonlyArray<AuditEventType>;
  /** The URL to which events are sent: https, or http to a host of ALLOWED_PRIVATE_HOSTS, without fragment, user name or password. */
  readonly url: string;
};

/** The API key to delete. */
export type DeleteApiKeyInput = {
  /** The id of the key. */
  readonly id: string;
};

/** The client to delete. */
export type DeleteClientInput = {
  /** The id of the client. */
  readonly id: string;
};

/** The group to delete. */
export type DeleteGroupInput = {
  /** The id of the group. */
  readonly id: string;
};

/** The issuer to delete. */
export type DeleteIssuerInput = {
  /** The id of the issuer. The default issuer cannot be deleted. */
  readonly id: string;
};

/** The passkey to delete. */
export type DeletePasskeyInput = {
  /** The id of the passkey. */
  readonly id: string;
};

/** The scope to delete. */
export type DeleteScopeInput = {
  /** The name of the scope. */
  readonly name: string;
};

/** The user to delete. */
export type DeleteUserInput = {
  /** The id of the user. */
  readonly id: string;
};

/** The webhook to delete. */
export type DeleteWebhookInput = {
  /** The id of the webhook. */
  readonly id: string;
};

/** A way in which a client gets tokens. */
export const GrantType = {
  /** A user signs in, and the client redeems a code (RFC 6749 §4.1). */
  AUTHORIZATION_CODE: 'AUTHORIZATION_CODE',
  /** The client acts for itself, without a user (RFC 6749 §4.4). */
  CLIENT_CREDENTIALS: 'CLIENT_CREDENTIALS',
  /** A user signs in on another device, for a device without a browser (RFC 8628). */
  DEVICE_CODE: 'DEVICE_CODE',
  /** The client exchanges a refresh token for new tokens (RFC 6749 §6). */
  REFRESH_TOKEN: 'REFRESH_TOKEN',
  /** An API exchanges the access token that it received for another one (RFC 8693). */
  TOKEN_EXCHANGE: 'TOKEN_EXCHANGE'
} as const;

export type GrantType = typeof GrantType[keyof typeof GrantType];
/** A way in which an application signs users in. */
export const Integration = {
  /** One redirect to the server, and one redirect back with a signed JWT. */
  BASIC: 'BASIC',
  /** OpenID Connect and OAuth 2.0. */
  OIDC: 'OIDC'
} as const;

export type Integration = typeof Integration[keyof typeof Integration];
/** The token to introspect. */
export type IntrospectTokenInput = {
  /** An access token, a refresh token or an ID token of any issuer. */
  readonly token: string;
  /** Ignored: the server recognizes the kind of the token. */
  readonly tokenTypeHint?: string | null | undefined;
};

/** A client, and the user or group for it. Set exactly one of `userId` and `groupId`. */
export type PermissionInput = {
  /** The id of the client. */
  readonly clientId: string;
  /** The id of the group. */
  readonly groupId?: string | null | undefined;
  /** The id of the user. */
  readonly userId?: string | null | undefined;
};

/** The complete scope. A field that you omit is empty afterwards. */
export type PutScopeInput = {
  /** The claims that the scope releases. Names that the protocols use, such as `sub`, are rejected. */
  readonly claims?: ReadonlyArray<string> | null | undefined;
  /** The description that users see on the consent page. */
  readonly description?: string | null | undefined;
  /** The name of the scope: at most 128 visible ASCII characters. Names of built-in scopes are rejected. */
  readonly name: string;
  /** The URI of the API that the scope is for. */
  readonly resource?: string | null | undefined;
};

/** The secret to remove. */
export type RemoveClientSecretInput = {
  /** The id of the client. */
  readonly clientId: string;
  /** The id of the secret. */
  readonly secretId: string;
};

/** The passkey to rename, and its new name. */
export type RenamePasskeyInput = {
  /** The id of the passkey. */
  readonly id: string;
  /** The new name, at most 100 characters. */
  readonly name: string;
};

/** The consent to revoke. */
export type RevokeConsentInput = {
  /** The id of the client. */
  readonly clientId: string;
  /** The id of the user who gave it. */
  readonly userId: string;
};

/** The enrolment link to revoke. */
export type RevokeEnrolmentLinkInput = {
  /** The id of the link. */
  readonly id: string;
};

/** The grant to revoke. */
export type RevokeGrantInput = {
  /** The id of the grant. */
  readonly id: string;
};

/** The session to end. */
export type RevokeSessionInput = {
  /** The id of the session. */
  readonly id: string;
};

/** What to revoke: one token; or all tokens of a user, of a client, or of a user for a client. */
export type RevokeTokenInput = {
  /** The id of the client. */
  readonly clientId?: string | null | undefined;
  /** A token. An opaque access token is revoked alone; a refresh token, or a JWT access token of a user, is revoked together with its grant. ID tokens, and JWT access tokens that a client got for itself, cannot be revoked: the answer is CONFLICT. */
  readonly token?: string | null | undefined;
  /** The id of the user. */
  readonly userId?: string | null | undefined;
};

/** The user whose sessions end. */
export type RevokeUserSessionsInput = {
  /** The id of the user. */
  readonly userId: string;
};

/** The key to replace. */
export type RotateSigningKeyInput = {
  /** The algorithm of the key. HS256 is not possible. */
  readonly alg: SigningAlg;
  /** True if the key is compromised: it is removed at once, also from the published key set, and tokens that it signed are rejected. Default: false. */
  readonly compromised?: boolean | null | undefined;
  /** The id of the issuer. Default: "default". */
  readonly issuerId?: string | null | undefined;
};

/** The security rules that apply to a client. */
export const SecurityProfile = {
  /** The FAPI 2.0 Security Profile; together with `requireSignedRequestObject`, also FAPI 2.0 Message Signing. Settings that contradict the profile are rejected with INVALID_INPUT. Switching a client to FAPI2 sets the profile's defaults for the settings that you omit, and revokes the grants of the client. */
  FAPI2: 'FAPI2',
  /** OAuth 2.0 and OpenID Connect. The other settings decide what is required. */
  STANDARD: 'STANDARD'
} as const;

export type SecurityProfile = typeof SecurityProfile[keyof typeof SecurityProfile];
/** The user to enable or disable. */
export type SetUserEnabledInput = {
  /** Whether the user may sign in. False ends their sessions, grants and enrolment links. */
  readonly enabled: boolean;
  /** The id of the user. */
  readonly id: string;
};

/** A signature algorithm (RFC 7518, RFC 8037). */
export const SigningAlg = {
  /** Ed25519. */
  EDDSA: 'EDDSA',
  /** ECDSA with P-256 and SHA-256. */
  ES256: 'ES256',
  /** HMAC with SHA-256. The key is the secret of the client. */
  HS256: 'HS256',
  /** RSASSA-PSS with SHA-256. */
  PS256: 'PS256',
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256: 'RS256'
} as const;

export type SigningAlg = typeof SigningAlg[keyof typeof SigningAlg];
/** The state of a signing key. */
export const SigningKeyStatus = {
  /** In use. */
  ACTIVE: 'ACTIVE',
  /** Published, but not in use yet. */
  NEXT: 'NEXT',
  /** No longer in use. It stays published until the last token that it signed has expired. */
  RETIRED: 'RETIRED'
} as const;

export type SigningKeyStatus = typeof SigningKeyStatus[keyof typeof SigningKeyStatus];
/** The kind of `sub` by which a client knows a user. */
export const SubjectType = {
  /** A different value for each host of redirect URIs (OpenID Connect Core §8.1). */
  PAIRWISE: 'PAIRWISE',
  /** The id of the user, the same for every client. */
  PUBLIC: 'PUBLIC'
} as const;

export type SubjectType = typeof SubjectType[keyof typeof SubjectType];
/** How a client authenticates at the token endpoint. */
export const TokenEndpointAuthMethod = {
  /** With its secret in the Authorization header (RFC 6749 §2.3.1). */
  CLIENT_SECRET_BASIC: 'CLIENT_SECRET_BASIC',
  /** With a JWT signed with its secret (RFC 7523 §2.2). */
  CLIENT_SECRET_JWT: 'CLIENT_SECRET_JWT',
  /** With its secret in the request body (RFC 6749 §2.3.1). */
  CLIENT_SECRET_POST: 'CLIENT_SECRET_POST',
  /** It does not authenticate: a public client. */
  NONE: 'NONE',
  /** With a JWT signed with its private key (RFC 7523 §2.2). */
  PRIVATE_KEY_JWT: 'PRIVATE_KEY_JWT'
} as const;

export type TokenEndpointAuthMethod = typeof TokenEndpointAuthMethod[keyof typeof TokenEndpointAuthMethod];
/** The settings to change. A setting that you omit keeps its value, or gets the default of FAPI2 if the client becomes a FAPI2 client. */
export type UpdateClientInput = {
  /** Which users may sign in. */
  readonly accessPolicy?: AccessPolicy | null | undefined;
  /** The format of access tokens. */
  readonly accessTokenFormat?: AccessTokenFormat | null | undefined;
  /** The lifetime of access tokens in seconds, at most MAX_ACCESS_TOKEN_LIFETIME. */
  readonly accessTokenLifetime?: number | null | undefined;
  /** The algorithm with which JWT access tokens are signed. HS256 is not possible. */
  readonly accessTokenSigningAlg?: SigningAlg | null | undefined;
  /** The kind of application, which decides which redirect URIs are allowed. A native application with a secret counts as a public client, because every copy contains the secret. */
  readonly applicationType?: ApplicationType | null | undefined;
  /** The identifiers under which this client is an API. It may introspect access tokens that are for one of them. An issuer or the administration API cannot be listed. `null` clears it. */
  readonly audiences?: ReadonlyArray<string> | null | undefined;
  /** The URL to which the server sends a logout token when a session ends (OpenID Connect Back-Channel Logout). `null` clears it. */
  readonly backchannelLogoutUri?: string | null | undefined;
  /** Whether the ID token contains the claims of the granted scopes, as userinfo does. */
  readonly claimsInIdToken?: boolean | null | undefined;
  /** The URL of the home page of the application. `null` clears it. */
  readonly clientUri?: string | null | undefined;
  /** Whether users are asked for consent. */
  readonly consent?: ConsentPolicy | null | undefined;
  /** Whether access tokens must be bound to a key of the client by DPoP (RFC 9449). */
  readonly dpopBoundAccessTokens?: boolean | null | undefined;
  /** Whether the client can be used. Disabling a client revokes its grants. */
  readonly enabled?: boolean | null | undefined;
  /** The ways in which the client may get tokens. `null` clears it. */
  readonly grantTypes?: ReadonlyArray<GrantType> | null | undefined;
  /** The id of the client. */
  readonly id: string;
  /** The algorithm with which ID tokens are signed. */
  readonly idTokenSignedResponseAlg?: SigningAlg | null | undefined;
  /** The ways in which the application signs users in. */
  readonly integrations?: ReadonlyArray<Integration> | null | undefined;
  /** The algorithm with which introspection responses are signed (RFC 9701). Null: they are plain JSON. `null` clears it. */
  readonly introspectionSignedResponseAlg?: SigningAlg | null | undefined;
  /** The public keys of the client as a JWK Set (RFC 7517), for PRIVATE_KEY_JWT and signed request objects. Use either `jwks` or `jwksUri`. `null` clears it. */
  readonly jwks?: { readonly [name: string]: unknown } | null | undefined;
  /** The URL from which the server fetches the public keys of the client. `null` clears it. */
  readonly jwksUri?: string | null | undefined;
  /** The URL of the logo. The server fetches it and serves a copy, so browsers do not contact the URL. `null` clears it. */
  readonly logoUri?: string | null | undefined;
  /** The name of the application, which users see when they sign in. */
  readonly name?: string | null | undefined;
  /** The URL of the privacy policy. `null` clears it. */
  readonly policyUri?: string | null | undefined;
  /** URIs to which users may return after they sign out. The rules are those of `redirectUris`. Sign-out by BASIC uses them, too. `null` clears it. */
  readonly postLogoutRedirectUris?: ReadonlyArray<string> | null | undefined;
  /** URIs to which users may return after they sign in, compared as strings. Each is https, or http to localhost or a loopback address. A native application may also use private-use schemes that contain a dot. Sign-in by BASIC uses them, too. `null` clears it. */
  readonly redirectUris?: ReadonlyArray<string> | null | undefined;
  /** The seconds after which refreshing ends in any case, counted from when the client redeemed the code. */
  readonly refreshTokenAbsoluteLifetime?: number | null | undefined;
  /** The seconds after which an unused refresh token expires. */
  readonly refreshTokenIdleLifetime?: number | null | undefined;
  /** Whether people without an account can register when they come from this client. They get a permission for it. */
  readonly registrationEnabled?: boolean | null | undefined;
  /** The algorithm with which the client signs request objects. Null: any algorithm for which the client has a key. `null` clears it. */
  readonly requestObjectSigningAlg?: SigningAlg | null | undefined;
  /** Whether authorization requires PKCE with S256 (RFC 7636). Only a confidential client can be exempt. */
  readonly requirePkce?: boolean | null | undefined;
  /** Whether authorization requires a pushed authorization request (RFC 9126). */
  readonly requirePushedAuthorizationRequests?: boolean | null | undefined;
  /** Whether authorization requires a signed request object (RFC 9101). Not possible together with BASIC. */
  readonly requireSignedRequestObject?: boolean | null | undefined;
  /** The scopes that the client may request. Other scopes in a request are ignored. `null` clears it. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** The security rules that apply to the client. */
  readonly securityProfile?: SecurityProfile | null | undefined;
  /** The kind of `sub` by which the client knows users. PAIRWISE requires that all redirect URIs have the same host. */
  readonly subjectType?: SubjectType | null | undefined;
  /** How the client authenticates at the token endpoint. No other method is accepted. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | null | undefined;
  /** The URL of the terms of service. `null` clears it. */
  readonly tosUri?: string | null | undefined;
  /** The algorithm with which userinfo responses are signed. Null: they are plain JSON. `null` clears it. */
  readonly userinfoSignedResponseAlg?: SigningAlg | null | undefined;
};

/** The group to change. A field that you omit keeps its value. */
export type UpdateGroupInput = {
  /** The ids of users to add, at most 100. */
  readonly addMemberIds?: ReadonlyArray<string> | null | undefined;
  /** The id of the group. */
  readonly id: string;
  /** The name of the group. */
  readonly name?: string | null | undefined;
  /** The ids of users to remove, at most 100. The grants that depend on their membership are revoked. */
  readonly removeMemberIds?: ReadonlyArray<string> | null | undefined;
};

/** The fields to change. A field that you omit keeps its value, and `null` clears it. */
export type UpdateUserInput = {
  /** What the user may administer. Null: nothing. A change of the role invalidates the enrolment links that were created before. */
  readonly adminRole?: AdminRole | null | undefined;
  /** Custom claims, which scopes that list them release. Names that the protocols use, such as `sub`, and claims that have fields of their own are rejected. */
  readonly claims?: { readonly [name: string]: unknown } | null | undefined;
  /** The e-mail address. */
  readonly email?: string | null | undefined;
  /** Whether the e-mail address is known to belong to the user. Without an address it is false. */
  readonly emailVerified?: boolean | null | undefined;
  /** The family name. */
  readonly familyName?: string | null | undefined;
  /** The given name. */
  readonly givenName?: string | null | undefined;
  /** The id of the user. */
  readonly id: string;
  /** The language of the user as a BCP 47 tag, such as `de-AT`. */
  readonly locale?: string | null | undefined;
  /** The full name. */
  readonly name?: string | null | undefined;
  /** The phone number in the format of E.164, such as +15551234567. */
  readonly phoneNumber?: string | null | undefined;
  /** Whether the phone number is known to belong to the user. Without a number it is false. */
  readonly phoneNumberVerified?: boolean | null | undefined;
  /** The URL of a picture of the user. */
  readonly picture?: string | null | undefined;
  /** The name with which the user signs in, and the claim `preferred_username`. It is unique, without regard to upper and lower case. */
  readonly username?: string | null | undefined;
  /** The time zone of the user by its name in the time zone database, such as `Europe/Vienna`. */
  readonly zoneinfo?: string | null | undefined;
};

/** The webhook to change. A field that you omit keeps its value. */
export type UpdateWebhookInput = {
  /** Whether events are sent. When you enable it again, it continues after the last event that was accepted. */
  readonly enabled?: boolean | null | undefined;
  /** The id of the webhook. */
  readonly id: string;
  /** The kinds of events that are sent, at least one. */
  readonly types?: ReadonlyArray<AuditEventType> | null | undefined;
  /** The URL to which events are sent: https, or http to a host of ALLOWED_PRIVATE_HOSTS, without fragment, user name or password. */
  readonly url?: string | null | undefined;
};

/** The kind of a caller. */
export const ViewerKind = {
  /** An API key. */
  API_KEY: 'API_KEY',
  /** A client, with an access token that it got for itself. */
  CLIENT: 'CLIENT',
  /** A user, with an access token. */
  USER: 'USER'
} as const;

export type ViewerKind = typeof ViewerKind[keyof typeof ViewerKind];
export type ApiKeyFieldsFragment = {
  readonly createdAt: string,
  readonly expiresAt: string | null,
  readonly hint: string,
  readonly id: string,
  readonly lastUsedAt: string | null,
  readonly name: string,
  readonly permissions: ReadonlyArray<string>
};

export type AuditEventFieldsFragment = {
  readonly actorId: string | null,
  readonly actorKind: ViewerKind | null,
  readonly at: string,
  readonly clientId: string | null,
  readonly detail: { readonly [name: string]: unknown },
  readonly id: string,
  readonly ipAddress: string | null,
  readonly outcome: AuditOutcome,
  readonly resource: string | null,
  readonly resourceId: string | null,
  readonly sessionId: string | null,
  readonly type: AuditEventType,
  readonly userId: string | null
};

export type ClientFieldsFragment = {
  readonly accessPolicy: AccessPolicy,
  readonly accessTokenFormat: AccessTokenFormat,
  readonly accessTokenLifetime: number,
  readonly accessTokenSigningAlg: SigningAlg,
  readonly applicationType: ApplicationType,
  readonly audiences: ReadonlyArray<string>,
  readonly backchannelLogoutUri: string | null,
  readonly claimsInIdToken: boolean,
  readonly clientUri: string | null,
  readonly consent: ConsentPolicy,
  readonly createdAt: string,
  readonly dpopBoundAccessTokens: boolean,
  readonly enabled: boolean,
  readonly grantTypes: ReadonlyArray<GrantType>,
  readonly id: string,
  readonly idTokenSignedResponseAlg: SigningAlg,
  readonly integrations: ReadonlyArray<Integration>,
  readonly introspectionSignedResponseAlg: SigningAlg | null,
  readonly issuerId: string,
  readonly jwks: { readonly [name: string]: unknown } | null,
  readonly jwksUri: string | null,
  readonly logoUri: string | null,
  readonly name: string,
  readonly policyUri: string | null,
  readonly postLogoutRedirectUris: ReadonlyArray<string>,
  readonly redirectUris: ReadonlyArray<string>,
  readonly refreshTokenAbsoluteLifetime: number,
  readonly refreshTokenIdleLifetime: number,
  readonly registrationEnabled: boolean,
  readonly requestObjectSigningAlg: SigningAlg | null,
  readonly requirePkce: boolean,
  readonly requirePushedAuthorizationRequests: boolean,
  readonly requireSignedRequestObject: boolean,
  readonly scopes: ReadonlyArray<string>,
  readonly securityProfile: SecurityProfile,
  readonly subjectType: SubjectType,
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod,
  readonly tosUri: string | null,
  readonly updatedAt: string,
  readonly userinfoSignedResponseAlg: SigningAlg | null,
  readonly secrets: ReadonlyArray<ClientSecretFieldsFragment>
};

export type ClientSecretFieldsFragment = {
  readonly createdAt: string,
  readonly expiresAt: string | null,
  readonly hint: string,
  readonly id: string,
  readonly lastUsedAt: string | null
};

export type PermissionFieldsFragment = {
  readonly clientId: string,
  readonly createdAt: string,
  readonly groupId: string | null,
  readonly userId: string | null
};

export type GrantFieldsFragment = {
  readonly clientId: string,
  readonly createdAt: string,
  readonly expiresAt: string,
  readonly id: string,
  readonly lastUsedAt: string | null,
  readonly scopes: ReadonlyArray<string>,
  readonly sessionId: string | null,
  readonly userId: string
};

export type GroupFieldsFragment = {
  readonly id: string,
  readonly name: string
};

export type UserFieldsFragment = {
  readonly adminRole: AdminRole | null,
  readonly claims: { readonly [name: string]: unknown },
  readonly createdAt: string,
  readonly email: string | null,
  readonly emailVerified: boolean,
  readonly enabled: boolean,
  readonly familyName: string | null,
  readonly givenName: string | null,
  readonly id: string,
  readonly lastSignInAt: string | null,
  readonly locale: string | null,
  readonly name: string | null,
  readonly phoneNumber: string | null,
  readonly phoneNumberVerified: boolean,
  readonly picture: string | null,
  readonly recoveryCodesLeft: number,
  readonly updatedAt: string,
  readonly username: string,
  readonly zoneinfo: string | null,
  readonly enrolmentLinks: ReadonlyArray<PendingEnrolmentLinkFieldsFragment>,
  readonly passkeys: ReadonlyArray<PasskeyFieldsFragment>
};

export type PendingEnrolmentLinkFieldsFragment = {
  readonly createdAt: string,
  readonly expiresAt: string,
  readonly id: string
};

export type PasskeyFieldsFragment = {
  readonly aaguid: string,
  readonly authenticator: string | null,
  readonly backedUp: boolean,
  readonly backupEligible: boolean,
  readonly createdAt: string,
  readonly id: string,
  readonly lastUsedAt: string | null,
  readonly name: string,
  readonly rpId: string,
  readonly signCount: number,
  readonly transports: ReadonlyArray<string>,
  readonly userId: string
};

export type TokenIntrospectionFieldsFragment = {
  readonly active: boolean,
  readonly audience: ReadonlyArray<string> | null,
  readonly claims: { readonly [name: string]: unknown } | null,
  readonly clientId: string | null,
  readonly expiresAt: string | null,
  readonly grantId: string | null,
  readonly issuedAt: string | null,
  readonly issuerId: string | null,
  readonly scope: string | null,
  readonly sessionId: string | null,
  readonly tokenType: string | null,
  readonly userId: string | null
};

export type IssuerFieldsFragment = {
  readonly id: string,
  readonly slug: string | null,
  readonly url: string,
  readonly signingKeys: ReadonlyArray<SigningKeyFieldsFragment>
};

export type SigningKeyFieldsFragment = {
  readonly activeFrom: string | null,
  readonly alg: SigningAlg,
  readonly createdAt: string,
  readonly kid: string,
  readonly publicJwk: { readonly [name: string]: unknown },
  readonly retiredAt: string | null,
  readonly status: SigningKeyStatus
};

export type ScopeFieldsFragment = {
  readonly claims: ReadonlyArray<string>,
  readonly description: string | null,
  readonly name: string,
  readonly resource: string | null,
  readonly standard: boolean
};

export type SessionFieldsFragment = {
  readonly authenticatedAt: string,
  readonly clientIds: ReadonlyArray<string>,
  readonly createdAt: string,
  readonly expiresAt: string,
  readonly id: string,
  readonly ipAddress: string | null,
  readonly lastUsedAt: string,
  readonly userAgent: string | null,
  readonly userId: string
};

export type StatisticsFieldsFragment = {
  readonly activeSessions: number,
  readonly clients: number,
  readonly passkeys: number,
  readonly signInsLast24Hours: number,
  readonly users: number
};

export type ConsentFieldsFragment = {
  readonly clientId: string,
  readonly createdAt: string,
  readonly lastUsedAt: string | null,
  readonly scopes: ReadonlyArray<string>
};

export type ViewerFieldsFragment = {
  readonly kind: ViewerKind,
  readonly permissions: ReadonlyArray<string>,
  readonly subject: string
};

export type WebhookFieldsFragment = {
  readonly createdAt: string,
  readonly enabled: boolean,
  readonly failingSince: string | null,
  readonly id: string,
  readonly lastDeliveredAt: string | null,
  readonly types: ReadonlyArray<AuditEventType>,
  readonly url: string
};

export type EnrolmentLinkFieldsFragment = {
  readonly expiresAt: string,
  readonly id: string,
  readonly url: string
};

export type ApiKeysQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number;
}>;


export type ApiKeysQuery = {
  readonly apiKeys: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: ApiKeyFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type AuditEventsQueryVariables = Exact<{
  after?: string | null | undefined;
  filter?: AuditEventFilter | null | undefined;
  first?: number;
  order?: AuditOrder;
}>;


export type AuditEventsQuery = {
  readonly auditEvents: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: AuditEventFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type ClientQueryVariables = Exact<{
  id: string;
}>;


export type ClientQuery = {
  readonly client: ClientFieldsFragment | null
};

export type ClientPermissionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type ClientPermissionsQuery = {
  readonly client: {
    readonly permissions: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: PermissionFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type ClientsQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number;
  search?: string | null | undefined;
}>;


export type ClientsQuery = {
  readonly clients: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: ClientFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type GrantsQueryVariables = Exact<{
  after?: string | null | undefined;
  clientId?: string | null | undefined;
  first?: number;
  userId?: string | null | undefined;
}>;


export type GrantsQuery = {
  readonly grants: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: GrantFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type GroupQueryVariables = Exact<{
  id: string;
}>;


export type GroupQuery = {
  readonly group: GroupFieldsFragment | null
};

export type GroupMembersQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type GroupMembersQuery = {
  readonly group: {
    readonly members: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: UserFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type GroupPermissionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type GroupPermissionsQuery = {
  readonly group: {
    readonly permissions: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: PermissionFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type GroupsQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number;
  search?: string | null | undefined;
}>;


export type GroupsQuery = {
  readonly groups: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: GroupFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type IntrospectTokenQueryVariables = Exact<{
  input: IntrospectTokenInput;
}>;


export type IntrospectTokenQuery = {
  readonly introspectToken: TokenIntrospectionFieldsFragment
};

export type IssuerQueryVariables = Exact<{
  id: string;
}>;


export type IssuerQuery = {
  readonly issuer: IssuerFieldsFragment | null
};

export type IssuerClientsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type IssuerClientsQuery = {
  readonly issuer: {
    readonly clients: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: ClientFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type IssuersQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number;
}>;


export type IssuersQuery = {
  readonly issuers: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: IssuerFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type ScopesQueryVariables = Exact<{ [key: string]: never; }>;


export type ScopesQuery = {
  readonly scopes: ReadonlyArray<ScopeFieldsFragment>
};

export type SessionsQueryVariables = Exact<{
  after?: string | null | undefined;
  clientId?: string | null | undefined;
  first?: number;
  userId?: string | null | undefined;
}>;


export type SessionsQuery = {
  readonly sessions: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: SessionFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type StatisticsQueryVariables = Exact<{ [key: string]: never; }>;


export type StatisticsQuery = {
  readonly statistics: StatisticsFieldsFragment
};

export type UserQueryVariables = Exact<{
  id: string;
}>;


export type UserQuery = {
  readonly user: UserFieldsFragment | null
};

export type UserConsentsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type UserConsentsQuery = {
  readonly user: {
    readonly consents: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: ConsentFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type UserGroupsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type UserGroupsQuery = {
  readonly user: {
    readonly groups: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: GroupFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type UserPermissionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type UserPermissionsQuery = {
  readonly user: {
    readonly permissions: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: PermissionFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type UserSessionsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  first?: number;
}>;


export type UserSessionsQuery = {
  readonly user: {
    readonly sessions: {
      readonly edges: ReadonlyArray<{
        readonly cursor: string,
        readonly node: SessionFieldsFragment
      }>,
      readonly pageInfo: {
        readonly endCursor: string | null,
        readonly hasNextPage: boolean
      }
    } | null
  } | null
};

export type UserByUsernameQueryVariables = Exact<{
  username: string;
}>;


export type UserByUsernameQuery = {
  readonly userByUsername: UserFieldsFragment | null
};

export type UsersQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number;
  search?: string | null | undefined;
}>;


export type UsersQuery = {
  readonly users: {
    readonly edges: ReadonlyArray<{
      readonly cursor: string,
      readonly node: UserFieldsFragment
    }>,
    readonly pageInfo: {
      readonly endCursor: string | null,
      readonly hasNextPage: boolean
    }
  }
};

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = {
  readonly viewer: ViewerFieldsFragment
};

export type WebhooksQueryVariables = Exact<{ [key: string]: never; }>;


export type WebhooksQuery = {
  readonly webhooks: ReadonlyArray<WebhookFieldsFragment>
};

export type AddClientSecretMutationVariables = Exact<{
  input: AddClientSecretInput;
}>;


export type AddClientSecretMutation = {
  readonly addClientSecret: {
    readonly clientSecret: string,
    readonly client: ClientFieldsFragment
  }
};

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = {
  readonly createApiKey: {
    readonly key: string,
    readonly apiKey: ApiKeyFieldsFragment
  }
};

export type CreateClientMutationVariables = Exact<{
  input: CreateClientInput;
}>;


export type CreateClientMutation = {
  readonly createClient: {
    readonly clientSecret: string | null,
    readonly client: ClientFieldsFragment
  }
};

export type CreateEnrolmentLinkMutationVariables = Exact<{
  input: CreateEnrolmentLinkInput;
}>;


export type CreateEnrolmentLinkMutation = {
  readonly createEnrolmentLink: {
    readonly enrolmentLink: EnrolmentLinkFieldsFragment
  }
};

export type CreateGroupMutationVariables = Exact<{
  input: CreateGroupInput;
}>;


export type CreateGroupMutation = {
  readonly createGroup: {
    readonly group: GroupFieldsFragment
  }
};

export type CreateIssuerMutationVariables = Exact<{
  input: CreateIssuerInput;
}>;


export type CreateIssuerMutation = {
  readonly createIssuer: {
    readonly issuer: IssuerFieldsFragment
  }
};

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = {
  readonly createUser: {
    readonly enrolmentLink: EnrolmentLinkFieldsFragment | null,
    readonly user: UserFieldsFragment
  }
};

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = {
  readonly createWebhook: {
    readonly secret: string,
    readonly webhook: WebhookFieldsFragment
  }
};

export type DeleteApiKeyMutationVariables = Exact<{
  input: DeleteApiKeyInput;
}>;


export type DeleteApiKeyMutation = {
  readonly deleteApiKey: {
    readonly deleted: boolean
  }
};

export type DeleteClientMutationVariables = Exact<{
  input: DeleteClientInput;
}>;


export type DeleteClientMutation = {
  readonly deleteClient: {
    readonly deleted: boolean
  }
};

export type DeleteGroupMutationVariables = Exact<{
  input: DeleteGroupInput;
}>;


export type DeleteGroupMutation = {
  readonly deleteGroup: {
    readonly deleted: boolean
  }
};

export type DeleteIssuerMutationVariables = Exact<{
  input: DeleteIssuerInput;
}>;


export type DeleteIssuerMutation = {
  readonly deleteIssuer: {
    readonly deleted: boolean
  }
};

export type DeletePasskeyMutationVariables = Exact<{
  input: DeletePasskeyInput;
}>;


export type DeletePasskeyMutation = {
  readonly deletePasskey: {
    readonly deleted: boolean
  }
};

export type DeleteScopeMutationVariables = Exact<{
  input: DeleteScopeInput;
}>;


export type DeleteScopeMutation = {
  readonly deleteScope: {
    readonly deleted: boolean
  }
};

export type DeleteUserMutationVariables = Exact<{
  input: DeleteUserInput;
}>;


export type DeleteUserMutation = {
  readonly deleteUser: {
    readonly deleted: boolean
  }
};

export type DeleteWebhookMutationVariables = Exact<{
  input: DeleteWebhookInput;
}>;


export type DeleteWebhookMutation = {
  readonly deleteWebhook: {
    readonly deleted: boolean
  }
};

export type GrantPermissionMutationVariables = Exact<{
  input: PermissionInput;
}>;


export type GrantPermissionMutation = {
  readonly grantPermission: {
    readonly permission: PermissionFieldsFragment
  }
};

export type PutScopeMutationVariables = Exact<{
  input: PutScopeInput;
}>;


export type PutScopeMutation = {
  readonly putScope: {
    readonly scope: ScopeFieldsFragment
  }
};

export type RemoveClientSecretMutationVariables = Exact<{
  input: RemoveClientSecretInput;
}>;


export type RemoveClientSecretMutation = {
  readonly removeClientSecret: {
    readonly client: ClientFieldsFragment
  }
};

export type RenamePasskeyMutationVariables = Exact<{
  input: RenamePasskeyInput;
}>;


export type RenamePasskeyMutation = {
  readonly renamePasskey: {
    readonly passkey: PasskeyFieldsFragment
  }
};

export type RevokeConsentMutationVariables = Exact<{
  input: RevokeConsentInput;
}>;


export type RevokeConsentMutation = {
  readonly revokeConsent: {
    readonly deleted: boolean
  }
};

export type RevokeEnrolmentLinkMutationVariables = Exact<{
  input: RevokeEnrolmentLinkInput;
}>;


export type RevokeEnrolmentLinkMutation = {
  readonly revokeEnrolmentLink: {
    readonly deleted: boolean
  }
};

export type RevokeGrantMutationVariables = Exact<{
  input: RevokeGrantInput;
}>;


export type RevokeGrantMutation = {
  readonly revokeGrant: {
    readonly deleted: boolean
  }
};

export type RevokePermissionMutationVariables = Exact<{
  input: PermissionInput;
}>;


export type RevokePermissionMutation = {
  readonly revokePermission: {
    readonly deleted: boolean
  }
};

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = {
  readonly revokeSession: {
    readonly deleted: boolean
  }
};

export type RevokeTokenMutationVariables = Exact<{
  input: RevokeTokenInput;
}>;


export type RevokeTokenMutation = {
  readonly revokeToken: {
    readonly count: number
  }
};

export type RevokeUserSessionsMutationVariables = Exact<{
  input: RevokeUserSessionsInput;
}>;


export type RevokeUserSessionsMutation = {
  readonly revokeUserSessions: {
    readonly count: number
  }
};

export type RotateSigningKeyMutationVariables = Exact<{
  input: RotateSigningKeyInput;
}>;


export type RotateSigningKeyMutation = {
  readonly rotateSigningKey: {
    readonly issuer: IssuerFieldsFragment
  }
};

export type SetUserEnabledMutationVariables = Exact<{
  input: SetUserEnabledInput;
}>;


export type SetUserEnabledMutation = {
  readonly setUserEnabled: {
    readonly user: UserFieldsFragment
  }
};

export type UpdateClientMutationVariables = Exact<{
  input: UpdateClientInput;
}>;


export type UpdateClientMutation = {
  readonly updateClient: {
    readonly client: ClientFieldsFragment
  }
};

export type UpdateGroupMutationVariables = Exact<{
  input: UpdateGroupInput;
}>;


export type UpdateGroupMutation = {
  readonly updateGroup: {
    readonly group: GroupFieldsFragment
  }
};

export type UpdateUserMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = {
  readonly updateUser: {
    readonly user: UserFieldsFragment
  }
};

export type UpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = {
  readonly updateWebhook: {
    readonly webhook: WebhookFieldsFragment
  }
};

/** The values of `extensions.code` in errors. If one input field is at fault, `extensions.field` is its path, such as `redirectUris.1`. */
export type ErrorCode = 'ALREADY_EXISTS' | 'BAD_REQUEST' | 'BAD_USER_INPUT' | 'CONFLICT' | 'FORBIDDEN' | 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED' | 'INTERNAL_SERVER_ERROR' | 'INVALID_INPUT' | 'NOT_FOUND' | 'OPERATION_RESOLUTION_FAILURE' | 'PERSISTED_QUERY_NOT_SUPPORTED' | 'RATE_LIMITED' | 'UNAUTHENTICATED';

export type ApiKey = ApiKeyFieldsFragment;
export type AuditEvent = AuditEventFieldsFragment;
export type Client = ClientFieldsFragment;
export type ClientSecret = ClientSecretFieldsFragment;
export type Permission = PermissionFieldsFragment;
export type Grant = GrantFieldsFragment;
export type Group = GroupFieldsFragment;
export type User = UserFieldsFragment;
export type PendingEnrolmentLink = PendingEnrolmentLinkFieldsFragment;
export type Passkey = PasskeyFieldsFragment;
export type TokenIntrospection = TokenIntrospectionFieldsFragment;
export type Issuer = IssuerFieldsFragment;
export type SigningKey = SigningKeyFieldsFragment;
export type Scope = ScopeFieldsFragment;
export type Session = SessionFieldsFragment;
export type Statistics = StatisticsFieldsFragment;
export type Consent = ConsentFieldsFragment;
export type Viewer = ViewerFieldsFragment;
export type Webhook = WebhookFieldsFragment;
export type EnrolmentLink = EnrolmentLinkFieldsFragment;

const ApiKeyFields = `
fragment ApiKeyFields on ApiKey { createdAt expiresAt hint id lastUsedAt name permissions }`;
const AuditEventFields = `
fragment AuditEventFields on AuditEvent { actorId actorKind at clientId detail id ipAddress outcome resource resourceId sessionId type userId }`;
const ClientFields = `
fragment ClientFields on Client { accessPolicy accessTokenFormat accessTokenLifetime accessTokenSigningAlg applicationType audiences backchannelLogoutUri claimsInIdToken clientUri consent createdAt dpopBoundAccessTokens enabled grantTypes id idTokenSignedResponseAlg integrations introspectionSignedResponseAlg issuerId jwks jwksUri logoUri name policyUri postLogoutRedirectUris redirectUris refreshTokenAbsoluteLifetime refreshTokenIdleLifetime registrationEnabled requestObjectSigningAlg requirePkce requirePushedAuthorizationRequests requireSignedRequestObject scopes secrets { ...ClientSecretFields } securityProfile subjectType tokenEndpointAuthMethod tosUri updatedAt userinfoSignedResponseAlg }`;
const ClientSecretFields = `
fragment ClientSecretFields on ClientSecret { createdAt expiresAt hint id lastUsedAt }`;
const PermissionFields = `
fragment PermissionFields on Permission { clientId createdAt groupId userId }`;
const GrantFields = `
fragment GrantFields on Grant { clientId createdAt expiresAt id lastUsedAt scopes sessionId userId }`;
const GroupFields = `
fragment GroupFields on Group { id name }`;
const UserFields = `
fragment UserFields on User { adminRole claims createdAt email emailVerified enabled enrolmentLinks { ...PendingEnrolmentLinkFields } familyName givenName id lastSignInAt locale name passkeys { ...PasskeyFields } phoneNumber phoneNumberVerified picture recoveryCodesLeft updatedAt username zoneinfo }`;
const PendingEnrolmentLinkFields = `
fragment PendingEnrolmentLinkFields on PendingEnrolmentLink { createdAt expiresAt id }`;
const PasskeyFields = `
fragment PasskeyFields on Passkey { aaguid authenticator backedUp backupEligible createdAt id lastUsedAt name rpId signCount transports userId }`;
const TokenIntrospectionFields = `
fragment TokenIntrospectionFields on TokenIntrospection { active audience claims clientId expiresAt grantId issuedAt issuerId scope sessionId tokenType userId }`;
const IssuerFields = `
fragment IssuerFields on Issuer { id signingKeys { ...SigningKeyFields } slug url }`;
const SigningKeyFields = `
fragment SigningKeyFields on SigningKey { activeFrom alg createdAt kid publicJwk retiredAt status }`;
const ScopeFields = `
fragment ScopeFields on Scope { claims description name resource standard }`;
const SessionFields = `
fragment SessionFields on Session { authenticatedAt clientIds createdAt expiresAt id ipAddress lastUsedAt userAgent userId }`;
const StatisticsFields = `
fragment StatisticsFields on Statistics { activeSessions clients passkeys signInsLast24Hours users }`;
const ConsentFields = `
fragment ConsentFields on Consent { clientId createdAt lastUsedAt scopes }`;
const ViewerFields = `
fragment ViewerFields on Viewer { kind permissions subject }`;
const WebhookFields = `
fragment WebhookFields on Webhook { createdAt enabled failingSince id lastDeliveredAt types url }`;
const EnrolmentLinkFields = `
fragment EnrolmentLinkFields on EnrolmentLink { expiresAt id url }`;
export const ApiKeysDocument = (`query ApiKeys($after: String, $first: Int! = 20) { apiKeys(after: $after, first: $first) { edges { cursor node { ...ApiKeyFields } } pageInfo { endCursor hasNextPage } } }` + ApiKeyFields) as TypedDocument<ApiKeysQuery, ApiKeysQueryVariables>;
export const AuditEventsDocument = (`query AuditEvents($after: String, $filter: AuditEventFilter, $first: Int! = 20, $order: AuditOrder! = NEWEST_FIRST) { auditEvents(after: $after, filter: $filter, first: $first, order: $order) { edges { cursor node { ...AuditEventFields } } pageInfo { endCursor hasNextPage } } }` + AuditEventFields) as TypedDocument<AuditEventsQuery, AuditEventsQueryVariables>;
export const ClientDocument = (`query Client($id: ID!) { client(id: $id) { ...ClientFields } }` + ClientFields + ClientSecretFields) as TypedDocument<ClientQuery, ClientQueryVariables>;
export const ClientPermissionsDocument = (`query ClientPermissions($id: ID!, $after: String, $first: Int! = 20) { client(id: $id) { permissions(after: $after, first: $first) { edges { cursor node { ...PermissionFields } } pageInfo { endCursor hasNextPage } } } }` + PermissionFields) as TypedDocument<ClientPermissionsQuery, ClientPermissionsQueryVariables>;
export const ClientsDocument = (`query Clients($after: String, $first: Int! = 20, $search: String) { clients(after: $after, first: $first, search: $search) { edges { cursor node { ...ClientFields } } pageInfo { endCursor hasNextPage } } }` + ClientFields + ClientSecretFields) as TypedDocument<ClientsQuery, ClientsQueryVariables>;
export const GrantsDocument = (`query Grants($after: String, $clientId: ID, $first: Int! = 20, $userId: ID) { grants(after: $after, clientId: $clientId, first: $first, userId: $userId) { edges { cursor node { ...GrantFields } } pageInfo { endCursor hasNextPage } } }` + GrantFields) as TypedDocument<GrantsQuery, GrantsQueryVariables>;
export const GroupDocument = (`query Group($id: ID!) { group(id: $id) { ...GroupFields } }` + GroupFields) as TypedDocument<GroupQuery, GroupQueryVariables>;
export const GroupMembersDocument = (`query GroupMembers($id: ID!, $after: String, $first: Int! = 20) { group(id: $id) { members(after: $after, first: $first) { edges { cursor node { ...UserFields } } pageInfo { endCursor hasNextPage } } } }` + UserFields + PendingEnrolmentLinkFields + PasskeyFields) as TypedDocument<GroupMembersQuery, GroupMembersQueryVariables>;
export const GroupPermissionsDocument = (`query GroupPermissions($id: ID!, $after: String, $first: Int! = 20) { group(id: $id) { permissions(after: $after, first: $first) { edges { cursor node { ...PermissionFields } } pageInfo { endCursor hasNextPage } } } }` + PermissionFields) as TypedDocument<GroupPermissionsQuery, GroupPermissionsQueryVariables>;
export const GroupsDocument = (`query Groups($after: String, $first: Int! = 20, $search: String) { groups(after: $after, first: $first, search: $search) { edges { cursor node { ...GroupFields } } pageInfo { endCursor hasNextPage } } }` + GroupFields) as TypedDocument<GroupsQuery, GroupsQueryVariables>;
export const IntrospectTokenDocument = (`query IntrospectToken($input: IntrospectTokenInput!) { introspectToken(input: $input) { ...TokenIntrospectionFields } }` + TokenIntrospectionFields) as TypedDocument<IntrospectTokenQuery, IntrospectTokenQueryVariables>;
export const IssuerDocument = (`query Issuer($id: ID!) { issuer(id: $id) { ...IssuerFields } }` + IssuerFields + SigningKeyFields) as TypedDocument<IssuerQuery, IssuerQueryVariables>;
export const IssuerClientsDocument = (`query IssuerClients($id: ID!, $after: String, $first: Int! = 20) { issuer(id: $id) { clients(after: $after, first: $first) { edges { cursor node { ...ClientFields } } pageInfo { endCursor hasNextPage } } } }` + ClientFields + ClientSecretFields) as TypedDocument<IssuerClientsQuery, IssuerClientsQueryVariables>;
export const IssuersDocument = (`query Issuers($after: String, $first: Int! = 20) { issuers(after: $after, first: $first) { edges { cursor node { ...IssuerFields } } pageInfo { endCursor hasNextPage } } }` + IssuerFields + SigningKeyFields) as TypedDocument<IssuersQuery, IssuersQueryVariables>;
export const ScopesDocument = (`query Scopes { scopes { ...ScopeFields } }` + ScopeFields) as TypedDocument<ScopesQuery, ScopesQueryVariables>;
export const SessionsDocument = (`query Sessions($after: String, $clientId: ID, $first: Int! = 20, $userId: ID) { sessions(after: $after, clientId: $clientId, first: $first, userId: $userId) { edges { cursor node { ...SessionFields } } pageInfo { endCursor hasNextPage } } }` + SessionFields) as TypedDocument<SessionsQuery, SessionsQueryVariables>;
export const StatisticsDocument = (`query Statistics { statistics { ...StatisticsFields } }` + StatisticsFields) as TypedDocument<StatisticsQuery, StatisticsQueryVariables>;
export const UserDocument = (`query User($id: ID!) { user(id: $id) { ...UserFields } }` + UserFields + PendingEnrolmentLinkFields + PasskeyFields) as TypedDocument<UserQuery, UserQueryVariables>;
export const UserConsentsDocument = (`query UserConsents($id: ID!, $after: String, $first: Int! = 20) { user(id: $id) { consents(after: $after, first: $first) { edges { cursor node { ...ConsentFields } } pageInfo { endCursor hasNextPage } } } }` + ConsentFields) as TypedDocument<UserConsentsQuery, UserConsentsQueryVariables>;
export const UserGroupsDocument = (`query UserGroups($id: ID!, $after: String, $first: Int! = 20) { user(id: $id) { groups(after: $after, first: $first) { edges { cursor node { ...GroupFields } } pageInfo { endCursor hasNextPage } } } }` + GroupFields) as TypedDocument<UserGroupsQuery, UserGroupsQueryVariables>;
export const UserPermissionsDocument = (`query UserPermissions($id: ID!, $after: String, $first: Int! = 20) { user(id: $id) { permissions(after: $after, first: $first) { edges { cursor node { ...PermissionFields } } pageInfo { endCursor hasNextPage } } } }` + PermissionFields) as TypedDocument<UserPermissionsQuery, UserPermissionsQueryVariables>;
export const UserSessionsDocument = (`query UserSessions($id: ID!, $after: String, $first: Int! = 20) { user(id: $id) { sessions(after: $after, first: $first) { edges { cursor node { ...SessionFields } } pageInfo { endCursor hasNextPage } } } }` + SessionFields) as TypedDocument<UserSessionsQuery, UserSessionsQueryVariables>;
export const UserByUsernameDocument = (`query UserByUsername($username: String!) { userByUsername(username: $username) { ...UserFields } }` + UserFields + PendingEnrolmentLinkFields + PasskeyFields) as TypedDocument<UserByUsernameQuery, UserByUsernameQueryVariables>;
export const UsersDocument = (`query Users($after: String, $first: Int! = 20, $search: String) { users(after: $after, first: $first, search: $search) { edges { cursor node { ...UserFields } } pageInfo { endCursor hasNextPage } } }` + UserFields + PendingEnrolmentLinkFields + PasskeyFields) as TypedDocument<UsersQuery, UsersQueryVariables>;
export const ViewerDocument = (`query Viewer { viewer { ...ViewerFields } }` + ViewerFields) as TypedDocument<ViewerQuery, ViewerQueryVariables>;
export const WebhooksDocument = (`query Webhooks { webhooks { ...WebhookFields } }` + WebhookFields) as TypedDocument<WebhooksQuery, WebhooksQueryVariables>;
export const AddClientSecretDocument = (`mutation AddClientSecret($input: AddClientSecretInput!) { addClientSecret(input: $input) { client { ...ClientFields } clientSecret } }` + ClientFields + ClientSecretFields) as TypedDocument<AddClientSecretMutation, AddClientSecretMutationVariables>;
export const CreateApiKeyDocument = (`mutation CreateApiKey($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { ...ApiKeyFields } key } }` + ApiKeyFields) as TypedDocument<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const CreateClientDocument = (`mutation CreateClient($input: CreateClientInput!) { createClient(input: $input) { client { ...ClientFields } clientSecret } }` + ClientFields + ClientSecretFields) as TypedDocument<CreateClientMutation, CreateClientMutationVariables>;
export const CreateEnrolmentLinkDocument = (`mutation CreateEnrolmentLink($input: CreateEnrolmentLinkInput!) { createEnrolmentLink(input: $input) { enrolmentLink { ...EnrolmentLinkFields } } }` + EnrolmentLinkFields) as TypedDocument<CreateEnrolmentLinkMutation, CreateEnrolmentLinkMutationVariables>;
export const CreateGroupDocument = (`mutation CreateGroup($input: CreateGroupInput!) { createGroup(input: $input) { group { ...GroupFields } } }` + GroupFields) as TypedDocument<CreateGroupMutation, CreateGroupMutationVariables>;
export const CreateIssuerDocument = (`mutation CreateIssuer($input: CreateIssuerInput!) { createIssuer(input: $input) { issuer { ...IssuerFields } } }` + IssuerFields + SigningKeyFields) as TypedDocument<CreateIssuerMutation, CreateIssuerMutationVariables>;
export const CreateUserDocument = (`mutation CreateUser($input: CreateUserInput!) { createUser(input: $input) { enrolmentLink { ...EnrolmentLinkFields } user { ...UserFields } } }` + EnrolmentLinkFields + UserFields + PendingEnrolmentLinkFields + PasskeyFields) as TypedDocument<CreateUserMutation, CreateUserMutationVariables>;
export const CreateWebhookDocument = (`mutation CreateWebhook($input: CreateWebhookInput!) { createWebhook(input: $input) { secret webhook { ...WebhookFields } } }` + WebhookFields) as TypedDocument<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const DeleteApiKeyDocument = (`mutation DeleteApiKey($input: DeleteApiKeyInput!) { deleteApiKey(input: $input) { deleted } }`) as TypedDocument<DeleteApiKeyMutation, DeleteApiKeyMutationVariables>;
export const DeleteClientDocument = (`mutation DeleteClient($input: DeleteClientInput!) { deleteClient(input: $input) { deleted } }`) as TypedDocument<DeleteClientMutation, DeleteClientMutationVariables>;
export const DeleteGroupDocument = (`mutation DeleteGroup($input: DeleteGroupInput!) { deleteGroup(input: $input) { deleted } }`) as TypedDocument<DeleteGroupMutation, DeleteGroupMutationVariables>;
export const DeleteIssuerDocument = (`mutation DeleteIssuer($input: DeleteIssuerInput!) { deleteIssuer(input: $input) { deleted } }`) as TypedDocument<DeleteIssuerMutation, DeleteIssuerMutationVariables>;
export const DeletePasskeyDocument = (`mutation DeletePasskey($input: DeletePasskeyInput!) { deletePasskey(input: $input) { deleted } }`) as TypedDocument<DeletePasskeyMutation, DeletePasskeyMutationVariables>;
export const DeleteScopeDocument = (`mutation DeleteScope($input: DeleteScopeInput!) { deleteScope(input: $input) { deleted } }`) as TypedDocument<DeleteScopeMutation, DeleteScopeMutationVariables>;
export const DeleteUserDocument = (`mutation DeleteUser($input: DeleteUserInput!) { deleteUser(input: $input) { deleted } }`) as TypedDocument<DeleteUserMutation, DeleteUserMutationVariables>;
export const DeleteWebhookDocument = (`mutation DeleteWebhook($input: DeleteWebhookInput!) { deleteWebhook(input: $input) { deleted } }`) as TypedDocument<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export const GrantPermissionDocument = (`mutation GrantPermission($input: PermissionInput!) { grantPermission(input: $input) { permission { ...PermissionFields } } }` + PermissionFields) as TypedDocument<GrantPermissionMutation, GrantPermissionMutationVariables>;
export const PutScopeDocument = (`mutation PutScope($input: PutScopeInput!) { putScope(input: $input) { scope { ...ScopeFields } } }` + ScopeFields) as TypedDocument<PutScopeMutation, PutScopeMutationVariables>;
export const RemoveClientSecretDocument = (`mutation RemoveClientSecret($input: RemoveClientSecretInput!) { removeClientSecret(input: $input) { client { ...ClientFields } } }` + ClientFields + ClientSecretFields) as TypedDocument<RemoveClientSecretMutation, RemoveClientSecretMutationVariables>;
export const RenamePasskeyDocument = (`mutation RenamePasskey($input: RenamePasskeyInput!) { renamePasskey(input: $input) { passkey { ...PasskeyFields } } }` + PasskeyFields) as TypedDocument<RenamePasskeyMutation, RenamePasskeyMutationVariables>;
export const RevokeConsentDocument = (`mutation RevokeConsent($input: RevokeConsentInput!) { revokeConsent(input: $input) { deleted } }`) as TypedDocument<RevokeConsentMutation, RevokeConsentMutationVariables>;
export const RevokeEnrolmentLinkDocument = (`mutation RevokeEnrolmentLink($input: RevokeEnrolmentLinkInput!) { revokeEnrolmentLink(input: $input) { deleted } }`) as TypedDocument<RevokeEnrolmentLinkMutation, RevokeEnrolmentLinkMutationVariables>;
export const RevokeGrantDocument = (`mutation RevokeGrant($input: RevokeGrantInput!) { revokeGrant(input: $input) { deleted } }`) as TypedDocument<RevokeGrantMutation, RevokeGrantMutationVariables>;
export const RevokePermissionDocument = (`mutation RevokePermission($input: PermissionInput!) { revokePermission(input: $input) { deleted } }`) as TypedDocument<RevokePermissionMutation, RevokePermissionMutationVariables>;
export const RevokeSessionDocument = (`mutation RevokeSession($input: RevokeSessionInput!) { revokeSession(input: $input) { deleted } }`) as TypedDocument<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const RevokeTokenDocument = (`mutation RevokeToken($input: RevokeTokenInput!) { revokeToken(input: $input) { count } }`) as TypedDocument<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const RevokeUserSessionsDocument = (`mutation RevokeUserSessions($input: RevokeUserSessionsInput!) { revokeUserSessions(input: $input) { count } }`) as TypedDocument<RevokeUserSessionsMutation, RevokeUserSessionsMutationVariables>;
export const RotateSigningKeyDocument = (`mutation RotateSigningKey($input: RotateSigningKeyInput!) { rotateSigningKey(input: $input) { issuer { ...IssuerFields } } }` + IssuerFields + SigningKeyFields) as TypedDocument<RotateSigningKeyMutation, RotateSigningKeyMutationVariables>;
export const SetUserEnabledDocument = (`mutation SetUserEnabled($input: SetUserEnabledInput!) { setUserEnabled(input: $input) { user { ...UserFields } } }` + UserFields + PendingEnrolmentLinkFields + PasskeyFields) as TypedDocument<SetUserEnabledMutation, SetUserEnabledMutationVariables>;
export const UpdateClientDocument = (`mutation UpdateClient($input: UpdateClientInput!) { updateClient(input: $input) { client { ...ClientFields } } }` + ClientFields + ClientSecretFields) as TypedDocument<UpdateClientMutation, UpdateClientMutationVariables>;
export const UpdateGroupDocument = (`mutation UpdateGroup($input: UpdateGroupInput!) { updateGroup(input: $input) { group { ...GroupFields } } }` + GroupFields) as TypedDocument<UpdateGroupMutation, UpdateGroupMutationVariables>;
export const UpdateUserDocument = (`mutation UpdateUser($input: UpdateUserInput!) { updateUser(input: $input) { user { ...UserFields } } }` + UserFields + PendingEnrolmentLinkFields + PasskeyFields) as TypedDocument<UpdateUserMutation, UpdateUserMutationVariables>;
export const UpdateWebhookDocument = (`mutation UpdateWebhook($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { ...WebhookFields } } }` + WebhookFields) as TypedDocument<UpdateWebhookMutation, UpdateWebhookMutationVariables>;

/** Every query and mutation, and every list of an object. Each requests all fields of an object except other objects. */
export interface ReadyOperations {
  /** Returns all API keys without their secrets, newest first. */
  apiKeys(variables?: ApiKeysQueryVariables): Promise<ApiKeysQuery['apiKeys']>;
  /** Returns the audit log. Events are deleted after AUDIT_RETENTION. */
  auditEvents(variables?: AuditEventsQueryVariables): Promise<AuditEventsQuery['auditEvents']>;
  /** Returns a client. Null if there is none with this id. */
  client(variables: ClientQueryVariables): Promise<ClientQuery['client']>;
  /** The permissions for the client, newest first. */
  clientPermissions(variables: ClientPermissionsQueryVariables): Promise<NonNullable<ClientPermissionsQuery['client']>['permissions'] | null>;
  /** Returns all clients, newest first. `search` looks in ids and names. */
  clients(variables?: ClientsQueryVariables): Promise<ClientsQuery['clients']>;
  /** Returns the valid grants, newest first. */
  grants(variables?: GrantsQueryVariables): Promise<GrantsQuery['grants']>;
  /** Returns a group. Null if there is none with this id. */
  group(variables: GroupQueryVariables): Promise<GroupQuery['group']>;
  /** The members of the group, latest first. */
  groupMembers(variables: GroupMembersQueryVariables): Promise<NonNullable<GroupMembersQuery['group']>['members'] | null>;
  /** The permissions of the group, latest first. */
  groupPermissions(variables: GroupPermissionsQueryVariables): Promise<NonNullable<GroupPermissionsQuery['group']>['permissions'] | null>;
  /** Returns all groups, newest first. `search` looks in ids and names. */
  groups(variables?: GroupsQueryVariables): Promise<GroupsQuery['groups']>;
  /** Returns whether a token is valid, and its contents. */
  introspectToken(input: IntrospectTokenQueryVariables['input']): Promise<IntrospectTokenQuery['introspectToken']>;
  /** Returns an issuer. Null if there is none with this id. */
  issuer(variables: IssuerQueryVariables): Promise<IssuerQuery['issuer']>;
  /** The clients of the issuer, newest first. */
  issuerClients(variables: IssuerClientsQueryVariables): Promise<NonNullable<IssuerClientsQuery['issuer']>['clients'] | null>;
  /** Returns all issuers, newest first, including the default issuer. */
  issuers(variables?: IssuersQueryVariables): Promise<IssuersQuery['issuers']>;
  /** Returns all scopes: standard scopes, scopes of the administration API, and scopes that administrators created. */
  scopes(): Promise<ScopesQuery['scopes']>;
  /** Returns the active sessions, newest first. */
  sessions(variables?: SessionsQueryVariables): Promise<SessionsQuery['sessions']>;
  /** Returns numbers of records. It counts them all, so do not request it often. */
  statistics(): Promise<StatisticsQuery['statistics']>;
  /** Returns a user. Null if there is none with this id. */
  user(variables: UserQueryVariables): Promise<UserQuery['user']>;
  /** The consents of the user, latest first. */
  userConsents(variables: UserConsentsQueryVariables): Promise<NonNullable<UserConsentsQuery['user']>['consents'] | null>;
  /** The groups of the user, latest first. */
  userGroups(variables: UserGroupsQueryVariables): Promise<NonNullable<UserGroupsQuery['user']>['groups'] | null>;
  /** The permissions of the user, without those of groups, latest first. */
  userPermissions(variables: UserPermissionsQueryVariables): Promise<NonNullable<UserPermissionsQuery['user']>['permissions'] | null>;
  /** The active sessions of the user, newest first. */
  userSessions(variables: UserSessionsQueryVariables): Promise<NonNullable<UserSessionsQuery['user']>['sessions'] | null>;
  /** Returns the user with a username, without regard to upper and lower case. Null if there is none. */
  userByUsername(variables: UserByUsernameQueryVariables): Promise<UserByUsernameQuery['userByUsername']>;
  /** Returns all users, newest first. `search` looks in usernames, e-mail addresses and names. */
  users(variables?: UsersQueryVariables): Promise<UsersQuery['users']>;
  /** Returns the caller and its permissions. */
  viewer(): Promise<ViewerQuery['viewer']>;
  /** Returns all webhooks without their secrets, sorted by id. */
  webhooks(): Promise<WebhooksQuery['webhooks']>;
  /** Adds a secret to a client. */
  addClientSecret(input: AddClientSecretMutationVariables['input']): Promise<AddClientSecretMutation['addClientSecret']>;
  /** Creates an API key. It never has more permissions than the user or client that created it. */
  createApiKey(input: CreateApiKeyMutationVariables['input']): Promise<CreateApiKeyMutation['createApiKey']>;
  /** Registers an application or API. Only users with a permission can sign in to it, unless `accessPolicy` is ALL_USERS. */
  createClient(input: CreateClientMutationVariables['input']): Promise<CreateClientMutation['createClient']>;
  /** Creates a link with which a user registers a passkey. */
  createEnrolmentLink(input: CreateEnrolmentLinkMutationVariables['input']): Promise<CreateEnrolmentLinkMutation['createEnrolmentLink']>;
  /** Creates a group. */
  createGroup(input: CreateGroupMutationVariables['input']): Promise<CreateGroupMutation['createGroup']>;
  /** Creates an issuer and its signing key. */
  createIssuer(input: CreateIssuerMutationVariables['input']): Promise<CreateIssuerMutation['createIssuer']>;
  /** Creates a user. */
  createUser(input: CreateUserMutationVariables['input']): Promise<CreateUserMutation['createUser']>;
  /** Creates a webhook, which receives the events from now on. This also requires audit:read. */
  createWebhook(input: CreateWebhookMutationVariables['input']): Promise<CreateWebhookMutation['createWebhook']>;
  /** Deletes an API key. It is rejected from then on. */
  deleteApiKey(input: DeleteApiKeyMutationVariables['input']): Promise<DeleteApiKeyMutation['deleteApiKey']>;
  /** Deletes a client, and revokes its grants and tokens. */
  deleteClient(input: DeleteClientMutationVariables['input']): Promise<DeleteClientMutation['deleteClient']>;
  /** Deletes a group, and revokes the grants that depend on it. */
  deleteGroup(input: DeleteGroupMutationVariables['input']): Promise<DeleteGroupMutation['deleteGroup']>;
  /** Deletes an issuer with its keys and clients, and revokes their grants and tokens. */
  deleteIssuer(input: DeleteIssuerMutationVariables['input']): Promise<DeleteIssuerMutation['deleteIssuer']>;
  /** Deletes a passkey. The user cannot sign in with it from then on. The last passkey of a user can be deleted, too, except that of the last owner. */
  deletePasskey(input: DeletePasskeyMutationVariables['input']): Promise<DeletePasskeyMutation['deletePasskey']>;
  /** Deletes a scope. Clients that list it can no longer request it. */
  deleteScope(input: DeleteScopeMutationVariables['input']): Promise<DeleteScopeMutation['deleteScope']>;
  /** Deletes a user with their passkeys, sessions, grants, permissions and API keys. */
  deleteUser(input: DeleteUserMutationVariables['input']): Promise<DeleteUserMutation['deleteUser']>;
  /** Deletes a webhook. No more events are sent to it. This also requires audit:read. */
  deleteWebhook(input: DeleteWebhookMutationVariables['input']): Promise<DeleteWebhookMutation['deleteWebhook']>;
  /** Allows a user, or the members of a group, to use a client. If they are allowed already, the present permission is returned. */
  grantPermission(input: GrantPermissionMutationVariables['input']): Promise<GrantPermissionMutation['grantPermission']>;
  /** Creates a scope, or replaces it. */
  putScope(input: PutScopeMutationVariables['input']): Promise<PutScopeMutation['putScope']>;
  /** Removes a secret from a client. It is rejected from then on. */
  removeClientSecret(input: RemoveClientSecretMutationVariables['input']): Promise<RemoveClientSecretMutation['removeClientSecret']>;
  /** Renames a passkey. */
  renamePasskey(input: RenamePasskeyMutationVariables['input']): Promise<RenamePasskeyMutation['renamePasskey']>;
  /** Revokes a consent and the grants that depend on it. The client must ask the user again. */
  revokeConsent(input: RevokeConsentMutationVariables['input']): Promise<RevokeConsentMutation['revokeConsent']>;
  /** Revokes an unused enrolment link. */
  revokeEnrolmentLink(input: RevokeEnrolmentLinkMutationVariables['input']): Promise<RevokeEnrolmentLinkMutation['revokeEnrolmentLink']>;
  /** Revokes a grant. Its tokens are rejected from then on. */
  revokeGrant(input: RevokeGrantMutationVariables['input']): Promise<RevokeGrantMutation['revokeGrant']>;
  /** Revokes a permission and the grants that depend on it. */
  revokePermission(input: RevokePermissionMutationVariables['input']): Promise<RevokePermissionMutation['revokePermission']>;
  /** Ends a session. Grants with offline access stay valid. */
  revokeSession(input: RevokeSessionMutationVariables['input']): Promise<RevokeSessionMutation['revokeSession']>;
  /** Revokes a token, or all tokens of a user, of a client, or of a user for a client. */
  revokeToken(input: RevokeTokenMutationVariables['input']): Promise<RevokeTokenMutation['revokeToken']>;
  /** Ends all sessions of a user. Grants with offline access stay valid. */
  revokeUserSessions(input: RevokeUserSessionsMutationVariables['input']): Promise<RevokeUserSessionsMutation['revokeUserSessions']>;
  /** Retires the active key of an issuer and activates the next one. The answer is CONFLICT if clients may not have fetched the next key yet. */
  rotateSigningKey(input: RotateSigningKeyMutationVariables['input']): Promise<RotateSigningKeyMutation['rotateSigningKey']>;
  /** Enables or disables a user. */
  setUserEnabled(input: SetUserEnabledMutationVariables['input']): Promise<SetUserEnabledMutation['setUserEnabled']>;
  /** Changes the settings of a client. */
  updateClient(input: UpdateClientMutationVariables['input']): Promise<UpdateClientMutation['updateClient']>;
  /** Renames a group, and adds or removes members. */
  updateGroup(input: UpdateGroupMutationVariables['input']): Promise<UpdateGroupMutation['updateGroup']>;
  /** Changes the profile or the role of a user. */
  updateUser(input: UpdateUserMutationVariables['input']): Promise<UpdateUserMutation['updateUser']>;
  /** Changes a webhook. The server sends the next event at once. This also requires audit:read. */
  updateWebhook(input: UpdateWebhookMutationVariables['input']): Promise<UpdateWebhookMutation['updateWebhook']>;
}

export const READY_OPERATIONS: { readonly [N in keyof ReadyOperations]: ReadyOperation } = {
  apiKeys: { document: ApiKeysDocument, path: ["apiKeys"] },
  auditEvents: { document: AuditEventsDocument, path: ["auditEvents"] },
  client: { document: ClientDocument, path: ["client"] },
  clientPermissions: { document: ClientPermissionsDocument, path: ["client","permissions"] },
  clients: { document: ClientsDocument, path: ["clients"] },
  grants: { document: GrantsDocument, path: ["grants"] },
  group: { document: GroupDocument, path: ["group"] },
  groupMembers: { document: GroupMembersDocument, path: ["group","members"] },
  groupPermissions: { document: GroupPermissionsDocument, path: ["group","permissions"] },
  groups: { document: GroupsDocument, path: ["groups"] },
  introspectToken: { document: IntrospectTokenDocument, path: ["introspectToken"], takesInput: true },
  issuer: { document: IssuerDocument, path: ["issuer"] },
  issuerClients: { document: IssuerClientsDocument, path: ["issuer","clients"] },
  issuers: { document: IssuersDocument, path: ["issuers"] },
  scopes: { document: ScopesDocument, path: ["scopes"] },
  sessions: { document: SessionsDocument, path: ["sessions"] },
  statistics: { document: StatisticsDocument, path: ["statistics"] },
  user: { document: UserDocument, path: ["user"] },
  userConsents: { document: UserConsentsDocument, path: ["user","consents"] },
  userGroups: { document: UserGroupsDocument, path: ["user","groups"] },
  userPermissions: { document: UserPermissionsDocument, path: ["user","permissions"] },
  userSessions: { document: UserSessionsDocument, path: ["user","sessions"] },
  userByUsername: { document: UserByUsernameDocument, path: ["userByUsername"] },
  users: { document: UsersDocument, path: ["users"] },
  viewer: { document: ViewerDocument, path: ["viewer"] },
  webhooks: { document: WebhooksDocument, path: ["webhooks"] },
  addClientSecret: { document: AddClientSecretDocument, path: ["addClientSecret"], takesInput: true },
  createApiKey: { document: CreateApiKeyDocument, path: ["createApiKey"], takesInput: true },
  createClient: { document: CreateClientDocument, path: ["createClient"], takesInput: true },
  createEnrolmentLink: { document: CreateEnrolmentLinkDocument, path: ["createEnrolmentLink"], takesInput: true },
  createGroup: { document: CreateGroupDocument, path: ["createGroup"], takesInput: true },
  createIssuer: { document: CreateIssuerDocument, path: ["createIssuer"], takesInput: true },
  createUser: { document: CreateUserDocument, path: ["createUser"], takesInput: true },
  createWebhook: { document: CreateWebhookDocument, path: ["createWebhook"], takesInput: true },
  deleteApiKey: { document: DeleteApiKeyDocument, path: ["deleteApiKey"], takesInput: true },
  deleteClient: { document: DeleteClientDocument, path: ["deleteClient"], takesInput: true },
  deleteGroup: { document: DeleteGroupDocument, path: ["deleteGroup"], takesInput: true },
  deleteIssuer: { document: DeleteIssuerDocument, path: ["deleteIssuer"], takesInput: true },
  deletePasskey: { document: DeletePasskeyDocument, path: ["deletePasskey"], takesInput: true },
  deleteScope: { document: DeleteScopeDocument, path: ["deleteScope"], takesInput: true },
  deleteUser: { document: DeleteUserDocument, path: ["deleteUser"], takesInput: true },
  deleteWebhook: { document: DeleteWebhookDocument, path: ["deleteWebhook"], takesInput: true },
  grantPermission: { document: GrantPermissionDocument, path: ["grantPermission"], takesInput: true },
  putScope: { document: PutScopeDocument, path: ["putScope"], takesInput: true },
  removeClientSecret: { document: RemoveClientSecretDocument, path: ["removeClientSecret"], takesInput: true },
  renamePasskey: { document: RenamePasskeyDocument, path: ["renamePasskey"], takesInput: true },
  revokeConsent: { document: RevokeConsentDocument, path: ["revokeConsent"], takesInput: true },
  revokeEnrolmentLink: { document: RevokeEnrolmentLinkDocument, path: ["revokeEnrolmentLink"], takesInput: true },
  revokeGrant: { document: RevokeGrantDocument, path: ["revokeGrant"], takesInput: true },
  revokePermission: { document: RevokePermissionDocument, path: ["revokePermission"], takesInput: true },
  revokeSession: { document: RevokeSessionDocument, path: ["revokeSession"], takesInput: true },
  revokeToken: { document: RevokeTokenDocument, path: ["revokeToken"], takesInput: true },
  revokeUserSessions: { document: RevokeUserSessionsDocument, path: ["revokeUserSessions"], takesInput: true },
  rotateSigningKey: { document: RotateSigningKeyDocument, path: ["rotateSigningKey"], takesInput: true },
  setUserEnabled: { document: SetUserEnabledDocument, path: ["setUserEnabled"], takesInput: true },
  updateClient: { document: UpdateClientDocument, path: ["updateClient"], takesInput: true },
  updateGroup: { document: UpdateGroupDocument, path: ["updateGroup"], takesInput: true },
  updateUser: { document: UpdateUserDocument, path: ["updateUser"], takesInput: true },
  updateWebhook: { document: UpdateWebhookDocument, path: ["updateWebhook"], takesInput: true },
};
