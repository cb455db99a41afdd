import { useConsole } from '../../parts/console-context.js';
import { Confirm } from '../../parts/dialogs/confirm.js';
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
    <Confirm
      title={texts.say('explorer.confirmTitle')}
      confirmLabel={texts.say('explorer.confirmRun')}
      isDangerous={false}
      onConfirm={explorer.confirm}
      onClose={explorer.cancel}
    >
      <p>{texts.say('explorer.confirmText')}</p>
      <ul class="permissions">
        {fields.map((field) => (
          <li key={field}>
            <code>{field}</code>
          </li>
        ))}
      </ul>
    </Confirm>
  );
}
