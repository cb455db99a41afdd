import { scopesOfUser } from '../../access/role-scopes.js';
import type { UserRole } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import type { Scope } from '../../model/clients/scope.js';
import { OAuthError } from '../../model/errors.js';

/** The scopes and resources (APIs) that a token is for. */
export interface Target {
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
}

/**
 * The parameters that name resources: `resource` (RFC 8707 §2) and `audience` (RFC 8693 §2.1). Each value is the URI of
 * a resource.
 */
export interface ResourceParameters {
  readonly resource?: readonly string[];
  readonly audience?: readonly string[];
}

/**
 * Returns the scopes and resources of a request. If the request names no resource, the scopes determine the resource.
 * {@link https://www.rfc-editor.org/rfc/rfc8707#section-2 | RFC 8707 §2}
 *
 * @throws OAuthError `invalid_target`, or `invalid_scope` if the scopes belong to several resources and the request
 * names no resource
 */
export function parseTarget(
  client: Client,
  known: readonly Scope[],
  scopes: readonly string[],
  requested: ResourceParameters,
): Target {
  const resource = parseResources(requested);
  if (resource.length === 0) return targetOfScopes(known, scopes);
  const reachable = resourcesOf(known, client.scopes);
  if (!resource.every((one) => reachable.includes(one))) {
    throw invalidTarget('The resource parameter names a resource for which the client has no scope.');
  }
  return { resource, scopes: scopesFor(known, scopes, resource) };
}

/**
 * Returns the scopes and resources for one access token. If the request names resources, the scopes of all other
 * resources are left out. Scopes that were deleted, or that the client has lost, are always left out.
 * {@link https://www.rfc-editor.org/rfc/rfc8707#section-2.2 | RFC 8707 §2.2}
 *
 * @throws OAuthError `invalid_target` if a requested resource was not granted, or if the request names no resource
 * although several were granted
 */
export function narrowTarget(
  client: Client,
  known: readonly Scope[],
  granted: Target,
  requested: ResourceParameters,
): Target {
  const scopes = granted.scopes.filter(
    (scope) => client.scopes.includes(scope) && known.some(({ id }) => id === scope),
  );
  const resource = parseResources(requested);
  if (resource.length === 0) {
    if (granted.resource.length > 1)
      throw invalidTarget('The resource parameter is missing. Several resources were granted, so name one of them.');
    return { resource: granted.resource, scopes };
  }
  if (!resource.every((one) => granted.resource.includes(one))) {
    throw invalidTarget('The resource parameter names a resource that was not granted.');
  }
  return { resource, scopes: scopesFor(known, scopes, resource) };
}

/**
 * Returns the part of a target that the user may have. A resource is left out if all its scopes are, so that a token
 * without a scope of an API is not accepted there.
 *
 * @throws OAuthError `invalid_scope` if the user may have none of the scopes
 */
export function targetOfUser(
  client: Client,
  known: readonly Scope[],
  roles: readonly UserRole[],
  { scopes, resource }: Target,
): Target {
  const allowed = scopesOfUser(known, client, roles, scopes);
  if (allowed.length === scopes.length) return { scopes, resource };
  if (allowed.length === 0) {
    throw new OAuthError(
      'invalid_scope',
      'Each of the scopes requires a role that the user does not have. Ask an administrator to assign a role to the user.',
      { parameter: 'scope' },
    );
  }
  const lost = resourcesOf(known, scopes).filter((one) => !resourcesOf(known, allowed).includes(one));
  return { scopes: allowed, resource: resource.filter((one) => !lost.includes(one)) };
}

/** Parses the resources in a request. RFC 8707 §2: each resource must be an absolute URI without a fragment. */
function parseResources({ resource = [], audience = [] }: ResourceParameters): string[] {
  const resources = [...new Set([...resource, ...audience])];
  if (!resources.every((one) => URL.canParse(one) && !one.includes('#'))) {
    throw invalidTarget('The resource parameter must be an absolute URI without a fragment.');
  }
  return resources;
}

function targetOfScopes(known: readonly Scope[], scopes: readonly string[]): Target {
  const resource = resourcesOf(known, scopes);
  if (resource.length > 1) {
    throw new OAuthError(
      'invalid_scope',
      'The requested scopes belong to several resources. Choose one resource with the resource parameter.',
      { parameter: 'resource' },
    );
  }
  return { scopes, resource };
}

function resourcesOf(known: readonly Scope[], scopes: readonly string[]): string[] {
  return [
    ...new Set(known.flatMap(({ id, resource }) => (resource !== undefined && scopes.includes(id) ? [resource] : []))),
  ];
}

/**
 * Leaves out every scope that belongs to a resource which is not in the list `resource`, so that a token for one API
 * cannot be used at another API.
 */
function scopesFor(known: readonly Scope[], scopes: readonly string[], resource: readonly string[]): string[] {
  const fitting = scopes.filter((scope) => {
    const owner = known.find(({ id }) => id === scope)?.resource;
    return owner === undefined || resource.includes(owner);
  });
  if (scopes.length > 0 && fitting.length === 0)
    throw invalidTarget(
      'None of the requested scopes belongs to the resource in the resource parameter. Request a scope of this resource.',
    );
  return fitting;
}

function invalidTarget(description: string): OAuthError {
  return new OAuthError('invalid_target', description, { parameter: 'resource' });
}
