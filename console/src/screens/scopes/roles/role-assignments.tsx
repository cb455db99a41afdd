import { AssignRole, UnassignRole } from '../../../generated/records.js';
import type { RoleQuery } from '../../../generated/scopes.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import type { ListState } from '../../../parts/list/list-state.js';
import { PageButtons } from '../../../parts/list/list-tools.js';
import { Table } from '../../../parts/list/table.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import type { Found } from '../../../parts/pick/found.js';
import { Pick } from '../../../parts/pick/pick.js';
import { screenPath } from '../../../parts/screen-path.js';
import { useFinders, useGroups } from '../../../records/finders.js';
import { nameOf } from '../../../records/name-of.js';

type OneRole = NonNullable<RoleQuery['role']>;
type Assignment = NonNullable<OneRole['assignments']>['edges'][number]['node'];

export interface RoleAssignmentsProps {
  readonly role: OneRole;
  readonly list: ListState<Record<never, string>>;
  readonly reload: () => void;
}

/** The people and groups who have a role. */
export function RoleAssignments({ role, list, reload }: RoleAssignmentsProps) {
  const context = useConsole();
  const { texts } = context;
  const { id, assignments } = role;
  const mayAssign = isAllowed(context, 'permissions:write');
  const columns = [
    { name: texts.say('roles.person'), isHeader: true, cell: (one: Assignment) => <Holder assignment={one} /> },
    { name: texts.say('roles.since'), cell: ({ createdAt }: Assignment) => texts.day(createdAt) },
  ];
  const action = {
    name: texts.say('parts.actions'),
    cell: (one: Assignment) => <Unassign roleId={id} assignment={one} reload={reload} />,
  };
  const rows = assignments?.edges.map(({ node }) => node) ?? [];
  return (
    <Section title={texts.say('roles.who')} text={texts.say('roles.whoText')}>
      {mayAssign && <Assign roleId={id} reload={reload} />}
      {rows.length === 0 ? (
        <p class="hint">{texts.say('roles.whoNone')}</p>
      ) : (
        <Table
          columns={mayAssign ? [...columns, action] : columns}
          rows={rows}
          rowKey={({ userId, groupId }) => `${userId} ${groupId}`}
        />
      )}
      {assignments !== null && <PageButtons page={assignments.pageInfo} list={list} />}
    </Section>
  );
}

function Holder({ assignment: { user, group } }: { readonly assignment: Assignment }) {
  const { texts } = useConsole();
  if (user !== null) return <a href={screenPath('people', user.id)}>{nameOf(user)}</a>;
  if (group === null) return <>{texts.say('roles.deletedRecord')}</>;
  return (
    <>
      <a href={screenPath('groups', group.id)}>{group.name}</a>
      <small>{texts.say('roles.group')}</small>
    </>
  );
}

interface ChangeProps {
  readonly roleId: string;
  readonly reload: () => void;
}

function Assign({ roleId, reload }: ChangeProps) {
  const context = useConsole();
  const { texts } = context;
  const notify = useNotice();
  const assign = useMutation(AssignRole);
  const { findPeople } = useFinders();
  const groupField = useGroups();
  const give = async (holder: { readonly userId: string } | { readonly groupId: string }, { label }: Found) => {
    const data = await assign.run({ input: { roleId, ...holder } });
    if (data === undefined) return;
    notify(texts.say('roles.assigned', { name: label }));
    reload();
  };
  return (
    <div class="field-pairs">
      {isAllowed(context, 'users:read') && (
        <Pick
          label={texts.say('roles.assignPerson')}
          find={findPeople}
          onPick={(found) => void give({ userId: found.id }, found)}
        />
      )}
      {isAllowed(context, 'groups:read') && (
        <Pick
          label={texts.say('roles.assignGroup')}
          {...groupField}
          onPick={(found) => void give({ groupId: found.id }, found)}
        />
      )}
      <Problem error={assign.error} />
    </div>
  );
}

function Unassign({ roleId, assignment, reload }: ChangeProps & { readonly assignment: Assignment }) {
  const { texts } = useConsole();
  const notify = useNotice();
  const { userId, user, groupId, group } = assignment;
  const name = (user ? nameOf(user) : group?.name) ?? texts.say('roles.deletedRecord');
  return (
    <TakeAway
      label={texts.say('parts.takeRole')}
      title={texts.say('roles.unassignTitle', { name })}
      confirmLabel={texts.say('parts.takeRoleConfirm')}
      document={UnassignRole}
      variables={{ input: { roleId, ...(userId === null ? { groupId } : { userId }) } }}
      effects={(data) => data.unassignRole.effects}
      onDone={() => {
        notify(texts.say('roles.unassigned'));
        reload();
      }}
    />
  );
}
