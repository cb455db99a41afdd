import { forEachDiagnostic, setDiagnosticsEffect } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** A place in the text that is wrong, and why. */
export interface Problem {
  readonly line: number;
  readonly from: number;
  readonly message: string;
}

/** Reports the problems whenever the marks change. */
export function problemsTo(onProblems: (problems: readonly Problem[]) => void): Extension {
  return EditorView.updateListener.of(({ state, transactions }) => {
    const isNew = transactions.some(({ effects }) => effects.some((effect) => effect.is(setDiagnosticsEffect)));
    if (!isNew) return;
    const problems: Problem[] = [];
    forEachDiagnostic(state, ({ message }, from) => {
      problems.push({ line: state.doc.lineAt(from).number, from, message });
    });
    onProblems(problems);
  });
}

/** Puts the cursor where the problem is. */
export function goTo(view: EditorView, { from }: Problem): void {
  view.dispatch({ selection: { anchor: Math.min(from, view.state.doc.length) }, scrollIntoView: true });
  view.focus();
}
