/*
 * This folder shows the people who have an account: the list, and later each of them. It must not know other screens.
 */

import { People, type PeopleQuery } from '../../generated/people.js';
import { useConsole } from '../../parts/console-context.js';
import { useList } from '../../parts/list/list-state.js';
import { ListTools, PageButtons } from '../../parts/list/list-tools.js';
import { Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';

type Person = PeopleQuery['users']['edges'][number]['node'];

export function PeopleScreen() {
  const { texts } = useConsole();
  const list = useList();
  const query = useQuery(People, list.variables);
  return (
    <>
      <ScreenTitle title={texts.say('people.title')} />
      <ListTools list={list} search={texts.say('people.search')} />
      <Loaded query={query}>
        {({ users }) => (
          <>
            {users.edges.length === 0 ? (
              <p>{texts.say('people.none')}</p>
            ) : (
              <PeopleTable people={users.edges.map(({ node }) => node)} />
            )}
            <PageButtons page={users.pageInfo} list={list} />
          </>
        )}
      </Loaded>
    </>
  );
}

function PeopleTable({ people }: { readonly people: readonly Person[] }) {
  const { texts } = useConsole();
  return (
    <Table
      rows={people}
      rowKey={({ id }) => id}
      columns={[
        {
          name: texts.say('people.name'),
          isHeader: true,
          cell: ({ name, username }) => (
            <>
              {name ?? username}
              {name !== null && <small>{username}</small>}
            </>
          ),
        },
        { name: texts.say('people.email'), cell: ({ email }) => email },
        { name: texts.say('people.status'), cell: ({ status }) => texts.say(`status.${status}`) },
        {
          name: texts.say('people.lastSignIn'),
          cell: ({ lastSignInAt }) => (lastSignInAt === null ? texts.say('people.never') : texts.moment(lastSignInAt)),
        },
      ]}
    />
  );
}
