import { useState } from 'preact/hooks';
import { type AdminRole, SetPersonRole } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { ADMIN_ROLES } from '../../../records/admin-roles.js';
import { nameOf } from '../../../records/name-of.js';
import { mayChange as mayGive } from '../may-change.js';
import type { PersonSectionProps } from './person-data.js';

const NO_ROLE = '';

/** What the person may do in the administration. */
export function RoleSection({ person, mayChange, onChanged }: PersonSectionProps) {
  const context = useConsole();
  const { texts } = context;
  const notice = useNotice();
  const [chosen, setChosen] = useState<string>(person.adminRole ?? NO_ROLE);
  const roles = ADMIN_ROLES.filter((role) => mayGive(context, role));
  const role = chosen === NO_ROLE ? null : (chosen as AdminRole);
  const nameOfRole = (one: AdminRole | null) => texts.say(one === null ? 'people.noRole' : `role.${one}`);
  return (
    <Section title={texts.say('people.administration')} text={texts.say('people.administrationText')}>
      {!mayChange && <p>{nameOfRole(person.adminRole)}</p>}
      {mayChange && (
        <div class="line start">
          <label class="field">
            <span>{texts.say('people.role')}</span>
            <select value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
              {[null, ...roles].map((one) => (
                <option key={one} value={one ?? NO_ROLE}>
                  {nameOfRole(one)}
                </option>
              ))}
            </select>
          </label>
          {role !== person.adminRole && (
            <TakeAway
              label={texts.say('people.changeRole')}
              title={texts.say('people.changeRoleTitle', { name: nameOf(person), role: nameOfRole(role) })}
              text={texts.say(role === null ? 'people.withoutRole' : `people.roleText.${role}`)}
              confirmLabel={texts.say('people.changeRoleConfirm')}
              document={SetPersonRole}
              variables={{ id: person.id, adminRole: role }}
              effects={({ updateUser }) => updateUser.effects}
              onDone={() => {
                notice(texts.say('parts.saved'));
                onChanged();
              }}
            />
          )}
        </div>
      )}
      {role !== null && mayChange && <p class="hint">{texts.say(`people.roleText.${role}`)}</p>}
    </Section>
  );
}
