import { type Scope, STANDARD_SCOPES } from '../model/clients/scope.js';
import type { Deps } from '../model/deps.js';
import type { JsonObject, JsonValue } from '../model/json.js';
import { RESERVED_CLAIMS } from '../model/people/claims.js';
import type { User } from '../model/people/user.js';
import { administrationScopes } from '../model/server/administration.js';
import { numericDate } from '../model/time.js';

/** All scopes: the standard ones, those of the administration API, and those that administrators created. */
export async function knownScopes(deps: Pick<Deps, 'config' | 'store'>): Promise<Scope[]> {
  return [...STANDARD_SCOPES, ...administrationScopes(deps.config.issuer), ...(await deps.store.scopes.all())];
}

/** Names of the claims that these scopes release (OpenID Connect Core §5.4). */
export function claimsOfScopes(known: readonly Scope[], granted: readonly string[]): string[] {
  return [...new Set(known.filter(({ id }) => granted.includes(id)).flatMap(({ claims }) => claims))];
}

/** OpenID Connect Core §5.3.2: a claim without a value SHOULD be omitted. The caller adds `sub`. */
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

/** The claims of OpenID Connect Core §5.1 that are fields of `User`; the others can be set in `User.claims`. */
const STANDARD_CLAIMS = new Map<string, (user: User) => JsonValue | undefined>(
  Object.entries({
    name: ({ name }) => name,
    given_name: ({ given_name }) => given_name,
    family_name: ({ family_name }) => family_name,
    preferred_username: ({ username }) => username,
    picture: ({ picture }) => picture,
    email: ({ email }) => email,
    email_verified: ({ email, email_verified }) => (email === undefined ? undefined : email_verified),
    phone_number: ({ phone_number }) => phone_number,
    phone_number_verified: ({ phone_number, phone_number_verified }) =>
      phone_number === undefined ? undefined : phone_number_verified,
    locale: ({ locale }) => locale,
    zoneinfo: ({ zoneinfo }) => zoneinfo,
    updated_at: ({ updatedAt }) => numericDate(updatedAt),
  }),
);
