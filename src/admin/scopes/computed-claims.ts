import { knownScopes } from '../../access/claims/known-scopes.js';
import { type Scope, STANDARD_SCOPES } from '../../model/clients/scope.js';
import type { Deps } from '../../model/deps.js';
import { COMPUTED_CLAIMS } from '../../model/people/claims.js';
import { invalid } from '../input-parser.js';

/** Returns the custom scopes of older versions that release a claim which the server now computes. */
async function olderScopes(deps: Pick<Deps, 'config' | 'store'>): Promise<Scope[]> {
  const custom = (await knownScopes(deps)).filter((scope) => !STANDARD_SCOPES.includes(scope));
  return custom.filter(({ id, claims }) => COMPUTED_CLAIMS.has(id) || claims.some((name) => COMPUTED_CLAIMS.has(name)));
}

/**
 * Throws if the custom claims of a user have a name that the server computes. While a custom scope of an older version
 * releases the claim, it can still be changed.
 */
export async function checkComputedClaims(deps: Deps, names: readonly string[]): Promise<void> {
  const computed = names.filter((name) => COMPUTED_CLAIMS.has(name));
  if (computed.length === 0) return;
  const older = await olderScopes(deps);
  const refused = computed.find((name) => !older.some(({ claims }) => claims.includes(name)));
  if (refused !== undefined) throw invalid(`claims.${refused}`, computedProblem(refused));
}

/** Returns the message for the name of a claim that the server computes. */
export function computedProblem(name: string): string {
  const source = name === 'groups' ? 'groups' : 'roles';
  return `is computed from the ${source} of the user. Use the ${source} of this server, or choose another name`;
}

/** Logs a warning for each custom scope of an older version that replaces what the server computes. */
export async function reportOlderScopes(deps: Pick<Deps, 'config' | 'store' | 'log'>): Promise<void> {
  for (const { id, claims } of await olderScopes(deps)) {
    const computed = [...COMPUTED_CLAIMS].filter((name) => name === id || claims.includes(name));
    deps.log.warn({ scope: id, claims: computed }, OLDER_SCOPE);
  }
}

const OLDER_SCOPE =
  'this scope was created before the server computed these claims. It keeps its meaning and replaces the computed claims. Delete the scope to use the computed claims.';
