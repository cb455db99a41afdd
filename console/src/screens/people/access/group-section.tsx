import { JoinGroup, LeaveGroup } from '../../../generated/records.js';
import { useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { Pick } from '../../../parts/pick/pick.js';
import { screenPath } from '../../../parts/screen-path.js';
import { useGroups } from '../../../records/finders.js';
import { nameOf } from '../../../records/name-of.js';
import { type AccessSectionProps, useMayChange } from './access-data.js';

/** The groups of the person. */
export function GroupSection({ person, access, onChanged }: AccessSectionProps) {
  const { texts } = useConsole();
  const groupField = useGroups();
  const notice = useNotice();
  const joining = useMutation(JoinGroup);
  const mayEdit = useMayChange(person, 'groups:write');
  const groups = access.groups?.edges.map(({ node }) => node) ?? [];
  async function join(groupId: string, name: string): Promise<void> {
    if ((await joining.run({ groupId, userId: person.id })) === undefined) return;
    notice(texts.say('people.joined', { name: nameOf(person), group: name }));
    onChanged();
  }
  return (
    <Section title={texts.say('shell.groups')} text={texts.say('people.groupsText')}>
      {groups.length === 0 && <p>{texts.say('people.noGroups')}</p>}
      <ul class="rows">
        {groups.map(({ id, name }) => (
          <li key={id}>
            <a href={screenPath('groups', id)}>{name}</a>
            {mayEdit && (
              <TakeAway
                label={texts.say('people.remove')}
                title={texts.say('people.leaveTitle', { name: nameOf(person), group: name })}
                text={texts.say('people.leaveText')}
                confirmLabel={texts.say('people.leaveConfirm')}
                document={LeaveGroup}
                variables={{ groupId: id, userId: person.id }}
                effects={({ updateGroup }) => updateGroup.effects}
                onDone={() => {
                  notice(texts.say('people.left', { name: nameOf(person), group: name }));
                  onChanged();
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {access.groups?.pageInfo.hasNextPage === true && <p class="hint">{texts.say('people.moreGroups')}</p>}
      <Problem error={joining.error} />
      {mayEdit && (
        <Pick label={texts.say('people.addToGroup')} {...groupField} onPick={({ id, label }) => void join(id, label)} />
      )}
    </Section>
  );
}
