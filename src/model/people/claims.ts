import { PROFILE_ENTRIES } from './user.js';

/**
 * Names that the protocols use in tokens, assertions and responses (RFC 7519 §4.1, OpenID Connect Core §2, RFC 7662
 * §2.2, RFC 8693 §4, RFC 9068 §2.2, Basic). A claim about a user must not have one, because clients would trust it.
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
  'grantId',
  'gid',
  'username',
  '_claim_names',
  '_claim_sources',
  '__proto__',
]);

/** Claims with values from the fields of the user record. `User.claims` cannot contain them. */
export const RECORD_CLAIMS: ReadonlySet<string> = new Set([
  ...PROFILE_ENTRIES.flatMap(([, { claim }]) => (claim === undefined ? [] : [claim])),
  'updated_at',
]);
