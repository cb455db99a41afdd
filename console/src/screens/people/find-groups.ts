import { GroupsToChoose } from '../../generated/people.js';
import type { Found } from '../../parts/pick/found.js';
import type { Connection } from '../../server/connection.js';

/** Finds the groups that match a text, or the first ones. */
export async function findGroups(connection: Connection, text: string): Promise<Found[]> {
  const { groups } = await connection.request(GroupsToChoose, { search: text === '' ? null : text });
  return groups.edges.map(({ node: { id, name } }) => ({ id, label: name, detail: id }));
}
