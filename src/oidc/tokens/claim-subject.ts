import type { ClaimSubject } from '../../access/claims/make-claims.js';
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
  const { user, groups } = live;
  if (isSameGeneration(live.client.generation, client.generation)) return { client, user, groups };
  const keyed = groups.map((group) => ({ group, key: permissionKey(client, { group }) }));
  const permissions = await deps.store.permissions.findByKeys(keyed.map(({ key }) => key));
  const permitted = new Set(permissions.map(({ key }) => key));
  return { client, user, groups: keyed.map(({ group, key }) => ({ ...group, isPermitted: permitted.has(key) })) };
}
