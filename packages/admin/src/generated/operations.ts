// Generated from schema.graphql by `npm run schema`. Changes are made there.
import type { ReadyOperation, TypedDocument } from '../client/typed-document.js';

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Which users may sign in to a client. */
export const AccessPolicy = {
  /** All enabled users can sign in. */
  ALL_USERS: 'ALL_USERS',
  /** Only users who have a permission for the client, or who are members of a group that has one, can sign in. */
  PERMITTED_USERS: 'PERMITTED_USERS'
} as const;

export type AccessPolicy = typeof AccessPolicy[keyof typeof AccessPolicy];
/** What an access token looks like. */
export const AccessTokenFormat = {
  /** An access token is a signed JWT (RFC 9068). An API can verify it without a request to this server, so a revoked token may be accepted until it expires. */
  JWT: 'JWT',
  /** An access token is a random string. An API asks the introspection endpoint of this server whether the token is valid, so a revoked token is rejected at once. */
  OPAQUE: 'OPAQUE'
} as const;

export type AccessTokenFormat = typeof AccessTokenFormat[keyof typeof AccessTokenFormat];
/** Which client gets a second secret, and when its present secret expires. A client has at most two secrets, so the server answers a request for a third secret with the error CONFLICT. */
export type AddClientSecretInput = {
  /** The `client_id` of the client that gets the secret. */
  readonly clientId: string;
  /** The number of seconds after which the present secrets of the client expire, at most 31536000 (a year). If you omit it, they keep their expiry. */
  readonly expireOthersIn?: number | null | undefined;
};

/** What a user may do in the administration of this server. */
export const AdminRole = {
  /** An administrator may do everything except change owners, API keys and issuers, which the administrator can only read. */
  ADMIN: 'ADMIN',
  /** An auditor may read everything and change nothing. */
  AUDITOR: 'AUDITOR',
  /** An owner may do everything. The role takes effect when the user has a passkey. The server never lets the last owner be removed. */
  OWNER: 'OWNER',
  /** A user manager may change users, groups, permissions, sessions and tokens, except those of users with more permissions. */
  USER_MANAGER: 'USER_MANAGER'
} as const;

export type AdminRole = typeof AdminRole[keyof typeof AdminRole];
/** Where an application runs. */
export const ApplicationType = {
  /** The application is installed on a phone or computer. It may use loopback addresses and private-use URI schemes as redirect URIs (RFC 8252). */
  NATIVE: 'NATIVE',
  /** The application runs in a browser or on a server. */
  WEB: 'WEB'
} as const;

export type ApplicationType = typeof ApplicationType[keyof typeof ApplicationType];
/** Limits a list of audit events. An event is listed only if it meets every condition that you set. */
export type AuditEventFilter = {
  /** Lists only events in which the user, client or API key with this id acted. */
  readonly actorId?: string | null | undefined;
  /** Lists only events that concern the client with this id. */
  readonly clientId?: string | null | undefined;
  /** Lists only events that happened at or after this time. If you omit it, the list has no earliest time. */
  readonly from?: string | null | undefined;
  /** Lists only events with this outcome. If you omit it, successes and failures are listed. */
  readonly outcome?: AuditOutcome | null | undefined;
  /** Lists only events that concern the record with this id. */
  readonly resourceId?: string | null | undefined;
  /** Lists only events that concern the session with this id. */
  readonly sessionId?: string | null | undefined;
  /** Lists only events that happened at or before this time. If you omit it, the list has no latest time. */
  readonly to?: string | null | undefined;
  /** Lists only events of these types. If you omit it, events of all types are listed. */
  readonly types?: ReadonlyArray<AuditEventType> | null | undefined;
  /** Lists only events that concern the user with this id. */
  readonly userId?: string | null | undefined;
};

/** What happened in an audit event. */
export const AuditEventType = {
  /** A user was refused access to a client, because the user has no permission for it. */
  ACCESS_DENIED: 'ACCESS_DENIED',
  /** A client used an authorization code twice, which can be an attack. The grant behind the code was revoked. */
  CODE_REUSED: 'CODE_REUSED',
  /** A user consented to the access that a client requested. */
  CONSENT_GIVEN: 'CONSENT_GIVEN',
  /** A user or an administrator revoked a consent. */
  CONSENT_REVOKED: 'CONSENT_REVOKED',
  /** A record was created. The `resource` field names the kind of record, such as `client`. */
  CREATED: 'CREATED',
  /** A record was deleted. The `resource` field names the kind of record, such as `client`. */
  DELETED: 'DELETED',
  /** An administrator created a link with which a user can register a passkey. */
  ENROLMENT_LINK_CREATED: 'ENROLMENT_LINK_CREATED',
  /** A user registered a passkey with an enrolment link that an administrator created. */
  ENROLMENT_LINK_USED: 'ENROLMENT_LINK_USED',
  /** A user registered a passkey. */
  PASSKEY_ADDED: 'PASSKEY_ADDED',
  /** The registration of a passkey was rejected, because the response of the browser could not be verified. */
  PASSKEY_REFUSED: 'PASSKEY_REFUSED',
  /** A passkey was removed. */
  PASSKEY_REMOVED: 'PASSKEY_REMOVED',
  /** A passkey was renamed. */
  PASSKEY_RENAMED: 'PASSKEY_RENAMED',
  /** A user created recovery codes, which replace the earlier ones. */
  RECOVERY_CODES_CREATED: 'RECOVERY_CODES_CREATED',
  /** A user registered a passkey with a recovery code. */
  RECOVERY_CODE_USED: 'RECOVERY_CODE_USED',
  /** A client used a refresh token that had been replaced, which can be an attack. The grant behind the token was revoked. */
  REFRESH_TOKEN_REUSED: 'REFRESH_TOKEN_REUSED',
  /** An administrator ended a session, or the user ended it from another browser. */
  SESSION_REVOKED: 'SESSION_REVOKED',
  /** A user signed in with a passkey. */
  SIGNED_IN: 'SIGNED_IN',
  /** A user signed out. */
  SIGNED_OUT: 'SIGNED_OUT',
  /** The active signing key of an issuer was replaced by another key. */
  SIGNING_KEY_ROTATED: 'SIGNING_KEY_ROTATED',
  /** A sign-in with a passkey was rejected. */
  SIGN_IN_REFUSED: 'SIGN_IN_REFUSED',
  /** Tokens were issued to a client. */
  TOKEN_ISSUED: 'TOKEN_ISSUED',
  /** A client requested tokens, and the request was rejected. */
  TOKEN_REFUSED: 'TOKEN_REFUSED',
  /** A single token, a grant, or all tokens of a user or client were revoked. */
  TOKEN_REVOKED: 'TOKEN_REVOKED',
  /** A record was changed. The `resource` field names the kind of record, such as `client`. */
  UPDATED: 'UPDATED'
} as const;

