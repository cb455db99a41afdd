import { PROFILE_ENTRIES } from './user.js';

/**
 * Claim names that already have a meaning in tokens and responses (RFC 7519 §4.1, OpenID Connect Core §2, RFC 7662
 * §2.2, RFC 8693 §4, RFC 9068 §2.2, Basic). An administrator cannot give a user a claim with such a name, because
 * clients would trust its value.
 */
export const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'nbf',
  'iat',
  'jti',
  'scope',
  'client_id',
  'azp',
  'nonce',
  'auth_time',
  'acr',
  'amr',
  'at_hash',
  'c_hash',
  's_hash',
  'sid',
  'act',
  'may_act',
  'cnf',
  'events',
  'active',
  'token_type',
  'token_introspection',
  'authorization_details',
  'userId',
  'clientId',
  'clientGeneration',
  'clientGrantEpoch',
  'clientIncarnation',
  'grantId',
  'gid',
  'username',
  '_claim_names',
  '_claim_sources',
  '__proto__',
]);

/**
 * Claims that the server computes from other records. They cannot be in `User.claims`, and no new scope can have one of
 * these names. Databases of older versions can contain such a scope. It keeps its meaning until it is deleted.
 */
export const COMPUTED_CLAIMS: ReadonlySet<string> = new Set(['groups', 'roles']);

/**
 * Claims whose values come from profile fields of the user, such as `email`. `User.claims` must not contain claims with
 * these names.
 */
export const RECORD_CLAIMS: ReadonlySet<string> = new Set([
  ...PROFILE_ENTRIES.flatMap(([, { claim }]) => (claim === undefined ? [] : [claim])),
  'updated_at',
]);
