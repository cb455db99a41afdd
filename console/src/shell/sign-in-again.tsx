import { useConsole } from '../parts/console-context.js';
import { Dialog } from '../parts/dialogs/dialog.js';

/** Shown while the user signs in again in a window, because the session has ended or a change needs it. */
export function SignInAgain() {
  const { connection, texts } = useConsole();
  const { question, open, cancel } = connection.signInWindow;
  if (question.value === undefined) return null;
  const { reason, isOpen } = question.value;
  // After the end of the session, only the user may see again what is on the screen.
  const close = reason === 'ended' ? () => void connection.signIn('/console') : cancel;
  return (
    <Dialog
      title={texts.say(reason === 'ended' ? 'signIn.endedTitle' : 'signIn.again')}
      onClose={close}
      hidesScreen={reason === 'ended'}
    >
      <p>{texts.say(reason === 'ended' ? 'signIn.endedText' : 'signIn.againText')}</p>
      <p class="hint" role="status">
        {texts.say(isOpen ? 'signIn.windowOpen' : 'signIn.windowNotOpen')}
      </p>
      <div class="actions">
        <button type="button" class={isOpen ? undefined : 'main'} onClick={open}>
          {texts.say('signIn.openWindow')}
        </button>
        <button type="button" onClick={close}>
          {texts.say('parts.cancel')}
        </button>
      </div>
    </Dialog>
  );
}
