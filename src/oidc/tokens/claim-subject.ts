import type { ClaimSubject } from '../../access/claims/claim-subject.js';
import type { RoleOwner } from '../../access/claims/roles-claim.js';
import type { LiveGrant } from '../../access/live-grant.js';
import { permissionKey } from '../../model/access/permission.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';

/**
 * Returns the user about whom a token of the client makes claims. The records of a grant say which groups are permitted
 * for the client of the grant. If the token comes from a token exchange, the client is another one, so this is read.
 */
export async function claimSubjectOf(deps: Deps, client: Client, live: LiveGrant): Promise<ClaimSubject> {
  const { user, groups, roles } = live;
  if (isSameGeneration(live.client.generation, client.generation)) return { client, user, groups, roles };
  const keyed = groups.map((group) => ({ group, key: permissionKey(client, { group }) }));
  const permissions = await deps.store.permissions.findByKeys(keyed.map(({ key }) => key));
  const permitted = new Set(permissions.map(({ key }) => key));
  const ofClient = keyed.map(({ group, key }) => ({ ...group, isPermitted: permitted.has(key) }));
  return { client, user, groups: ofClient, roles };
}

/**
 * Returns who reads an access token: its APIs, and whose roles it lists. These are the roles of its API or, if the token
 * is for no API, those of its client. A token with several audiences lists none, because a role of one application could
 * be mistaken for a role of another one.
 */
export function tokenReaders(
  issuer: string,
  audience: readonly string[],
): { readonly resources: readonly string[]; readonly roleOwner: RoleOwner } {
  const resources = audience.filter((one) => one !== issuer);
  const [resource] = resources;
  if (resource === undefined) return { resources, roleOwner: 'CLIENT' };
  return { resources, roleOwner: audience.length > 1 ? 'NONE' : { resource } };
}
