import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { editorTheme } from './editor-theme.js';

/** Whether the user writes into the editor, or only reads. */
export type EditorUse = 'write' | 'read';

interface EditorParts {
  readonly use: EditorUse;
  readonly label: string;
  readonly hint: string | undefined;
  readonly text: string;
  readonly extensions: Extension;
  onText(text: string): void;
}

/** Makes an editor in a shadow root. The Tab key leaves it, so it is no trap for the keyboard (WCAG 2.1.2). */
export function makeEditor(root: ShadowRoot, { use, label, hint, text, extensions, onText }: EditorParts): EditorView {
  const attributes = { 'aria-label': label, ...(hint !== undefined && { 'aria-description': hint }) };
  const state = EditorState.create({
    doc: text,
    extensions: [
      extensions,
      COMMON,
      use === 'write' ? WRITING : READING,
      EditorView.contentAttributes.of(attributes),
      EditorView.updateListener.of(({ docChanged, state: { doc } }) => {
        if (docChanged) onText(doc.toString());
      }),
    ],
  });
  return new EditorView({ root, parent: root, state });
}

/** Replaces the whole text, unless it is the same. */
export function replaceText(view: EditorView, text: string): void {
  const { doc } = view.state;
  if (doc.toString() !== text) view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
}

const COMMON: Extension = [
  editorTheme,
  bracketMatching(),
  codeFolding(),
  foldGutter(),
  keymap.of(foldKeymap),
  EditorView.lineWrapping,
];

/**
 * Types over a selection without the browser. Chromium would put elements with a `style` attribute into the editor, to
 * keep the look of the text that is replaced, and the Content-Security-Policy forbids such attributes.
 */
const typeOverSelection = EditorView.domEventHandlers({
  beforeinput: ({ inputType, data, isComposing, cancelable }, view) => {
    const { state } = view;
    const { empty, from, to } = state.selection.main;
    if (inputType !== 'insertText' || data === null || empty || isComposing || !cancelable) return false;
    const insert = () => state.update(state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    const isHandled = state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, data, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});

const WRITING: Extension = [
  typeOverSelection,
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  closeBrackets(),
  autocompletion({ icons: false }),
  lintGutter(),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
];

/** The content can be scrolled and selected by keyboard, although it cannot be changed. */
const READING: Extension = [
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({ tabindex: '0' }),
  keymap.of(defaultKeymap),
];
