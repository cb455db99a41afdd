import type { JsonObject, JsonValue } from '../../model/json.js';
import { RESERVED_CLAIMS } from '../../model/people/claims.js';
import { PROFILE_ENTRIES, PROFILE_FIELDS, type User } from '../../model/people/user.js';
import { numericDate } from '../../model/time.js';

/**
 * Returns the claims with these names that are stored in the user record. Claims without a value are left out, as
 * OpenID Connect Core §5.3.2 recommends. The caller of this function adds `sub`.
 */
export function profileClaims(user: User, names: readonly string[]): JsonObject {
  const claims: JsonObject = {};
  for (const name of names) {
    const value = profileClaim(user, name);
    if (value !== undefined && value !== null && !RESERVED_CLAIMS.has(name)) claims[name] = value;
  }
  return claims;
}

function profileClaim(user: User, name: string): JsonValue | undefined {
  const standard = STANDARD_CLAIMS.get(name);
  if (standard !== undefined) return standard(user);
  return Object.hasOwn(user.claims, name) ? user.claims[name] : undefined;
}

/**
 * The standard claims (OpenID Connect Core §5.1) that have a field of their own in the user record. All other claims
 * are in `User.claims`.
 */
const STANDARD_CLAIMS = new Map<string, (user: User) => JsonValue | undefined>([
  ...PROFILE_ENTRIES.flatMap(([, { claim, field, confirms }]) => {
    const isEmpty = (user: User) => confirms !== undefined && user[PROFILE_FIELDS[confirms].field] === undefined;
    return claim === undefined ? [] : [[claim, (user: User) => (isEmpty(user) ? undefined : user[field])] as const];
  }),
  ['updated_at', ({ updatedAt }) => numericDate(updatedAt)],
]);
