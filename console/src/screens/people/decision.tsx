/*
 * This folder shows the people who have an account or are invited: `list` has all of them, `invitations` the links with
 * which people create accounts, and `person`, `access` and `activity` have the tabs of one person. The files beside these
 * folders are what several of them show. The folder must not know other screens.
 */

import { RefusePerson } from '../../generated/people.js';
import { ApprovePerson } from '../../generated/records.js';
import { useConsole } from '../../parts/console-context.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { useMutation } from '../../parts/mutation.js';
import { Problem } from '../../parts/notices/problem.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { type Named, nameOf } from '../../records/name-of.js';

export interface DecisionProps {
  readonly person: Named & { readonly id: string };
  readonly onApproved: () => void;
  readonly onRefused: () => void;
}

/** The buttons that decide about a person who was invited and waits. */
export function Decision({ person, onApproved, onRefused }: DecisionProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  const approval = useMutation(ApprovePerson);
  const name = nameOf(person);
  async function approve(): Promise<void> {
    if ((await approval.run({ id: person.id })) === undefined) return;
    notice(texts.say('people.approved', { name }));
    onApproved();
  }
  return (
    <span class="actions">
      <button type="button" disabled={approval.isRunning} onClick={() => void approve()}>
        {texts.say('people.approve')}
      </button>
      <TakeAway
        label={texts.say('people.refuse')}
        title={texts.say('people.refuseTitle', { name })}
        text={texts.say('people.refuseText')}
        confirmLabel={texts.say('people.refuseConfirm')}
        document={RefusePerson}
        variables={{ id: person.id }}
        effects={({ rejectUser }) => rejectUser.effects}
        onDone={() => {
          notice(texts.say('people.refused', { name }));
          onRefused();
        }}
      />
      <Problem error={approval.error} />
    </span>
  );
}
