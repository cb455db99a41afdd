import type { AdminRole } from '../../../generated/people.js';
import { Administrators, type AdministratorsQuery } from '../../../generated/scopes.js';
import { useConsole } from '../../../parts/console-context.js';
import { Table } from '../../../parts/list/table.js';
import { Loaded } from '../../../parts/loaded.js';
import { ScreenTitle, Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';
import { ADMIN_ROLES } from '../../../records/admin-roles.js';
import { nameOf } from '../../../records/name-of.js';
import { ScopeTabs } from '../scope-tabs.js';

/** What each role may do, as `permissionsOfRole` of the server says. A journey compares both. */
const MANAGED = ['users', 'groups', 'permissions', 'sessions', 'tokens'] as const;
const OF_OWNERS = ['apiKeys', 'issuers'] as const;
const RESOURCES = [...MANAGED, 'clients', 'scopes', 'webhooks', 'audit', ...OF_OWNERS] as const;
type Resource = (typeof RESOURCES)[number];

function levelOf(role: AdminRole, resource: Resource): 'none' | 'read' | 'write' {
  const isIn = (list: readonly Resource[]) => list.includes(resource);
  if (role === 'OWNER') return 'write';
  if (role === 'AUDITOR') return 'read';
  if (role === 'USER_MANAGER') return isIn(MANAGED) ? 'write' : 'none';
  return isIn(OF_OWNERS) ? 'read' : 'write';
}

export function AdministrationRolesScreen() {
  const { texts } = useConsole();
  const query = useQuery(Administrators, {});
  return (
    <>
      <ScreenTitle title={texts.say('shell.scopesAndRoles')} subtitle={texts.say('roles.adminSubtitle')} />
      <ScopeTabs />
      <Loaded query={query}>{(holders) => <Roles holders={holders} />}</Loaded>
      <p class="hint">{texts.say('roles.adminPasskeys')}</p>
      <Section title={texts.say('roles.adminTable')}>
        <Permissions />
      </Section>
    </>
  );
}

function Roles({ holders }: { readonly holders: AdministratorsQuery }) {
  const { texts } = useConsole();
  return (
    <Table
      columns={[
        { name: texts.say('roles.name'), isHeader: true, cell: (role: AdminRole) => texts.say(`role.${role}`) },
        { name: texts.say('parts.description'), cell: (role) => texts.say(`roles.about.${role}`) },
        { name: texts.say('roles.who'), cell: (role) => <Holders page={holders[role]} /> },
      ]}
      rows={ADMIN_ROLES}
      rowKey={(role) => role}
    />
  );
}

function Holders({ page: { edges, pageInfo } }: { readonly page: AdministratorsQuery['OWNER'] }) {
  const { texts } = useConsole();
  if (edges.length === 0) return <>{texts.say('roles.adminNone')}</>;
  return (
    <ul class="plain-list">
      {edges.map(({ node }) => (
        <li key={node.id}>
          <a href={screenPath('people', node.id)}>{nameOf(node)}</a>
        </li>
      ))}
      {pageInfo.hasNextPage && <li>{texts.say('roles.adminMore')}</li>}
    </ul>
  );
}

function Permissions() {
  const { texts } = useConsole();
  return (
    <Table
      columns={[
        {
          name: texts.say('roles.permission'),
          isHeader: true,
          cell: (resource: Resource) => (
            <>
              {texts.say(`permission.${resource}`)}
              <small>{texts.say(`permission.about.${resource}`)}</small>
            </>
          ),
        },
        ...ADMIN_ROLES.map((role) => ({
          name: texts.say(`role.${role}`),
          cell: (resource: Resource) => texts.say(`roles.may.${levelOf(role, resource)}`),
        })),
      ]}
      rows={RESOURCES}
      rowKey={(resource) => resource}
    />
  );
}
