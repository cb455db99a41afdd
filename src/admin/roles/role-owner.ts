import { knownScopes } from '../../access/claims/known-scopes.js';
import type { Role } from '../../model/access/role.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { invalid, notFound } from '../input-parser.js';
import { checkResource, isBuiltIn } from '../scopes/scope-changes.js';

/** The application or API that has a role. */
export type StoredOwner =
  | { readonly client: Client; readonly resource?: undefined }
  | { readonly client?: undefined; readonly resource: string };

/**
 * Returns the application or API for which the caller defines a role. Throws if the caller may not define its roles:
 * those of an application need `clients:write` and every permission of the client, those of an API `scopes:write`.
 */
export async function getOwner(
  deps: Deps,
  caller: AdminCaller,
  { clientId, resource }: { readonly clientId: string | undefined; readonly resource: string | undefined },
): Promise<StoredOwner> {
  if (resource !== undefined) {
    checkPermission(caller, 'scopes:write');
    checkResource(deps, resource);
    return { resource };
  }
  checkPermission(caller, 'clients:write');
  const client = await deps.store.clients.find(clientId ?? '');
  if (client === undefined) throw notFound('client', 'clientId');
  checkStrengthOverClient(caller, client, 'clientId');
  return { client };
}

/**
 * Throws if the client of the role has a permission that the caller does not have. A role whose client was deleted does
 * not exist, even if another client has the client's id.
 */
export async function checkRoleOwner(deps: Deps, caller: AdminCaller, role: Role, field?: string): Promise<void> {
  if (role.clientId === undefined) return;
  const client = await deps.store.clients.find(role.clientId);
  if (!isSameGeneration(client?.generation, role.clientGeneration) || client === undefined)
    throw notFound('role', field);
  checkStrengthOverClient(caller, client, field);
}

/**
 * Throws if a role of this owner cannot list the scopes. It can list the custom scopes of its client or its API. Scopes
 * of administration and standard scopes are excluded, so that `User.adminRole` stays the only source of administration.
 */
export async function checkScopesOfRole(deps: Deps, owner: StoredOwner, scopes: readonly string[]): Promise<void> {
  const known = await knownScopes(deps);
  for (const [index, name] of scopes.entries()) {
    const scope = known.find(({ id }) => id === name);
    const field = `scopes.${index}`;
    if (scope === undefined) throw invalid(field, 'is not the name of an existing scope. Create the scope first');
    if (isBuiltIn(scope)) throw invalid(field, 'is a built-in scope, which no role can give');
    if (owner.client !== undefined && !owner.client.scopes.includes(name)) {
      throw invalid(field, 'is not a scope of the client. Add the scope to the client first');
    }
    if (owner.client === undefined && scope.resource !== owner.resource) {
      throw invalid(field, 'is not a scope of this API. Choose a scope with the same resource');
    }
  }
}
