/*
 * This folder is the list of applications. It says who may use each of them, when it was last used, and what is wrong.
 */

import {
  type AccessPolicy,
  Applications,
  type Integration,
  type ListedClientFragment,
} from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { useList } from '../../../parts/list/list-state.js';
import { Empty, ListTools, PageButtons } from '../../../parts/list/list-tools.js';
import { Table } from '../../../parts/list/table.js';
import { Loaded } from '../../../parts/loaded.js';
import { ScreenTitle } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';
import { kindOf } from '../kind.js';
import { Logo } from '../logo.js';
import { exportedRows } from './export-rows.js';
import { HealthMarks } from './health-marks.js';

const ORDERS = ['LAST_USED', 'NEWEST_FIRST'] as const;

export function ApplicationsScreen() {
  const context = useConsole();
  const { texts, connection } = context;
  const list = useList({ filters: { access: '', status: '', protocol: '' } });
  const { access, status, protocol } = list.filters;
  const choice = {
    filter: {
      accessPolicy: access === '' ? null : (access as AccessPolicy),
      enabled: status === '' ? null : status === 'enabled',
      integration: protocol === '' ? null : (protocol as Integration),
    },
    // Without an order, a search begins with what matches best.
    order: ORDERS.find((one) => one === list.order) ?? (list.variables.search === null ? ('NAME' as const) : null),
  };
  const query = useQuery(Applications, { ...list.variables, ...choice });
  const mayAdd = isAllowed(context, 'clients:write');
  const addLink = (
    <a class="button main" href="/console/add/application">
      {texts.say('shell.addApplication')}
    </a>
  );
  return (
    <>
      <ScreenTitle title={texts.say('shell.applications')} actions={mayAdd && addLink} />
      <ListTools
        list={list}
        search={texts.say('applications.search')}
        filters={[
          {
            name: 'access',
            label: texts.say('setting.accessPolicy'),
            options: [
              { value: 'ALL_USERS', label: texts.say('applications.everyone') },
              { value: 'PERMITTED_USERS', label: texts.say('applications.chosen') },
            ],
          },
          {
            name: 'protocol',
            label: texts.say('applications.protocol'),
            options: [
              { value: 'OIDC', label: 'OpenID Connect' },
              { value: 'FORWARD_AUTH', label: texts.say('applications.kind.proxy') },
              { value: 'BASIC', label: texts.say('applications.kind.basic') },
            ],
          },
          {
            name: 'status',
            label: texts.say('parts.status'),
            options: [
              { value: 'enabled', label: texts.say('applications.enabled') },
              { value: 'disabled', label: texts.say('applications.disabled') },
            ],
          },
        ]}
        orders={[
          { value: '', label: texts.say('applications.name') },
          { value: 'LAST_USED', label: texts.say('parts.lastUsed') },
          { value: 'NEWEST_FIRST', label: texts.say('applications.newestFirst') },
        ]}
        exportName="applications"
        exportRows={() => exportedRows(connection, { ...choice, search: list.variables.search })}
      />
      <Loaded query={query}>
        {({ clients }) =>
          clients.edges.length === 0 ? (
            list.isNarrowed ? (
              <Empty title={texts.say('applications.none')} text={texts.say('applications.noneText')} />
            ) : (
              <Empty
                title={texts.say('applications.empty')}
                text={texts.say('applications.emptyText')}
                action={mayAdd && addLink}
              />
            )
          ) : (
            <>
              <ApplicationTable clients={clients.edges.map(({ node }) => node)} />
              <PageButtons page={clients.pageInfo} list={list} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function ApplicationTable({ clients }: { readonly clients: readonly ListedClientFragment[] }) {
  const { texts } = useConsole();
  return (
    <Table
      rows={clients}
      rowKey={({ id }) => id}
      columns={[
        {
          name: texts.say('applications.name'),
          isHeader: true,
          cell: (client) => (
            <span class="app-name">
              <Logo client={client} />
              <span>
                <a href={screenPath('applications', client.id)}>{client.name}</a>
                {clients.some(({ id, name }) => name === client.name && id !== client.id) && (
                  <small>
                    <code>{client.id}</code>
                  </small>
                )}
                <small>
                  {client.template === null || client.template.name === client.name
                    ? texts.say(`applications.kind.${kindOf(client)}`)
                    : client.template.name}
                </small>
              </span>
            </span>
          ),
        },
        { name: texts.say('setting.accessPolicy'), cell: (client) => <Permitted client={client} /> },
        {
          name: texts.say('parts.lastUsed'),
          cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.say('applications.never') : texts.moment(lastUsedAt)),
        },
        { name: texts.say('applications.health'), cell: (client) => <HealthMarks client={client} /> },
      ]}
    />
  );
}

/** Everyone, or the first of those who have a permission. */
function Permitted({ client }: { readonly client: ListedClientFragment }) {
  const { texts } = useConsole();
  const { accessPolicy, permissions } = client;
  if (['service', 'api'].includes(kindOf(client))) return <>{texts.say('applications.noSignIn')}</>;
  if (accessPolicy === 'ALL_USERS') return <>{texts.say('applications.everyone')}</>;
  const names = (permissions?.edges ?? []).map(
    ({ node: { user, group, userId, groupId } }) => group?.name ?? (user ? nameOf(user) : (groupId ?? userId ?? '')),
  );
  if (names.length === 0) return <>{texts.say('applications.noOneYet')}</>;
  const listed = new Intl.ListFormat(texts.lang, { type: 'unit' }).format(names);
  return <>{permissions?.pageInfo.hasNextPage ? texts.say('applications.andMore', { names: listed }) : listed}</>;
}
