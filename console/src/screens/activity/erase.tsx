import { useState } from 'preact/hooks';
import { ActivityPerson, EraseFromLog } from '../../generated/activity.js';
import { useConsole } from '../../parts/console-context.js';
import { Confirm } from '../../parts/dialogs/confirm.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { useQuery } from '../../parts/query.js';
import { nameOf } from '../../records/name-of.js';

interface EraseProps {
  /** The person may have been deleted. */
  readonly userId: string;
  readonly onErased: () => void;
}

/** Erases the personal data of a person from all events. */
export function Erase({ userId, onErased }: EraseProps) {
  const { texts } = useConsole();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="danger" onClick={() => setOpen(true)}>
        {texts.say('activity.erase')}
      </button>
      {isOpen && <EraseDialog userId={userId} onErased={onErased} onClose={() => setOpen(false)} />}
    </>
  );
}

function EraseDialog({ userId, onErased, onClose }: EraseProps & { readonly onClose: () => void }) {
  const { texts } = useConsole();
  const notice = useNotice();
  const person = useQuery(ActivityPerson, { id: userId }).data?.user;
  const mutation = useMutation(EraseFromLog);
  async function confirm(): Promise<void> {
    const data = await mutation.run({ userId });
    if (data === undefined) return;
    notice(texts.say('activity.erased', { count: data.eraseFromAuditLog.erasedEvents }));
    onClose();
    onErased();
  }
  return (
    <Confirm
      title={texts.say('activity.eraseTitle', { name: person ? nameOf(person) : userId })}
      confirmLabel={texts.say('activity.eraseConfirm')}
      isDisabled={mutation.isRunning}
      error={mutation.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>{texts.say('activity.eraseText')}</p>
    </Confirm>
  );
}
