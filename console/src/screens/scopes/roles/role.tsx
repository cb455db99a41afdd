import { useLocation, useRoute } from 'preact-iso/router';
import { DeleteRole, Role, type RoleQuery } from '../../../generated/scopes.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { useList } from '../../../parts/list/list-state.js';
import { Loaded } from '../../../parts/loaded.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Facts, ScreenTitle, Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { RoleAssignments } from './role-assignments.js';
import { RoleForm } from './role-form.js';
import { Place } from './roles.js';

type OneRole = NonNullable<RoleQuery['role']>;

export function RoleScreen() {
  const context = useConsole();
  const { texts } = context;
  const { id = '' } = useRoute().params;
  const list = useList();
  const { search: _, ...page } = list.variables;
  const query = useQuery(Role, { id, ...page });
  const back = { href: '/console/roles', label: texts.say('parts.roles') };
  return (
    <Loaded query={query}>
      {({ role }) => {
        if (role === null) return <ScreenTitle title={texts.say('roles.notFound')} back={back} />;
        const mayChange = isAllowed(context, role.resource === null ? 'clients:write' : 'scopes:write');
        return (
          <>
            <ScreenTitle title={role.name} back={back} />
            <RoleFacts role={role} />
            <RoleAssignments role={role} list={list} reload={query.reload} />
            {mayChange && <Changes role={role} reload={query.reload} />}
          </>
        );
      }}
    </Loaded>
  );
}

function RoleFacts({ role }: { readonly role: OneRole }) {
  const { texts } = useConsole();
  const { description, scopes } = role;
  return (
    <Facts
      items={[
        { name: texts.say('roles.where'), value: <Place role={role} /> },
        ...(description === null ? [] : [{ name: texts.say('parts.description'), value: description }]),
        {
          name: texts.say('roles.scopes'),
          value: scopes.length === 0 ? texts.say('roles.noScopes') : scopes.join(', '),
        },
      ]}
    />
  );
}

function Changes({ role, reload }: { readonly role: OneRole; readonly reload: () => void }) {
  const { texts } = useConsole();
  const { route } = useLocation();
  const notify = useNotice();
  const { id, name } = role;
  return (
    <>
      <Section title={texts.say('shell.settings')}>
        <RoleForm
          role={role}
          onDone={() => {
            notify(texts.say('roles.saved'));
            reload();
          }}
        />
      </Section>
      <Section title={texts.say('roles.deleteSection')} text={texts.say('roles.deleteText')}>
        <TakeAway
          label={texts.say('roles.delete')}
          title={texts.say('roles.deleteTitle', { name })}
          text={texts.say('roles.deleteText')}
          confirmLabel={texts.say('parts.deleteConfirm')}
          document={DeleteRole}
          variables={{ id }}
          effects={(data) => data.deleteRole.effects}
          onDone={() => {
            notify(texts.say('roles.deleted'));
            route('/console/roles', true);
          }}
        />
      </Section>
    </>
  );
}
