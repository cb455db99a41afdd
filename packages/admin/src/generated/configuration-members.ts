// Generated from the server's settings and profile fields by `npm run schema`. Changes are made there.
import * as z from 'zod';
import { AccessPolicy, AccessTokenFormat, AdminRole, ApplicationType, ConsentPolicy, GrantType, Integration, SecurityProfile, SigningAlg, SubjectType, TokenEndpointAuthMethod, type UpdateClientInput, type UpdateUserInput } from './operations.js';

export const clientMembers = {
  name: z.string().trim().min(1),
  enabled: z.boolean().optional(),
  applicationType: z.enum(ApplicationType).optional(),
  securityProfile: z.enum(SecurityProfile).optional(),
  integrations: z.array(z.enum(Integration)).optional(),
  redirectUris: z.array(z.string()).optional(),
  postLogoutRedirectUris: z.array(z.string()).optional(),
  backchannelLogoutUri: z.string().nullish(),
  grantTypes: z.array(z.enum(GrantType)).optional(),
  tokenEndpointAuthMethod: z.enum(TokenEndpointAuthMethod).optional(),
  jwks: z.record(z.string(), z.unknown()).nullish(),
  jwksUri: z.string().nullish(),
  scopes: z.array(z.string()).optional(),
  audiences: z.array(z.string()).optional(),
  requirePkce: z.boolean().optional(),
  requireSignedRequestObject: z.boolean().optional(),
  requestObjectSigningAlg: z.enum(SigningAlg).nullish(),
  requirePushedAuthorizationRequests: z.boolean().optional(),
  dpopBoundAccessTokens: z.boolean().optional(),
  idTokenSignedResponseAlg: z.enum(SigningAlg).optional(),
  claimsInIdToken: z.boolean().optional(),
  userinfoSignedResponseAlg: z.enum(SigningAlg).nullish(),
  introspectionSignedResponseAlg: z.enum(SigningAlg).nullish(),
  accessTokenFormat: z.enum(AccessTokenFormat).optional(),
  accessTokenSigningAlg: z.enum(SigningAlg).optional(),
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

export const userMembers = {
  username: z.string().min(1),
  name: z.string().trim().min(1).nullish(),
  givenName: z.string().trim().min(1).nullish(),
  familyName: z.string().trim().min(1).nullish(),
  picture: z.string().nullish(),
  email: z.string().nullish(),
  emailVerified: z.boolean().optional(),
  phoneNumber: z.string().nullish(),
  phoneNumberVerified: z.boolean().optional(),
  locale: z.string().nullish(),
  zoneinfo: z.string().nullish(),
  claims: z.record(z.string(), z.unknown()).optional(),
  adminRole: z.enum(AdminRole).nullish(),
} satisfies Record<Exclude<keyof UpdateUserInput, 'id'>, z.ZodType>;

/** The flags of a user that can be true only if the user has the value. */
export const CONFIRMED_MEMBERS = [
  { flag: 'emailVerified', value: 'email' },
  { flag: 'phoneNumberVerified', value: 'phoneNumber' },
] as const;
