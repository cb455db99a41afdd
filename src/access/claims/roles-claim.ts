import type { UserRole } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';
import { isSameGeneration } from '../../model/generation.js';

/** Whose roles a token lists: those of its client, those of one API, or none, because several parties read the token. */
export type RoleOwner = 'CLIENT' | 'NONE' | { readonly resource: string };

/** Returns the value of the claim `roles`: the names of the user's roles in the application or API. */
export function rolesClaim(client: Client, roles: readonly UserRole[], owner: RoleOwner): string[] {
  const ofOwner = roles.filter(({ clientGeneration, resource }) => {
    if (owner === 'CLIENT') return isSameGeneration(clientGeneration, client.generation);
    return owner !== 'NONE' && resource === owner.resource;
  });
  return ofOwner.map(({ name }) => name).toSorted();
}
