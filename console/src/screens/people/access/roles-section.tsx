import { useRef } from 'preact/hooks';
import { RolesToChoose } from '../../../generated/people.js';
import { AssignRole, UnassignRole } from '../../../generated/records.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { everyRow } from '../../../parts/list/every-row.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import type { Found } from '../../../parts/pick/found.js';
import { Pick } from '../../../parts/pick/pick.js';
import { nameOf } from '../../../records/name-of.js';
import type { Connection } from '../../../server/connection.js';
import { type Access, type AccessSectionProps, placeOf, useMayChange } from './access-data.js';

type Assignment = NonNullable<Access['roleAssignments']>['edges'][number]['node'];
type Role = NonNullable<Assignment['role']>;

/** The roles of the person in applications and APIs, of their own and through groups. */
export function RolesSection({ person, access, onChanged }: AccessSectionProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  const mayEdit = useMayChange(person, 'permissions:write');
  const own = (access.roleAssignments?.edges ?? []).flatMap(({ node: { role } }) => role ?? []);
  const ofGroups = (access.groups?.edges ?? []).flatMap(({ node: group }) =>
    (group.roleAssignments?.edges ?? []).flatMap(({ node: { role } }) => (role === null ? [] : [{ role, group }])),
  );
  if (own.length === 0 && ofGroups.length === 0 && !mayEdit) return null;
  return (
    <Section title={texts.say('parts.roles')} text={texts.say('people.rolesText')}>
      {own.length === 0 && ofGroups.length === 0 && <p>{texts.say('people.noRoles')}</p>}
      <ul class="rows">
        {own.map((role) => (
          <li key={role.id}>
            <RoleName role={role} why={texts.say('people.ownRole')} />
            {mayEdit && (
              <TakeAway
                label={texts.say('parts.takeRole')}
                title={texts.say('people.takeRoleTitle', { name: nameOf(person), role: role.name })}
                confirmLabel={texts.say('parts.takeRoleConfirm')}
                document={UnassignRole}
                variables={{ input: { roleId: role.id, userId: person.id } }}
                effects={({ unassignRole }) => unassignRole.effects}
                onDone={() => {
                  notice(texts.say('parts.saved'));
                  onChanged();
                }}
              />
            )}
          </li>
        ))}
        {ofGroups.map(({ role, group }) => (
          <li key={`${group.id} ${role.id}`}>
            <RoleName role={role} why={texts.say('people.becauseGroup', { group: group.name })} />
          </li>
        ))}
      </ul>
      {mayEdit && <RoleToGive userId={person.id} without={own.map(({ id }) => id)} onGiven={onChanged} />}
    </Section>
  );
}

function RoleName({ role, why }: { readonly role: Role; readonly why: string }) {
  return (
    <span>
      {role.name} <span class="soft">{placeOf(role)}</span>
      <small>{why}</small>
    </span>
  );
}

interface RoleToGiveProps {
  readonly userId: string;
  readonly without: readonly string[];
  readonly onGiven: () => void;
}

const SHOWN = 10;

function RoleToGive({ userId, without, onGiven }: RoleToGiveProps) {
  const context = useConsole();
  const { connection, texts } = context;
  const notice = useNotice();
  const giving = useMutation(AssignRole);
  const all = useRef<Promise<Found[]>>(undefined);
  const find = async (text: string): Promise<Found[]> => {
    all.current ??= readRoles(connection, isAllowed(context, 'clients:read'));
    const words = text.toLowerCase();
    const found = (await all.current).filter(({ id }) => !without.includes(id));
    return found.filter(({ label, detail = '' }) => `${label} ${detail}`.toLowerCase().includes(words)).slice(0, SHOWN);
  };
  async function give(roleId: string): Promise<void> {
    if ((await giving.run({ input: { roleId, userId } })) === undefined) return;
    notice(texts.say('parts.saved'));
    onGiven();
  }
  return (
    <>
      <Problem error={giving.error} />
      <Pick label={texts.say('people.giveRole')} find={find} onPick={({ id }) => void give(id)} />
    </>
  );
}

/** The API cannot search roles, and there are few of them. */
async function readRoles(connection: Connection, withClients: boolean): Promise<Found[]> {
  return everyRow(
    async (page) => (await connection.request(RolesToChoose, { withClients, ...page })).roles,
    (role) => ({ id: role.id, label: role.name, detail: placeOf(role) }),
  );
}
