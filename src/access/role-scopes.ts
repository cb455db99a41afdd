import type { UserRole } from '../model/access/live.js';
import type { Client } from '../model/clients/client.js';
import type { Scope } from '../model/clients/scope.js';
import { isSameGeneration } from '../model/generation.js';

/**
 * Returns the scopes that the user may have at this client. A scope with `requiresRole` needs a role that lists it: a
 * role of the API that the scope belongs to, or a role of the client.
 */
export function scopesOfUser(
  known: readonly Scope[],
  client: Pick<Client, 'generation'>,
  roles: readonly UserRole[],
  scopes: readonly string[],
): string[] {
  return scopes.filter((name) => {
    const scope = known.find(({ id }) => id === name);
    return scope?.requiresRole !== true || roles.some((role) => givesScope(role, client, scope));
  });
}

function givesScope(role: UserRole, client: Pick<Client, 'generation'>, scope: Scope): boolean {
  if (!role.scopes.includes(scope.id)) return false;
  if (role.resource !== undefined) return role.resource === scope.resource;
  return isSameGeneration(role.clientGeneration, client.generation);
}
