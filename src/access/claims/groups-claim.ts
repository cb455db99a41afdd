import type { UserGroup } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';

/**
 * Returns the value of the claim `groups` for the client: ids or names, of all groups of the user or only of those that
 * have a permission for the client, as the client's settings say. `named` are the ids of further groups that the client
 * sees in any case.
 */
export function groupsClaim(client: Client, groups: readonly UserGroup[], named: ReadonlySet<string>): string[] {
  const { groupsClaimFormat, groupsClaimFilter, accessPolicy } = client;
  const filter = groupsClaimFilter ?? (accessPolicy === 'ALL_USERS' ? 'ALL' : 'PERMITTED');
  const shown = groups.filter(({ id, isPermitted }) => filter === 'ALL' || isPermitted || named.has(id));
  const values = shown.map(({ id, name }) => (groupsClaimFormat === 'NAMES' ? name : id));
  return [...new Set(values)].toSorted();
}
