import { People, type PeopleQuery, type PeopleQueryVariables } from '../../../generated/people.js';
import type { Connection } from '../../../server/connection.js';

const PAGE_SIZE = 100;

type Choice = Pick<PeopleQueryVariables, 'search' | 'filter' | 'order'>;
type Person = PeopleQuery['users']['edges'][number]['node'];

/** Reads everyone in the list, page by page. */
export async function exportPeople(connection: Connection, { search, filter, order }: Choice): Promise<Person[]> {
  const people: Person[] = [];
  let after: string | null = null;
  do {
    const page: PeopleQuery = await connection.request(People, { search, filter, order, first: PAGE_SIZE, after });
    people.push(...page.users.edges.map(({ node }) => node));
    after = page.users.pageInfo.hasNextPage ? page.users.pageInfo.endCursor : null;
  } while (after !== null);
  return people;
}
