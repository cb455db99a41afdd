import { useConsole } from '../../parts/console-context.js';
import { Dialog } from '../../parts/dialog.js';
import { topFields } from './operations.js';
import type { Explorer } from './use-explorer.js';

/** Says that the operation came from a link and has not run. */
export function LinkNotice({ explorer }: { readonly explorer: Explorer }) {
  const { texts } = useConsole();
  if (explorer.isLinkDamaged)
    return (
      <p role="alert" class="problem">
        {texts.say('explorer.linkDamaged')}
      </p>
    );
  if (!explorer.draft.isLinked) return null;
  return (
    <p role="status" class="explorer-linked">
      {texts.say('explorer.linked')}
    </p>
  );
}

/** Asks before a mutation runs that the user did not write. */
export function LinkedMutation({ explorer }: { readonly explorer: Explorer }) {
  const { texts } = useConsole();
  const { draft, chosen } = explorer;
  const fields = chosen === undefined ? [] : topFields(draft.document, chosen);
  return (
    <Dialog title={texts.say('explorer.confirmTitle')} onClose={explorer.cancel}>
      <p>{texts.say('explorer.confirmText')}</p>
      <ul class="permissions">
        {fields.map((field) => (
          <li key={field}>
            <code>{field}</code>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" onClick={explorer.cancel}>
          {texts.say('explorer.confirmCancel')}
        </button>
        <button type="button" class="main" onClick={explorer.confirm}>
          {texts.say('explorer.confirmRun')}
        </button>
      </div>
    </Dialog>
  );
}
