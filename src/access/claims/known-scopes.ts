import { type Scope, STANDARD_SCOPES } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { administrationScopes } from '../../model/server/administration.js';

/**
 * Returns all scopes that exist: the standard scopes, the scopes of the administration API, and custom scopes. A custom
 * scope `groups` from an older version replaces the standard scope of this name until it is deleted.
 */
export async function knownScopes({ config, store }: Pick<Deps, 'config' | 'store'>): Promise<readonly Scope[]> {
  const custom = await store.scopes.all();
  const made = allScopes.get(custom);
  if (made?.serverUrl === config.issuer) return made.scopes;
  const standard = STANDARD_SCOPES.filter(({ id }) => !custom.some((scope) => scope.id === id));
  const scopes = [...standard, ...administrationScopes(config.issuer), ...custom];
  allScopes.set(custom, { serverUrl: config.issuer, scopes });
  return scopes;
}

/** All scopes, for each list of custom scopes. The store returns the same list while its scopes stay the same. */
const allScopes = new WeakMap<readonly Scope[], { readonly serverUrl: string; readonly scopes: readonly Scope[] }>();

/** Returns the names of the claims that the granted scopes include (OpenID Connect Core §5.4). */
export function claimsOfScopes(known: readonly Scope[], granted: readonly string[]): string[] {
  return [...new Set(known.filter(({ id }) => granted.includes(id)).flatMap(({ claims }) => claims))];
}

/** Whether the standard scope of this name exists. It does not while a custom scope of an older version has its name. */
export function isStandardScope(known: readonly Scope[], name: string): boolean {
  return known.some((scope) => scope.id === name && STANDARD_SCOPES.includes(scope));
}

/** Whether a scope releases the claim. */
export function isClaimOfScope(known: readonly Scope[], name: string): boolean {
  return known.some(({ claims }) => claims.includes(name));
}
