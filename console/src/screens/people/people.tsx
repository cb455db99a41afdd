/*
 * This folder shows the people who have an account: the list, and later each of them. It must not know other screens.
 */

import { People, type PeopleQuery } from '../../generated/operations.js';
import { useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { PageButtons, usePaging } from '../../parts/paging.js';
import { useQuery } from '../../parts/query.js';

type Person = PeopleQuery['users']['edges'][number]['node'];

export function PeopleScreen() {
  const { texts } = useConsole();
  const paging = usePaging();
  const query = useQuery(People, paging.variables);
  return (
    <>
      <h1>{texts.say('people.title')}</h1>
      <search>
        <label>
          <span>{texts.say('people.search')}</span>
          <input
            type="search"
            value={paging.search}
            onInput={({ currentTarget }) => paging.find(currentTarget.value)}
          />
        </label>
      </search>
      <Loaded query={query}>
        {({ users }) => (
          <>
            {users.edges.length === 0 ? (
              <p>{texts.say('people.none')}</p>
            ) : (
              <PeopleTable people={users.edges.map(({ node }) => node)} />
            )}
            <PageButtons page={users.pageInfo} paging={paging} />
          </>
        )}
      </Loaded>
    </>
  );
}

function PeopleTable({ people }: { readonly people: readonly Person[] }) {
  const { texts } = useConsole();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.say('people.name')}</th>
          <th scope="col">{texts.say('people.email')}</th>
          <th scope="col">{texts.say('people.status')}</th>
          <th scope="col">{texts.say('people.lastSignIn')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ id, username, name, email, status, lastSignInAt }) => (
          <tr key={id}>
            <th scope="row">
              {name ?? username}
              {name !== null && <small>{username}</small>}
            </th>
            <td>{email}</td>
            <td>{texts.say(`status.${status}`)}</td>
            <td>{lastSignInAt === null ? texts.say('people.never') : texts.moment(lastSignInAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
