/*
 * This folder shows the roles of applications and APIs with the people and groups who have them, and explains the
 * administration roles. To understand this folder, read this file first, then `role.tsx`.
 */

import { Roles, type RolesQuery } from '../../../generated/scopes.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { useList } from '../../../parts/list/list-state.js';
import { Empty, PageButtons } from '../../../parts/list/list-tools.js';
import { Table } from '../../../parts/list/table.js';
import { Loaded } from '../../../parts/loaded.js';
import { ScreenTitle } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';
import { ScopeTabs } from '../scope-tabs.js';

type Role = RolesQuery['roles']['edges'][number]['node'];

/** A role of an application can be changed by those who may change the application, a role of an API like its scopes. */
export function RolesScreen() {
  const context = useConsole();
  const { texts } = context;
  const list = useList();
  const { search: _, ...page } = list.variables;
  const query = useQuery(Roles, page);
  const mayAdd = isAllowed(context, 'clients:write') || isAllowed(context, 'scopes:write');
  const add = mayAdd && (
    <a class="button main" href="/console/add/role">
      {texts.say('roles.add')}
    </a>
  );
  return (
    <>
      <ScreenTitle title={texts.say('shell.scopesAndRoles')} subtitle={texts.say('roles.subtitle')} actions={add} />
      <ScopeTabs />
      <Loaded query={query}>
        {({ roles: { edges, pageInfo } }) =>
          edges.length === 0 ? (
            <Empty title={texts.say('roles.none')} text={texts.say('roles.teach')} />
          ) : (
            <>
              <RoleTable roles={edges.map(({ node }) => node)} />
              <PageButtons page={pageInfo} list={list} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function RoleTable({ roles }: { readonly roles: readonly Role[] }) {
  const { texts } = useConsole();
  return (
    <Table
      columns={[
        {
          name: texts.say('roles.name'),
          isHeader: true,
          cell: ({ id, name, description }) => (
            <>
              <a href={screenPath('roles', id)}>{name}</a>
              {description !== null && <small>{description}</small>}
            </>
          ),
        },
        { name: texts.say('roles.where'), cell: (role) => <Place role={role} /> },
        {
          name: texts.say('roles.scopes'),
          cell: ({ scopes }) => (scopes.length === 0 ? texts.say('roles.noScopes') : scopes.join(', ')),
        },
      ]}
      rows={roles}
      rowKey={({ id }) => id}
    />
  );
}

/** The application or API to which a role belongs. */
export function Place({ role: { client, clientId, resource } }: { readonly role: Role }) {
  if (client !== null) return <a href={screenPath('applications', client.id)}>{client.name}</a>;
  return <>{resource ?? clientId}</>;
}
