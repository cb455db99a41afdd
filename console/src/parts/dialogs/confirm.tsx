import type { ComponentChildren } from 'preact';
import { useConsole } from '../console-context.js';
import { Problem } from '../notices/problem.js';
import { Dialog } from './dialog.js';

export interface ConfirmProps {
  /** The question, such as "Delete Miniflux?". */
  readonly title: string;
  readonly confirmLabel: string;
  /** Whether the action takes something away. */
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  /** Why the action was refused. */
  readonly error?: { readonly message: string } | undefined;
  readonly onConfirm: () => unknown;
  readonly onClose: () => void;
  /** What the action does. */
  readonly children: ComponentChildren;
}

/** A dialog that asks before an action. */
export function Confirm(props: ConfirmProps) {
  const { title, confirmLabel, isDangerous = true, isDisabled, error, onConfirm, onClose, children } = props;
  const { texts } = useConsole();
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <Problem error={error} />
      <div class="actions">
        <button
          type="button"
          class={isDangerous ? 'danger main' : 'main'}
          disabled={isDisabled}
          onClick={() => void onConfirm()}
        >
          {confirmLabel}
        </button>
        <button type="button" onClick={onClose}>
          {texts.say('parts.cancel')}
        </button>
      </div>
    </Dialog>
  );
}
