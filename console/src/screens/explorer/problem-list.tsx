import type { EditorView } from '@codemirror/view';
import { useConsole } from '../../parts/console-context.js';
import { goTo, type Problem } from './editor/problems.js';

const MAX_SHOWN = 5;

/** What is wrong in an editor, for those who do not see the marks. */
export function Problems({
  problems,
  editor,
}: {
  readonly problems: readonly Problem[];
  readonly editor: EditorView | undefined;
}) {
  const { texts } = useConsole();
  return (
    <div aria-live="polite">
      {problems.length > 0 && (
        <ul class="explorer-problems">
          {problems.slice(0, MAX_SHOWN).map((problem) => (
            <li key={`${problem.from} ${problem.message}`}>
              <button type="button" class="small" onClick={() => editor !== undefined && goTo(editor, problem)}>
                {texts.say('explorer.line', { line: problem.line })}
              </button>{' '}
              {problem.message}
            </li>
          ))}
          {problems.length > MAX_SHOWN && (
            <li>{texts.say('explorer.moreProblems', { count: problems.length - MAX_SHOWN })}</li>
          )}
        </ul>
      )}
    </div>
  );
}
