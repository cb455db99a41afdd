/*
 * This folder is the editor for GraphQL and JSON: CodeMirror in a shadow root. CodeMirror writes style sheets while it
 * runs, which the Content-Security-Policy of the console allows only as constructed style sheets of a shadow root. The
 * shadow root also keeps the styles of the console and of the editor apart. The folder must not know the API.
 */

import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type EditorUse, makeEditor, replaceText } from './make-editor.js';

export interface CodeEditorProps {
  readonly use: EditorUse;
  /** The name for screen readers, and how to use the keyboard. */
  readonly label: string;
  readonly hint?: string;
  readonly text: string;
  /** The language, and what only this editor has. It does not change after the first time. */
  readonly extensions: Extension;
  readonly class?: string;
  onText?(text: string): void;
  /** Gets the editor once it exists. */
  onReady?(view: EditorView): void;
}

export function CodeEditor({ text, class: className = '', ...props }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  useLayoutEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const { use, label, hint, extensions } = latest.current;
    const onText = (next: string) => latest.current.onText?.(next);
    const view = makeEditor(root, { use, label, hint, extensions, text, onText });
    editor.current = view;
    latest.current.onReady?.(view);
    return () => view.destroy();
  }, []);
  useLayoutEffect(() => {
    if (editor.current !== undefined) replaceText(editor.current, text);
  }, [text]);
  return <div class={`code-editor ${className}`} ref={host} />;
}
