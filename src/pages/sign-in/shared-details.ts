import type { JsonObject, JsonValue } from '../../model/json.js';
import type { RequestedScope } from './requested-access.js';

export interface ConsentScope extends RequestedScope {
  /** The names of the claims that the scope releases. */
  readonly claims: readonly string[];
}

/** What an application requests, and what it gets about the user at present. */
export interface SharedDetails {
  readonly scopes: readonly ConsentScope[];
  /** The names of the claims that the application requests one by one, not by a scope. */
  readonly claims: readonly string[];
  /** Every claim that the application gets, after its claim rules. */
  readonly shared: JsonObject;
}

/** A detail about the user: the name of the claim, and its value. */
export type Detail = readonly [claim: string, value: JsonValue];

export interface SharedScope {
  readonly scope: ConsentScope;
  /** The details that only this scope, or this scope first, releases. */
  readonly details: readonly Detail[];
}

export interface ArrangedDetails {
  readonly scopes: readonly SharedScope[];
  /** The details that no scope releases: claims that were requested one by one, roles, and results of claim rules. */
  readonly others: readonly Detail[];
  readonly missing: {
    /** The scopes of which the account has no detail. */
    readonly scopes: readonly ConsentScope[];
    readonly claims: readonly string[];
  };
}

/**
 * Arranges the details under the scopes that release them. A scope that releases only details which the account does not
 * have is missing: nothing is shared because of this scope.
 */
export function arrangeDetails({ scopes, claims, shared }: SharedDetails): ArrangedDetails {
  const present = new Map(Object.entries(shared).filter(([, value]) => !isEmpty(value)));
  const isMissing = ({ claims: released }: ConsentScope) => {
    const details = released.filter((claim) => claim !== 'sub');
    return details.length > 0 && !details.some((claim) => present.has(claim));
  };
  const shown = new Set<string>();
  const take = (names: Iterable<string>): Detail[] => {
    const taken: Detail[] = [];
    for (const name of names) {
      const value = present.get(name);
      if (value === undefined || shown.has(name)) continue;
      shown.add(name);
      taken.push([name, value]);
    }
    return taken;
  };
  return {
    scopes: scopes.filter((scope) => !isMissing(scope)).map((scope) => ({ scope, details: take(scope.claims) })),
    others: take(present.keys()),
    missing: { scopes: scopes.filter(isMissing), claims: claims.filter((claim) => !present.has(claim)) },
  };
}

function isEmpty(value: JsonValue): boolean {
  return value === '' || value === null || (Array.isArray(value) && value.length === 0);
}
