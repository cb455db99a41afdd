import type { UserGroup } from '../../model/access/live.js';
import type { Client } from '../../model/clients/client.js';

/**
 * Returns the value of the claim `groups` for the client: ids or names, of all groups of the user or only of those that
 * have a permission for the client, as the client's settings say. `named` are the texts in the claim rules of the client:
 * a rule can ask for a group only by its text, so the client sees these groups in any case.
 */
export function groupsClaim(client: Client, groups: readonly UserGroup[], named: ReadonlySet<string>): string[] {
  const { groupsClaimFormat, groupsClaimFilter, accessPolicy } = client;
  const filter = groupsClaimFilter ?? (accessPolicy === 'ALL_USERS' ? 'ALL' : 'PERMITTED');
  const shownAs = ({ id, name }: UserGroup) => (groupsClaimFormat === 'NAMES' ? name : id);
  const shown = groups.filter((group) => filter === 'ALL' || group.isPermitted || named.has(shownAs(group)));
  return [...new Set(shown.map(shownAs))].toSorted();
}
