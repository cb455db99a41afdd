import { type ReadonlySignal, signal } from '@preact/signals';

/** Knows whether a form has changes that are not saved, and asks the user before they are lost. */
export interface UnsavedChanges {
  hasAny(): boolean;
  /** Registers a form. Returns what removes it. */
  watch(hasChanges: () => boolean): () => void;
  /** Runs an action that leaves the screen. If there are changes, asks the user first. */
  leave(action: () => void): void;
  /** The action that waits for the answer of the user. */
  readonly waiting: ReadonlySignal<{ readonly run: () => void } | undefined>;
  /** Ends the question: the user leaves, or stays. */
  answer(isLeaving: boolean): void;
}

export function makeUnsavedChanges(): UnsavedChanges {
  const forms = new Set<() => boolean>();
  const waiting = signal<{ readonly run: () => void }>();
  const hasAny = () => [...forms].some((hasChanges) => hasChanges());
  return {
    hasAny,
    waiting,
    watch: (hasChanges) => {
      forms.add(hasChanges);
      return () => forms.delete(hasChanges);
    },
    leave: (run) => {
      if (hasAny()) waiting.value = { run };
      else run();
    },
    answer: (isLeaving) => {
      const action = waiting.peek();
      waiting.value = undefined;
      if (!isLeaving) return;
      forms.clear();
      action?.run();
    },
  };
}
