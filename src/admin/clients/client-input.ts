import { z } from 'zod';
import {
  ACCESS_POLICIES,
  ACCESS_TOKEN_FORMATS,
  APPLICATION_TYPES,
  CONSENT_POLICIES,
  GRANT_TYPES,
  INTEGRATIONS,
  SECURITY_PROFILES,
  SUBJECT_TYPES,
  TOKEN_ENDPOINT_AUTH_METHODS,
} from '../../model/clients/client.js';
import { isShallow, type JsonObject } from '../../model/json.js';
import { SIGNING_ALGS } from '../../model/server/signing-key.js';
import { chosenId, distinct, givenId, line } from '../parse-input.js';
import { linkProblem } from './client-uris.js';

const MOST_URIS = 200;
const TEN_YEARS = 315_360_000;

function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values);
}

function listOf<T extends z.ZodType>(item: T) {
  return z.array(item).max(MOST_URIS, `must have at most ${MOST_URIS} entries`).transform(distinct);
}
const link = z.string().superRefine((text, context) => {
  const problem = linkProblem(text);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});
const seconds = z.int().min(1, 'must be at least 1').max(TEN_YEARS, `must be at most ${TEN_YEARS}`);
const alg = oneOf(SIGNING_ALGS);
/** RFC 6749 §3.3 */
export const scopeToken = z
  .string()
  .max(128, 'must have at most 128 characters')
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be visible ASCII without quotation marks and backslashes');

/** Each setting by itself; how they go together is `check-client.ts`. Left out and `null` are the caller's to say. */
const settings = {
  applicationType: oneOf(APPLICATION_TYPES).nullish(),
  securityProfile: oneOf(SECURITY_PROFILES).nullish(),
  integrations: listOf(oneOf(INTEGRATIONS)).nullish(),
  redirectUris: listOf(z.string()).nullish(),
  postLogoutRedirectUris: listOf(z.string()).nullish(),
  backchannelLogoutUri: z.string().nullish(),
  grantTypes: listOf(oneOf(GRANT_TYPES)).nullish(),
  tokenEndpointAuthMethod: oneOf(TOKEN_ENDPOINT_AUTH_METHODS).nullish(),
  jwks: z
    .custom<JsonObject>((value) => typeof value === 'object', 'must be a JWK Set')
    .refine(isShallow, 'must not be nested more than 16 deep')
    .nullish(),
  jwksUri: z.string().nullish(),
  scopes: listOf(scopeToken).nullish(),
  audiences: listOf(z.string()).nullish(),
  requirePkce: z.boolean().nullish(),
  requireSignedRequestObject: z.boolean().nullish(),
  requestObjectSigningAlg: alg.nullish(),
  requirePushedAuthorizationRequests: z.boolean().nullish(),
  dpopBoundAccessTokens: z.boolean().nullish(),
  idTokenSignedResponseAlg: alg.nullish(),
  claimsInIdToken: z.boolean().nullish(),
  userinfoSignedResponseAlg: alg.nullish(),
  introspectionSignedResponseAlg: alg.nullish(),
  accessTokenFormat: oneOf(ACCESS_TOKEN_FORMATS).nullish(),
  accessTokenSigningAlg: alg.nullish(),
  accessTokenLifetime: seconds.nullish(),
  refreshTokenIdleLifetime: seconds.nullish(),
  refreshTokenAbsoluteLifetime: seconds.nullish(),
  subjectType: oneOf(SUBJECT_TYPES).nullish(),
  consent: oneOf(CONSENT_POLICIES).nullish(),
  accessPolicy: oneOf(ACCESS_POLICIES).nullish(),
  registrationEnabled: z.boolean().nullish(),
  logoUri: link.nullish(),
  clientUri: link.nullish(),
  policyUri: link.nullish(),
  tosUri: link.nullish(),
};

const name = line(200);

export const createClientInput = z.object({
  ...settings,
  id: chosenId.nullish(),
  name,
  issuerId: givenId.nullish(),
});
export type CreateClientInput = z.input<typeof createClientInput>;

export const updateClientInput = z.object({
  ...settings,
  id: givenId,
  name: name.nullish(),
  enabled: z.boolean().nullish(),
});
export type UpdateClientInput = z.input<typeof updateClientInput>;
