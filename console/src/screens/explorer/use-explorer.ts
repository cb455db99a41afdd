import type { EditorView } from '@codemirror/view';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { SchemaPlace } from './documentation/schema-search.js';
import { addToPast, draft, type PresentDraft } from './drafts.js';
import { placeAtCursor } from './editor/graphql-language.js';
import { useLinkedDraft } from './linked-draft.js';
import { chooseOperation, findOperations, isMutation, isSubscription } from './operations.js';
import { type Run, useRun } from './run/use-run.js';
import { useSchema } from './schema.js';
import { parseVariables } from './variables.js';

export type Pane = 'response' | 'documentation' | 'past' | 'permissions';

/** The state of the Explorer, which its parts share. */
export interface Explorer {
  readonly schema: GraphQLSchema | undefined;
  readonly schemaError: Error | undefined;
  readonly draft: PresentDraft;
  readonly isLinkDamaged: boolean;
  readonly operations: readonly OperationDefinitionNode[];
  /** The operation that runs. `undefined` if the syntax of the document is wrong. */
  readonly chosen: OperationDefinitionNode | undefined;
  readonly run: Run;
  readonly pane: Pane;
  /** What the documentation shows. `undefined`: its first page. */
  readonly place: SchemaPlace | undefined;
  /** Whether the user has to confirm a mutation that a link brought. */
  readonly isAsking: boolean;
  write(change: Partial<PresentDraft>): void;
  choose(name: string): void;
  showPane(pane: Pane): void;
  showPlace(place: SchemaPlace | undefined): void;
  showPlaceAtCursor(): void;
  setEditor(view: EditorView): void;
  /** Runs the chosen operation, or asks first. */
  start(): void;
  confirm(): void;
  cancel(): void;
}

export function useExplorer(): Explorer {
  const { schema, error: schemaError } = useSchema();
  const isLinkDamaged = useLinkedDraft();
  const [name, setName] = useState<string>();
  const [pane, setPane] = useState<Pane>('response');
  const [place, setPlace] = useState<SchemaPlace>();
  const [isAsking, setAsking] = useState(false);
  const editor = useRef<EditorView>(undefined);
  const run = useRun();
  const present = draft.value;
  const operations = useMemo(() => findOperations(present.document), [present.document]);
  const chosen = chooseOperation(operations, name);

  function write(change: Partial<PresentDraft>): void {
    draft.value = { ...draft.value, ...change };
  }

  function showPlace(next: SchemaPlace | undefined): void {
    setPlace(next);
    setPane('documentation');
  }

  /** If the syntax is wrong, the server says what is wrong. */
  function send(): void {
    const { document, variables } = draft.value;
    addToPast(draft.value);
    setPane('response');
    const values = parseVariables(variables) ?? {};
    run.start({ query: document, variables: values, operationName: chosen?.name?.value }, isStream());
  }

  function isStream(): boolean {
    return chosen !== undefined && isSubscription(chosen);
  }

  return {
    schema,
    schemaError,
    draft: present,
    isLinkDamaged,
    operations,
    chosen,
    run,
    pane,
    place,
    isAsking,
    write,
    choose: setName,
    showPane: setPane,
    showPlace,
    showPlaceAtCursor: () => showPlace(editor.current && placeAtCursor(editor.current)),
    setEditor: (view) => {
      editor.current = view;
    },
    start: () => {
      if (present.document.trim() === '' || parseVariables(present.variables) === undefined) return;
      const mustAsk = present.isLinked && (chosen === undefined || isMutation(chosen));
      mustAsk ? setAsking(true) : send();
    },
    confirm: () => {
      setAsking(false);
      write({ isLinked: false });
      send();
    },
    cancel: () => setAsking(false),
  };
}
