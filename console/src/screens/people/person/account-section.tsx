import { useLocation } from 'preact-iso/router';
import { DeletePerson, DisablePerson, KeepPerson } from '../../../generated/people.js';
import { EnablePerson } from '../../../generated/records.js';
import { useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { nameOf } from '../../../records/name-of.js';
import { Decision } from '../decision.js';
import type { PersonSectionProps } from './person-data.js';

/** Disables, enables and deletes the account. */
export function AccountSection({ person, onChanged }: Omit<PersonSectionProps, 'mayChange'>) {
  const { texts } = useConsole();
  const { route } = useLocation();
  const notice = useNotice();
  const enabling = useMutation(EnablePerson);
  const keeping = useMutation(KeepPerson);
  const { id, status, deletionAt } = person;
  const name = nameOf(person);
  const error = enabling.error ?? keeping.error;
  async function change(mutation: typeof enabling | typeof keeping, text: string): Promise<void> {
    if ((await mutation.run({ id })) === undefined) return;
    notice(text);
    onChanged();
  }
  return (
    <Section title={texts.say('people.account')}>
      <Problem error={error} />
      {status === 'AWAITS_APPROVAL' && (
        <>
          <p>{texts.say('people.accountWaits')}</p>
          <Decision person={person} onApproved={onChanged} onRefused={() => route('/console/people', true)} />
        </>
      )}
      {deletionAt !== null && <p>{texts.say('people.willBeDeleted', { moment: texts.moment(deletionAt) })}</p>}
      <div class="actions">
        {deletionAt !== null && (
          <button type="button" onClick={() => void change(keeping, texts.say('people.kept'))}>
            {texts.say('people.keep')}
          </button>
        )}
        {status === 'DISABLED' && (
          <button
            type="button"
            class="main"
            onClick={() => void change(enabling, texts.say('people.enabled', { name }))}
          >
            {texts.say('people.enable')}
          </button>
        )}
        {status !== 'DISABLED' && status !== 'AWAITS_APPROVAL' && (
          <TakeAway
            label={texts.say('people.disable')}
            title={texts.say('people.disableTitle', { name })}
            text={texts.say('people.disableText')}
            confirmLabel={texts.say('people.disableConfirm')}
            document={DisablePerson}
            variables={{ id }}
            effects={({ setUserEnabled }) => setUserEnabled.effects}
            onDone={() => {
              notice(texts.say('people.disabled', { name }));
              onChanged();
            }}
          />
        )}
        {status !== 'AWAITS_APPROVAL' && (
          <TakeAway
            label={texts.say('parts.delete')}
            title={texts.say('people.deleteTitle', { name })}
            text={texts.say('people.deleteText')}
            confirmLabel={texts.say('parts.deleteConfirm')}
            document={DeletePerson}
            variables={{ id }}
            effects={({ deleteUser }) => deleteUser.effects}
            onDone={() => {
              notice(texts.say('people.deleted', { name }));
              route('/console/people', true);
            }}
          />
        )}
      </div>
    </Section>
  );
}
