import { useConsole } from '../parts/console-context.js';
import { Dialog } from '../parts/dialog.js';

/** Shown while the user signs in again in a window, because a change needs it. */
export function SignInAgain() {
  const { connection, texts } = useConsole();
  const { state, open, cancel } = connection.signInWindow;
  if (state.value === 'closed') return null;
  const isBlocked = state.value === 'blocked';
  return (
    <Dialog title={texts.say('signIn.again')} onClose={cancel}>
      <p>{texts.say(isBlocked ? 'signIn.againBlocked' : 'signIn.againText')}</p>
      <div class="actions">
        <button type="button" class={isBlocked ? 'main' : undefined} onClick={open}>
          {texts.say('signIn.againOpen')}
        </button>
        <button type="button" onClick={cancel}>
          {texts.say('parts.cancel')}
        </button>
      </div>
    </Dialog>
  );
}
