import { useState } from 'preact/hooks';
import { ActivityPerson, EraseFromLog } from '../../generated/activity.js';
import { useConsole } from '../../parts/console-context.js';
import { Dialog } from '../../parts/dialog.js';
import { useMutation } from '../../parts/mutation.js';
import { Problem } from '../../parts/notices/problem.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { useQuery } from '../../parts/query.js';

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
    <Dialog
      title={texts.say('activity.eraseTitle', { name: person?.name ?? person?.username ?? userId })}
      onClose={onClose}
    >
      <p>{texts.say('activity.eraseText')}</p>
      <Problem error={mutation.error} />
      <div class="actions">
        <button type="button" class="danger main" disabled={mutation.isRunning} onClick={() => void confirm()}>
          {texts.say('activity.eraseConfirm')}
        </button>
        <button type="button" onClick={onClose}>
          {texts.say('parts.cancel')}
        </button>
      </div>
    </Dialog>
  );
}