export type AuditEventType = typeof AuditEventType[keyof typeof AuditEventType];
/** The order in which audit events are listed. */
export const AuditOrder = {
  /** The latest event comes first. */
  NEWEST_FIRST: 'NEWEST_FIRST',
  /** The earliest event comes first. A script can follow the log in this order: it misses no event if it sends the last cursor that it received as `after`. In this order, an event appears 5 seconds after it happened. */
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
/** When users are asked whether a client may have the access that it requests. */
export const ConsentPolicy = {
  /** Users are asked at every sign-in. */
  ALWAYS: 'ALWAYS',
  /** Users are never asked. This suits applications of the organization that runs this server. */
  NEVER: 'NEVER',
  /** Users are asked once, and again if the client requests more access than before. */
  REMEMBERED: 'REMEMBERED'
} as const;

export type ConsentPolicy = typeof ConsentPolicy[keyof typeof ConsentPolicy];
/** The name, permissions and lifetime of a new API key. A caller can give a key only permissions that the caller has. */
export type CreateApiKeyInput = {
  /** The lifetime of the key in seconds. If you omit it, the key never expires. A key that was created with another API key always expires with that key at the latest. */
  readonly expiresIn?: number | null | undefined;
  /** The id of the new API key: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** A name that helps people recognize the purpose of the key. */
  readonly name: string;
  /** What the key permits its holder to do. Each permission has the form `resource:action`, such as `users:read`. The resource is clients, users, groups, permissions, scopes, issuers, sessions, tokens, apiKeys, webhooks or audit. The action is read or write, and write includes read. The single permission `*` stands for all of them. */
  readonly permissions: ReadonlyArray<string>;
};

/** The settings of a new client. Every setting that you omit gets its default. */
export type CreateClientInput = {
  /** Which users may sign in to the client. Default: PERMITTED_USERS. */
  readonly accessPolicy?: AccessPolicy | null | undefined;
  /** The format of the access tokens that the client gets. Default: OPAQUE. */
  readonly accessTokenFormat?: AccessTokenFormat | null | undefined;
  /** The lifetime of access tokens in seconds. It must not exceed the configured MAX_ACCESS_TOKEN_LIFETIME. Default: 300, or MAX_ACCESS_TOKEN_LIFETIME if that is lower. */
  readonly accessTokenLifetime?: number | null | undefined;
  /** The algorithm with which the server signs JWT access tokens. HS256 is rejected, because only the client could verify such tokens. Default: RS256; PS256 for FAPI2. */
  readonly accessTokenSigningAlg?: SigningAlg | null | undefined;
  /** Where the application runs, which decides which redirect URIs are allowed. A native application is a public client even if it has a secret, because every installed copy contains that secret. Default: WEB. */
  readonly applicationType?: ApplicationType | null | undefined;
  /** The identifiers of the API that this client is. An access token for the API has one of them as its audience, and the client may introspect such tokens. The URLs of issuers and of the administration API are rejected. Default: []. */
  readonly audiences?: ReadonlyArray<string> | null | undefined;
  /** The URL to which the server sends a logout token when a session ends (OpenID Connect Back-Channel Logout). If null, the server sends none. */
  readonly backchannelLogoutUri?: string | null | undefined;
  /** Whether ID tokens contain the claims about the user that the granted scopes release. If false, the client gets them only at the userinfo endpoint. Default: true. */
  readonly claimsInIdToken?: boolean | null | undefined;
  /** The URL of the home page of the application. */
  readonly clientUri?: string | null | undefined;
  /** When users are asked whether the client may have the access that it requests. Default: NEVER. */
  readonly consent?: ConsentPolicy | null | undefined;
  /** Whether the client must bind its access tokens to a key of its own with DPoP (RFC 9449). A stolen token is then useless without the key. Default: false; true for FAPI2. */
  readonly dpopBoundAccessTokens?: boolean | null | undefined;
  /** The ways in which the client may get tokens. The token endpoint rejects all others. Default: [AUTHORIZATION_CODE, REFRESH_TOKEN]. */
  readonly grantTypes?: ReadonlyArray<GrantType> | null | undefined;
  /** The `client_id` of the new client: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The algorithm with which the server signs ID tokens for the client. Default: RS256; PS256 for FAPI2. */
  readonly idTokenSignedResponseAlg?: SigningAlg | null | undefined;
  /** The protocols with which the application signs users in. Default: [OIDC]. */
  readonly integrations?: ReadonlyArray<Integration> | null | undefined;
  /** The algorithm with which the server signs introspection responses for the client (RFC 9701). If null, the responses are plain JSON. */
  readonly introspectionSignedResponseAlg?: SigningAlg | null | undefined;
  /** The id of the issuer that the client belongs to. It cannot be changed later. Default: "default". */
  readonly issuerId?: string | null | undefined;
  /** The public keys of the client as a JWK Set (RFC 7517). The server verifies PRIVATE_KEY_JWT and signed request objects with them. Set either `jwks` or `jwksUri`, but not both. */
  readonly jwks?: { readonly [name: string]: unknown } | null | undefined;
  /** The URL from which the server fetches the public keys of the client. Set either `jwks` or `jwksUri`, but not both. */
  readonly jwksUri?: string | null | undefined;
  /** The URL of the logo of the application, which users see when they sign in. The server fetches the logo and serves a copy, so the browsers of users never contact this URL. */
  readonly logoUri?: string | null | undefined;
  /** The name of the application, which users see when they sign in. */
  readonly name: string;
  /** The URL of the privacy policy of the application. */
  readonly policyUri?: string | null | undefined;
  /** The URIs to which the browser may return after the user signs out. The rules for `redirectUris` apply. The setting applies to OIDC and BASIC. Default: []. */
  readonly postLogoutRedirectUris?: ReadonlyArray<string> | null | undefined;
  /** The URIs to which the browser may return after the user signs in. A request must contain one of them, character by character. Each must be an https URL, or an http URL with localhost or a loopback address. A native application may also use a private-use scheme that contains a dot. The setting applies to OIDC and BASIC. Default: []. */
  readonly redirectUris?: ReadonlyArray<string> | null | undefined;
  /** The number of seconds for which the client can get new tokens with refresh tokens, counted from the first token request after the sign-in. After this time the user must sign in again. Default: 7776000. */
  readonly refreshTokenAbsoluteLifetime?: number | null | undefined;
  /** The number of seconds after which a refresh token expires if the client does not use it. Default: 1209600. */
  readonly refreshTokenIdleLifetime?: number | null | undefined;
  /** Whether people without an account can create one while they sign in to this client. They then get a permission for the client. Default: false. */
  readonly registrationEnabled?: boolean | null | undefined;
  /** The algorithm with which the client signs request objects. If null, the server accepts every algorithm for which the client has a key. */
  readonly requestObjectSigningAlg?: SigningAlg | null | undefined;
  /** Whether the client must use PKCE with S256 when it signs users in (RFC 7636). It must be true for a public client. Default: true. */
  readonly requirePkce?: boolean | null | undefined;
  /** Whether the client must push its authorization requests to the server before it redirects the browser (RFC 9126). Default: false; true for FAPI2. */
  readonly requirePushedAuthorizationRequests?: boolean | null | undefined;
  /** Whether the client must sign its authorization requests as request objects (RFC 9101). It must be false for a client that uses BASIC. Default: false. */
  readonly requireSignedRequestObject?: boolean | null | undefined;
  /** The scopes that the client may request. The server ignores other scopes in a request. Default: [openid, profile, email, offline_access]. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** How strict the security rules for the client are. Default: STANDARD. */
  readonly securityProfile?: SecurityProfile | null | undefined;
  /** Which `sub` the client receives for a user. If you choose PAIRWISE, all redirect URIs of the client must have the same host. Default: PUBLIC. */
  readonly subjectType?: SubjectType | null | undefined;
  /** How the client proves its identity at the token endpoint. The server accepts no other method from this client. Default: CLIENT_SECRET_BASIC; NONE for NATIVE; PRIVATE_KEY_JWT for FAPI2. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | null | undefined;
  /** The URL of the terms of service of the application. */
  readonly tosUri?: string | null | undefined;
  /** The algorithm with which the server signs userinfo responses for the client. If null, the responses are plain JSON. */
  readonly userinfoSignedResponseAlg?: SigningAlg | null | undefined;
};

/** The user who gets the link, and its lifetime. */
export type CreateEnrolmentLinkInput = {
  /** The lifetime of the link in seconds, at most 604800 (a week). Default: 3600 (an hour). */
  readonly lifetime?: number | null | undefined;
  /** The id of the user who gets the link. */
  readonly userId: string;
};

/** The name and the first members of a new group. */
export type CreateGroupInput = {
  /** The id of the new group: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The ids of the users who become members, at most 100. Use `updateGroup` to add more. */
  readonly memberIds?: ReadonlyArray<string> | null | undefined;
  /** The name of the new group. */
  readonly name: string;
};

/** The id and URL of a new issuer. */
export type CreateIssuerInput = {
  /** The id of the new issuer: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The part of the URL of the issuer after `/i/`: 1 to 63 lower-case letters, digits and hyphens. Two issuers cannot have the same slug. */
  readonly slug: string;
};

/** The profile of a new user. The server chooses the id of the user. */
export type CreateUserInput = {
  /** The administration role of the user. Null if the user is no administrator. When the role changes, earlier enrolment links of the user become invalid. */
  readonly adminRole?: AdminRole | null | undefined;
  /** Additional claims about the user. A client receives a claim if it was granted a scope that lists the claim. Names that the protocols reserve, such as `sub`, and names of claims that have their own field here are rejected. */
  readonly claims?: { readonly [name: string]: unknown } | null | undefined;
  /** The e-mail address of the user. */
  readonly email?: string | null | undefined;
  /** Whether it has been verified that the e-mail address belongs to the user. It is false if the user has no e-mail address. */
  readonly emailVerified?: boolean | null | undefined;
  /** Whether to create a link with which the user registers a first passkey. Default: false. */
  readonly enrolmentLink?: boolean | null | undefined;
  /** The family name of the user. */
  readonly familyName?: string | null | undefined;
  /** The given name of the user. */
  readonly givenName?: string | null | undefined;
  /** The ids of the groups that the user joins, at most 100. The caller needs the permission groups:write for this. */
  readonly groupIds?: ReadonlyArray<string> | null | undefined;
  /** The preferred language of the user as a BCP 47 language tag, such as `de-AT`. */
  readonly locale?: string | null | undefined;
  /** The full name of the user. */
  readonly name?: string | null | undefined;
  /** The phone number of the user in E.164 format, such as +15551234567. */
  readonly phoneNumber?: string | null | undefined;
  /** Whether it has been verified that the phone number belongs to the user. It is false if the user has no phone number. */
  readonly phoneNumberVerified?: boolean | null | undefined;
  /** The URL of a picture of the user. */
  readonly picture?: string | null | undefined;
  /** The name that identifies the user at sign-in. Clients receive it as the claim `preferred_username`. Two users cannot have usernames that differ only in upper and lower case. */
  readonly username: string;
  /** The time zone of the user, as named in the IANA time zone database, such as `Europe/Vienna`. */
  readonly zoneinfo?: string | null | undefined;
};

/** The URL of the new webhook, and the events that it receives. A new webhook is enabled. */
export type CreateWebhookInput = {
  /** The id of the new webhook: 1 to 64 letters, digits, dots, underscores, tildes and hyphens. It must not be a UUID. Default: a random id. */
  readonly id?: string | null | undefined;
  /** The types of events that the server sends. There is at least one. */
  readonly types: ReadonlyArray<AuditEventType>;
  /** The URL to which the server sends events. It must be an https URL, or an http URL whose host is listed in ALLOWED_PRIVATE_HOSTS. It must not have a fragment, a user name or a password. */
  readonly url: string;
};

/** Which API key to delete. */
export type DeleteApiKeyInput = {
  /** The id of the API key. */
  readonly id: string;
};

/** Which client to delete. */
export type DeleteClientInput = {
  /** The `client_id` of the client to delete. */
  readonly id: string;
};

/** Which group to delete. */
export type DeleteGroupInput = {
  /** The id of the group to delete. */
  readonly id: string;
};

/** Which issuer to delete. */
export type DeleteIssuerInput = {
  /** The id of the issuer. The default issuer cannot be deleted. */
  readonly id: string;
};

/** Which passkey to delete. */
export type DeletePasskeyInput = {
  /** The id of the passkey to delete. */
  readonly id: string;
};

/** Which scope to delete. */
export type DeleteScopeInput = {
  /** The name of the scope to delete. */
  readonly name: string;
};

/** Which user to delete. */
export type DeleteUserInput = {
  /** The id of the user to delete. */
  readonly id: string;
};

/** Which webhook to delete. */
export type DeleteWebhookInput = {
  /** The id of the webhook to delete. */
  readonly id: string;
};

/** A way in which a client can get tokens. */
export const GrantType = {
  /** A user signs in, and the client exchanges the resulting code for tokens (RFC 6749 §4.1). */
  AUTHORIZATION_CODE: 'AUTHORIZATION_CODE',
  /** The client gets an access token for itself, without a user (RFC 6749 §4.4). */
  CLIENT_CREDENTIALS: 'CLIENT_CREDENTIALS',
  /** The client runs on a device without a browser, and the user signs in on another device (RFC 8628). */
  DEVICE_CODE: 'DEVICE_CODE',
  /** The client exchanges a refresh token for new tokens (RFC 6749 §6). */
  REFRESH_TOKEN: 'REFRESH_TOKEN',
  /** The client is an API that exchanges an access token that it received for one with which it calls another API (RFC 8693). */
  TOKEN_EXCHANGE: 'TOKEN_EXCHANGE'
} as const;

export type GrantType = typeof GrantType[keyof typeof GrantType];
/** The protocol with which an application signs users in. */
export const Integration = {
  /** The application redirects the browser to this server, which redirects it back with a signed JWT. No library is needed. */
  BASIC: 'BASIC',
  /** The application signs users in with OpenID Connect or OAuth 2.0. */
  OIDC: 'OIDC'
} as const;

export type Integration = typeof Integration[keyof typeof Integration];
/** The token to examine. */
export type IntrospectTokenInput = {
  /** The text of an access token, refresh token or ID token. Tokens of all issuers are accepted. */
  readonly token: string;
  /** Has no effect, because the server recognizes the kind of token by itself. */
  readonly tokenTypeHint?: string | null | undefined;
};

/** The client, and the user or the group that may sign in to it. Set either `userId` or `groupId`, but not both. */
export type PermissionInput = {
  /** The `client_id` of the client. */
  readonly clientId: string;
  /** The id of the group whose members may sign in to the client. */
  readonly groupId?: string | null | undefined;
  /** The id of the user who may sign in to the client. */
  readonly userId?: string | null | undefined;
};

/** The explanation of the scope that users see on the consent page. */
export type PutScopeInput = {
  /** The names of the claims that a client with this scope can read. Names that the protocols reserve, such as `sub`, are rejected. */
  readonly claims?: ReadonlyArray<string> | null | undefined;
  /** The description that users see on the consent page. */
  readonly description?: string | null | undefined;
  /** The name of the scope: at most 128 visible ASCII characters. It must not be the name of a built-in scope. */
  readonly name: string;
  /** The URI of the API that the scope is for. If you omit it, the scope is for no particular API. */
  readonly resource?: string | null | undefined;
};

/** Which secret to remove from which client. */
export type RemoveClientSecretInput = {
  /** The `client_id` of the client that has the secret. */
  readonly clientId: string;
  /** The id of the secret to remove. */
  readonly secretId: string;
};

/** The passkey to rename, and its new name. */
export type RenamePasskeyInput = {
  /** The id of the passkey to rename. */
  readonly id: string;
  /** The new name of the passkey, at most 100 characters. */
  readonly name: string;
};

/** The user and the client whose consent to revoke. */
export type RevokeConsentInput = {
  /** The `client_id` of the client that received the consent. */
  readonly clientId: string;
  /** The id of the user who gave the consent. */
  readonly userId: string;
};

/** Which enrolment link to revoke. */
export type RevokeEnrolmentLinkInput = {
  /** The id of the enrolment link to revoke. */
  readonly id: string;
};

/** Which grant to revoke. */
export type RevokeGrantInput = {
  /** The id of the grant to revoke. */
  readonly id: string;
};

/** Which session to end. */
export type RevokeSessionInput = {
  /** The id of the session to end. */
  readonly id: string;
};

/** What to revoke. Set `token` to revoke one token. Set `userId` to revoke all tokens of a user, `clientId` to revoke all tokens of a client, or both to revoke the tokens that the client got for the user. */
export type RevokeTokenInput = {
  /** The `client_id` of the client whose tokens to revoke. */
  readonly clientId?: string | null | undefined;
  /** The text of the token to revoke. An opaque access token is revoked alone. A refresh token, or a JWT access token for a user, is revoked together with its grant. ID tokens, and JWT access tokens that a client got for itself, cannot be revoked. For those the server answers CONFLICT. */
  readonly token?: string | null | undefined;
  /** The id of the user whose tokens to revoke. */
  readonly userId?: string | null | undefined;
};

/** The user whose sessions to end. */
export type RevokeUserSessionsInput = {
  /** The id of the user whose sessions to end. */
  readonly userId: string;
};

/** Which signing key to replace. */
export type RotateSigningKeyInput = {
  /** The signature algorithm of the key. HS256 is not allowed, because its keys are the secrets of the clients. */
  readonly alg: SigningAlg;
  /** Set it to true if an attacker may have the key. The server then removes the key at once, also from the published keys, and rejects the tokens that it signed. Default: false. */
  readonly compromised?: boolean | null | undefined;
  /** The id of the issuer whose key to replace. Default: "default". */
  readonly issuerId?: string | null | undefined;
};

/** How strict the security rules for a client are. */
export const SecurityProfile = {
  /** The client follows the FAPI 2.0 Security Profile, a stricter set of rules for applications that need high security. With `requireSignedRequestObject` the client also follows FAPI 2.0 Message Signing. The server rejects settings that contradict the profile with INVALID_INPUT. If you switch a client to FAPI2, settings that you omit get the defaults for FAPI2, and the grants of the client are revoked. */
  FAPI2: 'FAPI2',
  /** The client follows OAuth 2.0 and OpenID Connect. Its other settings decide what is required. */
  STANDARD: 'STANDARD'
} as const;

export type SecurityProfile = typeof SecurityProfile[keyof typeof SecurityProfile];
/** Which user to enable or disable. */
export type SetUserEnabledInput = {
  /** Whether the user can sign in. If you send false, the server also ends the sessions, grants and enrolment links of the user. */
  readonly enabled: boolean;
  /** The id of the user to enable or disable. */
  readonly id: string;
};

/** An algorithm with which JWTs are signed (RFC 7518, RFC 8037). */
export const SigningAlg = {
  /** Ed25519. */
  EDDSA: 'EDDSA',
  /** ECDSA with P-256 and SHA-256. */
  ES256: 'ES256',
  /** HMAC with SHA-256. The secret of the client is the key. */
  HS256: 'HS256',
  /** RSASSA-PSS with SHA-256. */
  PS256: 'PS256',
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256: 'RS256'
} as const;

export type SigningAlg = typeof SigningAlg[keyof typeof SigningAlg];
/** Whether a signing key is in use. */
export const SigningKeyStatus = {
  /** The key signs tokens now. */
  ACTIVE: 'ACTIVE',
  /** The key is published, so that clients can fetch it, but it does not sign tokens yet. */
  NEXT: 'NEXT',
  /** The key signs no more tokens. It stays published until the last token that it signed has expired. */
  RETIRED: 'RETIRED'
} as const;

export type SigningKeyStatus = typeof SigningKeyStatus[keyof typeof SigningKeyStatus];
/** Which `sub` a client receives for a user. */
export const SubjectType = {
  /** The `sub` differs between clients whose redirect URIs have different hosts, so they cannot compare their users (OpenID Connect Core §8.1). */
  PAIRWISE: 'PAIRWISE',
  /** The `sub` is the id of the user, so all clients receive the same value. */
  PUBLIC: 'PUBLIC'
} as const;

export type SubjectType = typeof SubjectType[keyof typeof SubjectType];
/** How a client proves its identity at the token endpoint. */
export const TokenEndpointAuthMethod = {
  /** The client sends its secret in the Authorization header (RFC 6749 §2.3.1). */
  CLIENT_SECRET_BASIC: 'CLIENT_SECRET_BASIC',
  /** The client sends a JWT that it signs with its secret (RFC 7523 §2.2). */
  CLIENT_SECRET_JWT: 'CLIENT_SECRET_JWT',
  /** The client sends its secret in the request body (RFC 6749 §2.3.1). */
  CLIENT_SECRET_POST: 'CLIENT_SECRET_POST',
  /** The client does not authenticate, because it cannot keep a secret. It is a public client. */
  NONE: 'NONE',
  /** The client sends a JWT that it signs with its private key (RFC 7523 §2.2). */
  PRIVATE_KEY_JWT: 'PRIVATE_KEY_JWT'
} as const;

export type TokenEndpointAuthMethod = typeof TokenEndpointAuthMethod[keyof typeof TokenEndpointAuthMethod];
/** The client to change, and its new settings. Settings that you omit keep their values. If the client becomes a FAPI2 client, omitted settings get the defaults for FAPI2 instead. */
export type UpdateClientInput = {
  /** Which users may sign in to the client. */
  readonly accessPolicy?: AccessPolicy | null | undefined;
  /** The format of the access tokens that the client gets. */
  readonly accessTokenFormat?: AccessTokenFormat | null | undefined;
  /** The lifetime of access tokens in seconds. It must not exceed the configured MAX_ACCESS_TOKEN_LIFETIME. */
  readonly accessTokenLifetime?: number | null | undefined;
  /** The algorithm with which the server signs JWT access tokens. HS256 is rejected, because only the client could verify such tokens. */
  readonly accessTokenSigningAlg?: SigningAlg | null | undefined;
  /** Where the application runs, which decides which redirect URIs are allowed. A native application is a public client even if it has a secret, because every installed copy contains that secret. */
  readonly applicationType?: ApplicationType | null | undefined;
  /** The identifiers of the API that this client is. An access token for the API has one of them as its audience, and the client may introspect such tokens. The URLs of issuers and of the administration API are rejected. Send null to clear this setting. */
  readonly audiences?: ReadonlyArray<string> | null | undefined;
  /** The URL to which the server sends a logout token when a session ends (OpenID Connect Back-Channel Logout). If null, the server sends none. Send null to clear this setting. */
  readonly backchannelLogoutUri?: string | null | undefined;
  /** Whether ID tokens contain the claims about the user that the granted scopes release. If false, the client gets them only at the userinfo endpoint. */
  readonly claimsInIdToken?: boolean | null | undefined;
  /** The URL of the home page of the application. Send null to clear this setting. */
  readonly clientUri?: string | null | undefined;
  /** When users are asked whether the client may have the access that it requests. */
  readonly consent?: ConsentPolicy | null | undefined;
  /** Whether the client must bind its access tokens to a key of its own with DPoP (RFC 9449). A stolen token is then useless without the key. */
  readonly dpopBoundAccessTokens?: boolean | null | undefined;
  /** Whether the client can sign users in and get tokens. When a client is disabled, its grants are revoked. */
  readonly enabled?: boolean | null | undefined;
  /** The ways in which the client may get tokens. The token endpoint rejects all others. Send null to clear this setting. */
  readonly grantTypes?: ReadonlyArray<GrantType> | null | undefined;
  /** The `client_id` of the client to change. */
  readonly id: string;
  /** The algorithm with which the server signs ID tokens for the client. */
  readonly idTokenSignedResponseAlg?: SigningAlg | null | undefined;
  /** The protocols with which the application signs users in. */
  readonly integrations?: ReadonlyArray<Integration> | null | undefined;
  /** The algorithm with which the server signs introspection responses for the client (RFC 9701). If null, the responses are plain JSON. Send null to clear this setting. */
  readonly introspectionSignedResponseAlg?: SigningAlg | null | undefined;
  /** The public keys of the client as a JWK Set (RFC 7517). The server verifies PRIVATE_KEY_JWT and signed request objects with them. Set either `jwks` or `jwksUri`, but not both. Send null to clear this setting. */
  readonly jwks?: { readonly [name: string]: unknown } | null | undefined;
  /** The URL from which the server fetches the public keys of the client. Set either `jwks` or `jwksUri`, but not both. Send null to clear this setting. */
  readonly jwksUri?: string | null | undefined;
  /** The URL of the logo of the application, which users see when they sign in. The server fetches the logo and serves a copy, so the browsers of users never contact this URL. Send null to clear this setting. */
  readonly logoUri?: string | null | undefined;
  /** The name of the application, which users see when they sign in. */
  readonly name?: string | null | undefined;
  /** The URL of the privacy policy of the application. Send null to clear this setting. */
  readonly policyUri?: string | null | undefined;
  /** The URIs to which the browser may return after the user signs out. The rules for `redirectUris` apply. The setting applies to OIDC and BASIC. Send null to clear this setting. */
  readonly postLogoutRedirectUris?: ReadonlyArray<string> | null | undefined;
  /** The URIs to which the browser may return after the user signs in. A request must contain one of them, character by character. Each must be an https URL, or an http URL with localhost or a loopback address. A native application may also use a private-use scheme that contains a dot. The setting applies to OIDC and BASIC. Send null to clear this setting. */
  readonly redirectUris?: ReadonlyArray<string> | null | undefined;
  /** The number of seconds for which the client can get new tokens with refresh tokens, counted from the first token request after the sign-in. After this time the user must sign in again. */
  readonly refreshTokenAbsoluteLifetime?: number | null | undefined;
  /** The number of seconds after which a refresh token expires if the client does not use it. */
  readonly refreshTokenIdleLifetime?: number | null | undefined;
  /** Whether people without an account can create one while they sign in to this client. They then get a permission for the client. */
  readonly registrationEnabled?: boolean | null | undefined;
  /** The algorithm with which the client signs request objects. If null, the server accepts every algorithm for which the client has a key. Send null to clear this setting. */
  readonly requestObjectSigningAlg?: SigningAlg | null | undefined;
  /** Whether the client must use PKCE with S256 when it signs users in (RFC 7636). It must be true for a public client. */
  readonly requirePkce?: boolean | null | undefined;
  /** Whether the client must push its authorization requests to the server before it redirects the browser (RFC 9126). */
  readonly requirePushedAuthorizationRequests?: boolean | null | undefined;
  /** Whether the client must sign its authorization requests as request objects (RFC 9101). It must be false for a client that uses BASIC. */
  readonly requireSignedRequestObject?: boolean | null | undefined;
  /** The scopes that the client may request. The server ignores other scopes in a request. Send null to clear this setting. */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /** How strict the security rules for the client are. */
  readonly securityProfile?: SecurityProfile | null | undefined;
  /** Which `sub` the client receives for a user. If you choose PAIRWISE, all redirect URIs of the client must have the same host. */
  readonly subjectType?: SubjectType | null | undefined;
  /** How the client proves its identity at the token endpoint. The server accepts no other method from this client. */
  readonly tokenEndpointAuthMethod?: TokenEndpointAuthMethod | null | undefined;
  /** The URL of the terms of service of the application. Send null to clear this setting. */
  readonly tosUri?: string | null | undefined;
  /** The algorithm with which the server signs userinfo responses for the client. If null, the responses are plain JSON. Send null to clear this setting. */
  readonly userinfoSignedResponseAlg?: SigningAlg | null | undefined;
};

/** The group to change, and the changes. A field that you omit keeps its value. */
export type UpdateGroupInput = {
  /** The ids of the users to add to the group, at most 100. */
  readonly addMemberIds?: ReadonlyArray<string> | null | undefined;
  /** The id of the group to change. */
  readonly id: string;
  /** The new name of the group. */
  readonly name?: string | null | undefined;
  /** The ids of the users to remove from the group, at most 100. The server revokes the grants that depend on these memberships. */
  readonly removeMemberIds?: ReadonlyArray<string> | null | undefined;
};

/** The user to change, and the new profile. A field that you omit keeps its value. Send null to clear a field. */
export type UpdateUserInput = {
  /** The administration role of the user. Null if the user is no administrator. When the role changes, earlier enrolment links of the user become invalid. */
  readonly adminRole?: AdminRole | null | undefined;
  /** Additional claims about the user. A client receives a claim if it was granted a scope that lists the claim. Names that the protocols reserve, such as `sub`, and names of claims that have their own field here are rejected. */
  readonly claims?: { readonly [name: string]: unknown } | null | undefined;
  /** The e-mail address of the user. */
  readonly email?: string | null | undefined;
  /** Whether it has been verified that the e-mail address belongs to the user. It is false if the user has no e-mail address. */
  readonly emailVerified?: boolean | null | undefined;
  /** The family name of the user. */
  readonly familyName?: string | null | undefined;
  /** The given name of the user. */
  readonly givenName?: string | null | undefined;
  /** The id of the user to change. */
  readonly id: string;
  /** The preferred language of the user as a BCP 47 language tag, such as `de-AT`. */
  readonly locale?: string | null | undefined;
  /** The full name of the user. */
  readonly name?: string | null | undefined;
  /** The phone number of the user in E.164 format, such as +15551234567. */
  readonly phoneNumber?: string | null | undefined;
  /** Whether it has been verified that the phone number belongs to the user. It is false if the user has no phone number. */
  readonly phoneNumberVerified?: boolean | null | undefined;
  /** The URL of a picture of the user. */
  readonly picture?: string | null | undefined;
  /** The name that identifies the user at sign-in. Clients receive it as the claim `preferred_username`. Two users cannot have usernames that differ only in upper and lower case. */
  readonly username?: string | null | undefined;
  /** The time zone of the user, as named in the IANA time zone database, such as `Europe/Vienna`. */
  readonly zoneinfo?: string | null | undefined;
};

/** The webhook to change, and the changes. A field that you omit keeps its value. */
export type UpdateWebhookInput = {
  /** Whether events are sent. When you enable a webhook again, the server sends the events that happened in the meantime. */
  readonly enabled?: boolean | null | undefined;
  /** The id of the webhook to change. */
  readonly id: string;
  /** The types of events that the server sends. There is at least one. */
  readonly types?: ReadonlyArray<AuditEventType> | null | undefined;
  /** The URL to which the server sends events. It must be an https URL, or an http URL whose host is listed in ALLOWED_PRIVATE_HOSTS. It must not have a fragment, a user name or a password. */
  readonly url?: string | null | undefined;
};

/** What kind of credentials a caller of this API uses. */
export const ViewerKind = {
  /** The caller sends an API key. */
  API_KEY: 'API_KEY',
  /** The caller is a client and sends an access token that it got for itself. */
  CLIENT: 'CLIENT',
  /** The caller is a user and sends an access token. */
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

/** The error codes of this API. An error in a response has its code in `extensions.code`. If one input field caused the error, `extensions.field` is the path of that field, such as `redirectUris.1`. */
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
  /** Lists all API keys without their secrets, newest first. */
  apiKeys(variables?: ApiKeysQueryVariables): Promise<ApiKeysQuery['apiKeys']>;
  /** Lists the events in the audit log. The server deletes events that are older than the configured AUDIT_RETENTION. */
  auditEvents(variables?: AuditEventsQueryVariables): Promise<AuditEventsQuery['auditEvents']>;
  /** Returns the client with this `client_id`, or null if there is none. */
  client(variables: ClientQueryVariables): Promise<ClientQuery['client']>;
  /** The permissions that admit users and groups to this client, newest first. */
  clientPermissions(variables: ClientPermissionsQueryVariables): Promise<NonNullable<ClientPermissionsQuery['client']>['permissions'] | null>;
  /** Lists all clients, newest first. With `search`, only clients whose id or name begins with that text are listed. */
  clients(variables?: ClientsQueryVariables): Promise<ClientsQuery['clients']>;
  /** Lists the grants that are neither revoked nor expired, newest first. */
  grants(variables?: GrantsQueryVariables): Promise<GrantsQuery['grants']>;
  /** Returns the group with this id, or null if there is none. */
  group(variables: GroupQueryVariables): Promise<GroupQuery['group']>;
  /** The users who are members of the group. Those who joined last come first. */
  groupMembers(variables: GroupMembersQueryVariables): Promise<NonNullable<GroupMembersQuery['group']>['members'] | null>;
  /** The permissions that admit the members of the group to clients, newest first. */
  groupPermissions(variables: GroupPermissionsQueryVariables): Promise<NonNullable<GroupPermissionsQuery['group']>['permissions'] | null>;
  /** Lists all groups, newest first. With `search`, only groups whose id or name begins with that text are listed. */
  groups(variables?: GroupsQueryVariables): Promise<GroupsQuery['groups']>;
  /** Returns whether a token is valid, and what it contains. */
  introspectToken(input: IntrospectTokenQueryVariables['input']): Promise<IntrospectTokenQuery['introspectToken']>;
  /** Returns the issuer with this id, or null if there is none. */
  issuer(variables: IssuerQueryVariables): Promise<IssuerQuery['issuer']>;
  /** The clients that are registered with the issuer, newest first. */
  issuerClients(variables: IssuerClientsQueryVariables): Promise<NonNullable<IssuerClientsQuery['issuer']>['clients'] | null>;
  /** Lists all issuers, newest first, including the default issuer. */
  issuers(variables?: IssuersQueryVariables): Promise<IssuersQuery['issuers']>;
  /** Lists all scopes: the standard scopes, the scopes for the administration API, and the scopes that administrators created. */
  scopes(): Promise<ScopesQuery['scopes']>;
  /** Lists the sessions that have neither ended nor expired, newest first. */
  sessions(variables?: SessionsQueryVariables): Promise<SessionsQuery['sessions']>;
  /** Returns how many records the server has. The server counts the records for each request, so do not request statistics often. */
  statistics(): Promise<StatisticsQuery['statistics']>;
  /** Returns the user with this id, or null if there is none. */
  user(variables: UserQueryVariables): Promise<UserQuery['user']>;
  /** The consents that the user gave to clients, newest first. */
  userConsents(variables: UserConsentsQueryVariables): Promise<NonNullable<UserConsentsQuery['user']>['consents'] | null>;
  /** The groups that the user is a member of. The group that the user joined last comes first. */
  userGroups(variables: UserGroupsQueryVariables): Promise<NonNullable<UserGroupsQuery['user']>['groups'] | null>;
  /** The permissions that the user has personally, newest first. Permissions of groups are not included. */
  userPermissions(variables: UserPermissionsQueryVariables): Promise<NonNullable<UserPermissionsQuery['user']>['permissions'] | null>;
  /** The sessions in which the user is signed in, newest first. */
  userSessions(variables: UserSessionsQueryVariables): Promise<NonNullable<UserSessionsQuery['user']>['sessions'] | null>;
  /** Returns the user with this username, or null if there is none. */
  userByUsername(variables: UserByUsernameQueryVariables): Promise<UserByUsernameQuery['userByUsername']>;
  /** Lists all users, newest first. With `search`, only users whose username, e-mail address or name begins with that text are listed. */
  users(variables?: UsersQueryVariables): Promise<UsersQuery['users']>;
  /** Returns the user, client or API key that sent this request, and what it may do. */
  viewer(): Promise<ViewerQuery['viewer']>;
  /** Lists all webhooks without their secrets, sorted by id. */
  webhooks(): Promise<WebhooksQuery['webhooks']>;
  /** Creates another secret for a client, so that you can replace the old secret without an interruption. */
  addClientSecret(input: AddClientSecretMutationVariables['input']): Promise<AddClientSecretMutation['addClientSecret']>;
  /** Creates an API key. The key never has more permissions than the user or client that created it. */
  createApiKey(input: CreateApiKeyMutationVariables['input']): Promise<CreateApiKeyMutation['createApiKey']>;
  /** Registers an application or an API. Only users who have a permission can sign in to it, unless `accessPolicy` is ALL_USERS. */
  createClient(input: CreateClientMutationVariables['input']): Promise<CreateClientMutation['createClient']>;
  /** Creates a link with which a user registers a passkey, for example the first one, or one that replaces a lost device. */
  createEnrolmentLink(input: CreateEnrolmentLinkMutationVariables['input']): Promise<CreateEnrolmentLinkMutation['createEnrolmentLink']>;
  /** Creates a group. */
  createGroup(input: CreateGroupMutationVariables['input']): Promise<CreateGroupMutation['createGroup']>;
  /** Creates an issuer and its first signing key. */
  createIssuer(input: CreateIssuerMutationVariables['input']): Promise<CreateIssuerMutation['createIssuer']>;
  /** Creates a user. Before the first sign-in, the user needs an enrolment link to register a passkey. */
  createUser(input: CreateUserMutationVariables['input']): Promise<CreateUserMutation['createUser']>;
  /** Creates a webhook, to which the server sends the events that happen from now on. The caller also needs the permission audit:read. */
  createWebhook(input: CreateWebhookMutationVariables['input']): Promise<CreateWebhookMutation['createWebhook']>;
  /** Deletes an API key. The server rejects the key from then on. */
  deleteApiKey(input: DeleteApiKeyMutationVariables['input']): Promise<DeleteApiKeyMutation['deleteApiKey']>;
  /** Deletes a client and revokes its grants and tokens. */
  deleteClient(input: DeleteClientMutationVariables['input']): Promise<DeleteClientMutation['deleteClient']>;
  /** Deletes a group and revokes the grants that depend on it. The members themselves are not deleted. */
  deleteGroup(input: DeleteGroupMutationVariables['input']): Promise<DeleteGroupMutation['deleteGroup']>;
  /** Deletes an issuer with its signing keys and its clients. The grants and tokens of these clients are revoked. */
  deleteIssuer(input: DeleteIssuerMutationVariables['input']): Promise<DeleteIssuerMutation['deleteIssuer']>;
  /** Deletes a passkey of a user, who cannot sign in with it from then on. This works even for the only passkey of a user, but not for the last passkey of the last owner. */
  deletePasskey(input: DeletePasskeyMutationVariables['input']): Promise<DeletePasskeyMutation['deletePasskey']>;
  /** Deletes a scope. Clients can no longer request it, even if their settings still list it. */
  deleteScope(input: DeleteScopeMutationVariables['input']): Promise<DeleteScopeMutation['deleteScope']>;
  /** Deletes a user, together with their passkeys, sessions, grants, permissions and API keys. */
  deleteUser(input: DeleteUserMutationVariables['input']): Promise<DeleteUserMutation['deleteUser']>;
  /** Deletes a webhook. The server sends no more events to it. The caller also needs the permission audit:read. */
  deleteWebhook(input: DeleteWebhookMutationVariables['input']): Promise<DeleteWebhookMutation['deleteWebhook']>;
  /** Allows a user, or the members of a group, to sign in to a client. If the permission exists already, it is returned unchanged. */
  grantPermission(input: GrantPermissionMutationVariables['input']): Promise<GrantPermissionMutation['grantPermission']>;
  /** Creates a scope, or replaces the scope that has the same name. */
  putScope(input: PutScopeMutationVariables['input']): Promise<PutScopeMutation['putScope']>;
  /** Removes a secret from a client. The server rejects the secret from then on. */
  removeClientSecret(input: RemoveClientSecretMutationVariables['input']): Promise<RemoveClientSecretMutation['removeClientSecret']>;
  /** Renames a passkey of a user. */
  renamePasskey(input: RenamePasskeyMutationVariables['input']): Promise<RenamePasskeyMutation['renamePasskey']>;
  /** Revokes a consent and the grants that depend on it. To get access again, the client must ask the user again. */
  revokeConsent(input: RevokeConsentMutationVariables['input']): Promise<RevokeConsentMutation['revokeConsent']>;
  /** Revokes an enrolment link that has not been used yet. */
  revokeEnrolmentLink(input: RevokeEnrolmentLinkMutationVariables['input']): Promise<RevokeEnrolmentLinkMutation['revokeEnrolmentLink']>;
  /** Revokes a grant. The server rejects the tokens of the grant from then on. */
  revokeGrant(input: RevokeGrantMutationVariables['input']): Promise<RevokeGrantMutation['revokeGrant']>;
  /** Revokes a permission and the grants that depend on it. */
  revokePermission(input: RevokePermissionMutationVariables['input']): Promise<RevokePermissionMutation['revokePermission']>;
  /** Ends a session, so that the user is signed out in that browser. Clients with offline access keep their access. */
  revokeSession(input: RevokeSessionMutationVariables['input']): Promise<RevokeSessionMutation['revokeSession']>;
  /** Revokes one token, all tokens of a user, all tokens of a client, or all tokens that one client got for one user. */
  revokeToken(input: RevokeTokenMutationVariables['input']): Promise<RevokeTokenMutation['revokeToken']>;
  /** Ends all sessions of a user, so that the user is signed out in every browser. Clients with offline access keep their access. */
  revokeUserSessions(input: RevokeUserSessionsMutationVariables['input']): Promise<RevokeUserSessionsMutation['revokeUserSessions']>;
  /** Replaces the active signing key of an issuer by the next key. The server answers CONFLICT if the next key was published so recently that clients may still have an older copy of the published keys. */
  rotateSigningKey(input: RotateSigningKeyMutationVariables['input']): Promise<RotateSigningKeyMutation['rotateSigningKey']>;
  /** Enables or disables a user. A disabled user cannot sign in. */
  setUserEnabled(input: SetUserEnabledMutationVariables['input']): Promise<SetUserEnabledMutation['setUserEnabled']>;
  /** Changes the settings of a client. */
  updateClient(input: UpdateClientMutationVariables['input']): Promise<UpdateClientMutation['updateClient']>;
  /** Renames a group, adds members or removes members. */
  updateGroup(input: UpdateGroupMutationVariables['input']): Promise<UpdateGroupMutation['updateGroup']>;
  /** Changes the profile or the administration role of a user. */
  updateUser(input: UpdateUserMutationVariables['input']): Promise<UpdateUserMutation['updateUser']>;
  /** Changes a webhook. If an earlier delivery failed, the server tries again at once. The caller also needs the permission audit:read. */
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
