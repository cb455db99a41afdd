import { People, type PeopleQuery, type PeopleQueryVariables } from '../../../generated/people.js';
import { everyRow } from '../../../parts/list/every-row.js';
import type { Connection } from '../../../server/connection.js';

type Choice = Pick<PeopleQueryVariables, 'search' | 'filter' | 'order'>;
type Person = PeopleQuery['users']['edges'][number]['node'];

/** Reads everyone in the list, page by page. */
export async function exportPeople(connection: Connection, { search, filter, order }: Choice): Promise<Person[]> {
  return everyRow(
    async (page) =>
      (await connection.request(People, { search, filter, order, groupId: '', isInGroup: false, ...page })).users,
    (person) => person,
  );
}
