import { type Scope, STANDARD_SCOPES } from '../model/clients/scope.js';
import type { Deps } from '../model/deps.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import { RESERVED_CLAIMS } from '../model/people/claims.js';
import { PROFILE_ENTRIES, PROFILE_FIELDS, type User } from '../model/people/user.js';
import { administrationScopes } from '../model/server/administration.js';
import { numericDate } from '../model/time.js';

/** Returns all scopes that exist: the standard scopes, the scopes of the administration API, and custom scopes. */
export async function knownScopes({ config, store }: Pick<Deps, 'config' | 'store'>): Promise<readonly Scope[]> {
  const custom = await store.scopes.all();
  const made = allScopes.get(custom);
  if (made?.serverUrl === config.issuer) return made.scopes;
  const scopes = [...STANDARD_SCOPES, ...administrationScopes(config.issuer), ...custom];
  allScopes.set(custom, { serverUrl: config.issuer, scopes });
  return scopes;
}

/** All scopes, for each list of custom scopes. The store returns the same list while its scopes stay the same. */
const allScopes = new WeakMap<readonly Scope[], { readonly serverUrl: string; readonly scopes: readonly Scope[] }>();

/** Returns the names of the claims that the granted scopes include (OpenID Connect Core §5.4). */
export function claimsOfScopes(known: readonly Scope[], granted: readonly string[]): string[] {
  return [...new Set(known.filter(({ id }) => granted.includes(id)).flatMap(({ claims }) => claims))];
}

/**
 * Returns the user's claims with these names. Claims without a value are left out, as OpenID Connect Core §5.3.2
 * recommends. The caller of this function adds `sub`.
 */
export function claimsOfUser(user: User, names: readonly string[]): JsonObject {
  const claims: JsonObject = {};
  for (const name of names) {
    const value = claimOfUser(user, name);
    if (value !== undefined && value !== null && !RESERVED_CLAIMS.has(name)) claims[name] = value;
  }
  return claims;
}

function claimOfUser(user: User, name: string): JsonValue | undefined {
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
