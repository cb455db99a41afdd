import { json, jsonParseLinter } from '@codemirror/lang-json';
import { type Diagnostic, linter } from '@codemirror/lint';
import { type Extension, StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { type JsonShape, jsonCompletion } from './json-completion.js';
import { type Problem, problemsTo } from './problems.js';

/** Something wrong with a value, and the name of the member that has it. */
export interface ValueProblem {
  readonly message: string;
  readonly name: string | undefined;
}

const checkEffect = StateEffect.define();

/** Checks the value again, because the rules have changed. */
export function checkAgain(view: EditorView): void {
  view.dispatch({ effects: checkEffect.of(null) });
}

/** JSON, with completion, marks for syntax that is wrong, and marks for what `check` finds in the value. */
export function jsonLanguage(
  shape: JsonShape,
  check: (text: string) => readonly ValueProblem[],
  onProblems: (problems: readonly Problem[]) => void,
): Extension {
  const findSyntaxErrors = jsonParseLinter();
  const marks = linter(
    (view) => {
      const text = view.state.doc.toString();
      const errors = text.trim() === '' ? [] : findSyntaxErrors(view);
      return errors.length > 0 ? errors : check(text).map((problem) => toDiagnostic(problem, text));
    },
    {
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(checkEffect))),
    },
  );
  return [json(), jsonCompletion(shape), marks, problemsTo(onProblems)];
}

/** Marks the name of the member, or the first character. */
function toDiagnostic({ message, name }: ValueProblem, text: string): Diagnostic {
  const at = name === undefined ? -1 : text.indexOf(`"${name}"`);
  const from = Math.max(at, 0);
  const to = at < 0 ? Math.min(text.length, 1) : at + (name?.length ?? 0) + 2;
  return { from, to, severity: 'error', message };
}
