/*
 * This folder contains dialogs: those that only show something, and those that ask before a change and say what it would
 * end. To understand this folder, read this file first, then `confirm.tsx` and `take-away.tsx`.
 */

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useConsole } from '../console-context.js';

export interface DialogProps {
  readonly title: string;
  /** Called by the close button and the Escape key. Stop rendering the dialog then. */
  readonly onClose: () => void;
  /** Whether the dialog shows a value that is never shown again. Then only a button in it closes it. */
  readonly showsOnce?: boolean;
  /** Whether the screen behind the dialog cannot be read. */
  readonly hidesScreen?: boolean;
  readonly children: ComponentChildren;
}

/** A dialog in front of the screen. The browser keeps the focus in it, and returns the focus when it closes. */
export function Dialog({ title, onClose, showsOnce = false, hidesScreen = false, children }: DialogProps) {
  const { texts } = useConsole();
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // Otherwise the close button has the focus.
    dialog?.querySelector<HTMLElement>('.dialog-body :is(input, select, textarea)')?.focus();
    // `close` returns the focus to the element that had it.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={hidesScreen ? 'dialog hides-screen' : 'dialog'}
      aria-labelledby={id}
      // A browser closes a dialog at the second press of the Escape key, even if `cancel` was prevented.
      closedby={showsOnce ? 'none' : undefined}
      onCancel={(event) => {
        event.preventDefault();
        if (!showsOnce) onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {!showsOnce && (
          <button type="button" class="quiet icon" aria-label={texts.say('parts.close')} onClick={onClose}>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M3 3l10 10M13 3L3 13" />
            </svg>
          </button>
        )}
      </header>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
