/*
 * This folder shows the groups: the list, and each of them with its members and what it opens. It must not know other
 * screens.
 */

import { useState } from 'preact/hooks';
import { type GroupOrder, Groups, type GroupsQuery } from '../../generated/groups.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { everyRow } from '../../parts/list/every-row.js';
import { useList } from '../../parts/list/list-state.js';
import { Empty, ListTools, PageButtons } from '../../parts/list/list-tools.js';
import { Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';
import { NewGroup } from './new-group.js';

export function GroupsScreen() {
  const context = useConsole();
  const { texts } = context;
  const list = useList({ defaultOrder: 'NAME' });
  // A search without another order has the best hits first.
  const order = list.variables.search !== null && list.order === 'NAME' ? null : (list.order as GroupOrder);
  const variables = { ...list.variables, order };
  const query = useQuery(Groups, variables);
  const [isCreating, setCreating] = useState(false);
  const create = isAllowed(context, 'groups:write') && (
    <button type="button" class="main" onClick={() => setCreating(true)}>
      {texts.say('groups.new')}
    </button>
  );
  return (
    <>
      <ScreenTitle title={texts.say('shell.groups')} actions={create} />
      <ListTools
        list={list}
        search={texts.say('groups.search')}
        orders={[
          { value: 'NAME', label: texts.say('groups.name') },
          { value: 'NEWEST_FIRST', label: texts.say('groups.newestFirst') },
        ]}
        exportName="groups"
        exportRows={() =>
          everyRow(
            async (page) =>
              (await context.connection.request(Groups, { search: variables.search, order, ...page })).groups,
            ({ members, ...group }) => ({ ...group, members: members?.totalCount }),
          )
        }
      />
      <Loaded query={query}>
        {({ groups }: GroupsQuery) => (
          <>
            {groups.edges.length === 0 ? (
              <Empty
                title={texts.say(list.isNarrowed ? 'groups.none' : 'groups.emptyTitle')}
                text={texts.say(list.isNarrowed ? 'groups.noneText' : 'groups.emptyText')}
              />
            ) : (
              <Table
                rows={groups.edges.map(({ node }) => node)}
                rowKey={({ id }) => id}
                columns={[
                  {
                    name: texts.say('groups.name'),
                    isHeader: true,
                    cell: ({ id, name, description }) => (
                      <>
                        <a href={screenPath('groups', id)}>{name}</a>
                        {description !== null && <small>{description}</small>}
                      </>
                    ),
                  },
                  { name: texts.say('groups.id'), cell: ({ id }) => <code>{id}</code> },
                  {
                    name: texts.say('groups.members'),
                    cell: ({ members }) => members !== null && texts.number(members.totalCount),
                  },
                ]}
              />
            )}
            <PageButtons page={groups.pageInfo} list={list} />
          </>
        )}
      </Loaded>
      {isCreating && <NewGroup onClose={() => setCreating(false)} />}
    </>
  );
}
