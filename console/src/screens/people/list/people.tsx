/*
 * This folder lists all people: with search, filters, orders and export. It also makes a new person, and has the people
 * who wait for approval.
 */

import { useState } from 'preact/hooks';
import { People, type PeopleQuery, type UserOrder } from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { useList } from '../../../parts/list/list-state.js';
import { Empty, ListTools, PageButtons } from '../../../parts/list/list-tools.js';
import { Loaded } from '../../../parts/loaded.js';
import { ScreenTitle } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { GroupFilter } from './group-filter.js';
import { NewPerson } from './new-person.js';
import { exportPeople } from './people-export.js';
import { filterOf, NO_FILTERS, usePeopleFilters, usePeopleOrders } from './people-filters.js';
import { PeopleTable } from './people-table.js';
import { PeopleWhoWait } from './people-who-wait.js';

export function PeopleScreen() {
  const context = useConsole();
  const { texts } = context;
  const mayWrite = isAllowed(context, 'users:write');
  const list = useList({ filters: NO_FILTERS });
  const filter = filterOf(list.filters, context.now());
  const order = list.order === '' ? null : (list.order as UserOrder);
  const { group: groupId } = list.filters;
  const isInGroup = groupId !== '';
  const variables = { ...list.variables, filter, order, groupId, isInGroup };
  const query = useQuery(People, variables);
  const [isCreating, setCreating] = useState(false);
  const create = mayWrite && (
    <button type="button" onClick={() => setCreating(true)}>
      {texts.say('people.new')}
    </button>
  );
  return (
    <>
      <ScreenTitle
        title={texts.say('shell.people')}
        actions={
          <>
            <a class="button" href="/console/invitations">
              {texts.say('shell.invitations')}
            </a>
            {create}
            {mayWrite && (
              <a class="button main" href="/console/invitations?new">
                {texts.say('people.invite')}
              </a>
            )}
          </>
        }
      />
      <PeopleWhoWait onDecided={query.reload} />
      <ListTools
        list={list}
        search={texts.say('people.search')}
        filters={usePeopleFilters()}
        orders={usePeopleOrders()}
        exportName="people"
        exportRows={() => exportPeople(context.connection, variables)}
      >
        {isAllowed(context, 'groups:read') && (
          <GroupFilter
            chosen={isInGroup ? (query.data?.group?.name ?? groupId) : undefined}
            onChoose={(id) => list.setFilter('group', id)}
          />
        )}
      </ListTools>
      <Loaded query={query}>
        {({ users }: PeopleQuery) => (
          <>
            {users.edges.length > 0 ? (
              <PeopleTable people={users.edges.map(({ node }) => node)} />
            ) : (
              <Empty
                title={texts.say(list.isNarrowed ? 'people.none' : 'people.emptyTitle')}
                text={texts.say(list.isNarrowed ? 'people.noneText' : 'people.emptyText')}
              />
            )}
            <PageButtons page={users.pageInfo} list={list} />
          </>
        )}
      </Loaded>
      {isCreating && (
        <NewPerson
          onClose={() => {
            setCreating(false);
            query.reload();
          }}
        />
      )}
    </>
  );
}
