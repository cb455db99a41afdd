import { UnassignRole } from '../../generated/records.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Section } from '../../parts/page.js';
import type { GroupPartProps } from './group-data.js';

/** The roles that the members of the group have. They are given where the role is: at the application, or at the API. */
export function RolesOfGroup({ group, onChanged }: GroupPartProps) {
  const context = useConsole();
  const { texts } = context;
  const notice = useNotice();
  const roles = (group.roleAssignments?.edges ?? []).flatMap(({ node: { role } }) => role ?? []);
  if (roles.length === 0) return null;
  return (
    <Section title={texts.say('parts.roles')} text={texts.say('groups.rolesText')}>
      <ul class="rows">
        {roles.map(({ id, name, client, clientId, resource }) => (
          <li key={id}>
            <span>
              {name} <span class="soft">{client?.name ?? clientId ?? resource}</span>
            </span>
            {isAllowed(context, 'permissions:write') && (
              <TakeAway
                label={texts.say('parts.takeRole')}
                title={texts.say('groups.takeRoleTitle', { group: group.name, role: name })}
                confirmLabel={texts.say('parts.takeRoleConfirm')}
                document={UnassignRole}
                variables={{ input: { roleId: id, groupId: group.id } }}
                effects={({ unassignRole }) => unassignRole.effects}
                onDone={() => {
                  notice(texts.say('parts.saved'));
                  onChanged();
                }}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
