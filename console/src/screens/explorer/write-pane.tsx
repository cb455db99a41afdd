import { Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { updateSchema } from 'cm6-graphql';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useConsole } from '../../parts/console-context.js';
import { CodeEditor } from './editor/code-editor.js';
import { graphqlLanguage } from './editor/graphql-language.js';
import { checkAgain, jsonLanguage } from './editor/json-language.js';
import type { Problem } from './editor/problems.js';
import { Problems } from './problem-list.js';
import type { Explorer } from './use-explorer.js';
import { makeVariableShape } from './variable-shape.js';
import { checkVariables } from './variables.js';

/** The editors of the operation and of its variables, with what is wrong in them. */
export function WritePane({ explorer }: { readonly explorer: Explorer }) {
  const { texts } = useConsole();
  const { schema, draft, chosen } = explorer;
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [valueProblems, setValueProblems] = useState<readonly Problem[]>([]);
  const [editor, setEditor] = useState<EditorView>();
  const [values, setValues] = useState<EditorView>();
  const latest = useRef(explorer);
  latest.current = explorer;

  const extensions = useMemo(() => {
    const run = () => {
      latest.current.start();
      return true;
    };
    const keys = Prec.highest(keymap.of([{ key: 'Mod-Enter', run }]));
    const check = (text: string) => checkVariables(latest.current, text, texts);
    const onDocumentation: Explorer['showPlace'] = (place) => latest.current.showPlace(place);
    return {
      document: [keys, graphqlLanguage({ onDocumentation, onProblems: setProblems })],
      variables: [
        keys,
        jsonLanguage(
          makeVariableShape(() => latest.current),
          check,
          setValueProblems,
        ),
      ],
    };
  }, [texts]);
  useEffect(() => {
    if (editor !== undefined) updateSchema(editor, schema);
  }, [editor, schema]);
  useEffect(() => {
    if (values !== undefined) checkAgain(values);
  }, [values, schema, chosen]);

  return (
    <div class="explorer-pane">
      <CodeEditor
        use="write"
        class="document"
        label={texts.say('shell.operation')}
        hint={texts.say('explorer.keys')}
        text={draft.document}
        extensions={extensions.document}
        onText={(document) => explorer.write({ document })}
        onReady={(view) => {
          setEditor(view);
          explorer.setEditor(view);
        }}
      />
      <Problems problems={problems} editor={editor} />
      <h2>{texts.say('shell.variables')}</h2>
      <CodeEditor
        use="write"
        class="variables"
        label={texts.say('shell.variables')}
        hint={texts.say('explorer.keys')}
        text={draft.variables}
        extensions={extensions.variables}
        onText={(variables) => explorer.write({ variables })}
        onReady={setValues}
      />
      <Problems problems={valueProblems} editor={values} />
      <p class="hint">{texts.say('explorer.keys')}</p>
      {explorer.schemaError !== undefined && (
        <p role="alert" class="problem">
          {explorer.schemaError.message}
        </p>
      )}
    </div>
  );
}
