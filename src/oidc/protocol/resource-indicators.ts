import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';

/** What is granted, and the resources that it is for. */
export interface Aim {
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
}

/** RFC 8707 §2; `audience` names a resource by the same URI. */
export interface AskedResources {
  readonly resource?: readonly string[];
  readonly audience?: readonly string[];
}

/**
 * Aims scopes at resources: at those asked for, or else at the one that the scopes belong to.
 * {@link https://www.rfc-editor.org/rfc/rfc8707#section-2 | RFC 8707 §2}
 *
 * @throws OAuthError `invalid_target`, or `invalid_scope` where scopes of two resources came without `resource`
 */
export function aimAt(client: Client, known: readonly Scope[], scopes: readonly string[], asked: AskedResources): Aim {
  const resource = askedResources(asked);
  if (resource.length === 0) return aimOfScopes(known, scopes);
  const reachable = resourcesOf(known, client.scopes);
  if (!resource.every((one) => reachable.includes(one))) {
    throw invalidTarget('resource is not one that the client has a scope for.');
  }
  return { resource, scopes: scopesFor(known, scopes, resource) };
}

/**
 * Narrows what was granted to the resources that one access token is asked for, and to the scopes that there still are.
 * {@link https://www.rfc-editor.org/rfc/rfc8707#section-2.2 | RFC 8707 §2.2}
 */
export function narrowAim(client: Client, known: readonly Scope[], granted: Aim, asked: AskedResources): Aim {
  const scopes = granted.scopes.filter(
    (scope) => client.scopes.includes(scope) && known.some(({ id }) => id === scope),
  );
  const resource = askedResources(asked);
  if (resource.length === 0) {
    if (granted.resource.length > 1) throw invalidTarget('resource is missing: several were granted.');
    return { resource: granted.resource, scopes };
  }
  if (!resource.every((one) => granted.resource.includes(one))) {
    throw invalidTarget('resource is not one that was granted.');
  }
  return { resource, scopes: scopesFor(known, scopes, resource) };
}

/** Each MUST be an absolute URI, without a fragment. */
function askedResources({ resource = [], audience = [] }: AskedResources): string[] {
  const asked = [...new Set([...resource, ...audience])];
  if (!asked.every((one) => URL.canParse(one) && !one.includes('#'))) {
    throw invalidTarget('resource must be an absolute URI without a fragment.');
  }
  return asked;
}

function aimOfScopes(known: readonly Scope[], scopes: readonly string[]): Aim {
  const resource = resourcesOf(known, scopes);
  if (resource.length > 1) {
    throw new OAuthError('invalid_scope', 'scope has scopes of several resources: say which by resource.');
  }
  return { scopes, resource };
}

function resourcesOf(known: readonly Scope[], scopes: readonly string[]): string[] {
  return [
    ...new Set(known.flatMap(({ id, resource }) => (resource !== undefined && scopes.includes(id) ? [resource] : []))),
  ];
}

/** Scopes of other resources are left out: what one API gets is of no use at another. Where all are, nothing is left. */
function scopesFor(known: readonly Scope[], scopes: readonly string[], resource: readonly string[]): string[] {
  const meant = scopes.filter((scope) => {
    const of = known.find(({ id }) => id === scope)?.resource;
    return of === undefined || resource.includes(of);
  });
  if (scopes.length > 0 && meant.length === 0) throw invalidTarget('resource is one that none of the scopes is for.');
  return meant;
}

function invalidTarget(description: string): OAuthError {
  return new OAuthError('invalid_target', description);
}
