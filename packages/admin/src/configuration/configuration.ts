/**
 * The configuration file: its schema, how it is read and written, and how a server is changed to match it. This folder
 * must not read the environment or print; `configuration-commands.ts` does. Start reading at the schema `configuration`.
 */

import * as z from 'zod';
import {
  AccessPolicy,
  AccessTokenFormat,
  AdminRole,
  ApplicationType,
  ConsentPolicy,
  GrantType,
  Integration,
  type PutScopeInput,
  SecurityProfile,
  SigningAlg,
  SubjectType,
  TokenEndpointAuthMethod,
  type UpdateClientInput,
  type UpdateUserInput,
} from '../generated/operations.js';

const id = z.string().min(1);
/** The server trims names, so the comparison must do it too. */
const title = z.string().trim().min(1);
const texts = z.array(z.string());
const alg = z.enum(SigningAlg);
const json = z.record(z.string(), z.unknown());

/** Checks only the type of each value. The server checks the values themselves. */
const clientMembers = {
  name: title,
  enabled: z.boolean().optional(),
  applicationType: z.enum(ApplicationType).optional(),
  securityProfile: z.enum(SecurityProfile).optional(),
  integrations: z.array(z.enum(Integration)).optional(),
  redirectUris: texts.optional(),
  postLogoutRedirectUris: texts.optional(),
  backchannelLogoutUri: z.string().nullish(),
  grantTypes: z.array(z.enum(GrantType)).optional(),
  tokenEndpointAuthMethod: z.enum(TokenEndpointAuthMethod).optional(),
  jwks: json.nullish(),
  jwksUri: z.string().nullish(),
  scopes: texts.optional(),
  audiences: texts.optional(),
  requirePkce: z.boolean().optional(),
  requireSignedRequestObject: z.boolean().optional(),
  requestObjectSigningAlg: alg.nullish(),
  requirePushedAuthorizationRequests: z.boolean().optional(),
  dpopBoundAccessTokens: z.boolean().optional(),
  idTokenSignedResponseAlg: alg.optional(),
  claimsInIdToken: z.boolean().optional(),
  userinfoSignedResponseAlg: alg.nullish(),
  introspectionSignedResponseAlg: alg.nullish(),
  accessTokenFormat: z.enum(AccessTokenFormat).optional(),
  accessTokenSigningAlg: alg.optional(),
  accessTokenLifetime: z.int().optional(),
  refreshTokenIdleLifetime: z.int().optional(),
  refreshTokenAbsoluteLifetime: z.int().optional(),
  subjectType: z.enum(SubjectType).optional(),
  consent: z.enum(ConsentPolicy).optional(),
  accessPolicy: z.enum(AccessPolicy).optional(),
  registrationEnabled: z.boolean().optional(),
  logoUri: z.string().nullish(),
  clientUri: z.string().nullish(),
  policyUri: z.string().nullish(),
  tosUri: z.string().nullish(),
} satisfies Record<Exclude<keyof UpdateClientInput, 'id'>, z.ZodType>;

const userMembers = {
  username: id,
  name: title.nullish(),
  givenName: title.nullish(),
  familyName: title.nullish(),
  picture: z.string().nullish(),
  email: z.string().nullish(),
  emailVerified: z.boolean().optional(),
  phoneNumber: z.string().nullish(),
  phoneNumberVerified: z.boolean().optional(),
  locale: z.string().nullish(),
  zoneinfo: z.string().nullish(),
  claims: json.optional(),
  adminRole: z.enum(AdminRole).nullish(),
} satisfies Record<Exclude<keyof UpdateUserInput, 'id'>, z.ZodType>;

const scope = z.strictObject({
  name: id,
  description: title.nullish(),
  claims: texts.optional(),
  resource: z.string().nullish(),
} satisfies Record<keyof PutScopeInput, z.ZodType>);

const permission = z
  .strictObject({ clientId: id, username: id.optional(), groupId: id.optional() })
  .refine(({ username, groupId }) => (username === undefined) !== (groupId === undefined), {
    error: 'must have either username or groupId',
  });

/** The schema of a configuration file. Settings that an entry omits keep their value. */
export const configuration = z.strictObject({
  scopes: z.array(scope).optional(),
  issuers: z.array(z.strictObject({ id, slug: z.string() })).optional(),
  clients: z.array(z.strictObject({ id, issuerId: id.optional(), ...clientMembers })).optional(),
  groups: z.array(z.strictObject({ id, name: title, members: z.array(id).optional() })).optional(),
  users: z.array(z.strictObject({ ...userMembers, enabled: z.boolean().optional() })).optional(),
  permissions: z.array(permission).optional(),
});

export type Configuration = z.output<typeof configuration>;
export type Kind = keyof Configuration;
type Entries<K extends Kind> = NonNullable<Configuration[K]>;
export type ScopeEntry = Entries<'scopes'>[number];
export type IssuerEntry = Entries<'issuers'>[number];
export type ClientEntry = Entries<'clients'>[number];
export type GroupEntry = Entries<'groups'>[number];
export type UserEntry = Entries<'users'>[number];
export type PermissionEntry = Entries<'permissions'>[number];

/** Usernames are compared without regard to case. */
export function usernameKey(username: string): string {
  return username.normalize('NFKC').toLowerCase();
}

export const KEYS: { readonly [K in Kind]: (entry: Entries<K>[number]) => string } = {
  scopes: ({ name }) => name,
  issuers: ({ id }) => id,
  clients: ({ id }) => id,
  groups: ({ id }) => id,
  users: ({ username }) => usernameKey(username),
  permissions: ({ clientId, groupId, username }) =>
    JSON.stringify([clientId, groupId ?? null, username === undefined ? null : usernameKey(username)]),
};
