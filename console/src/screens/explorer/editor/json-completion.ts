import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { jsonLanguage } from '@codemirror/lang-json';
import { syntaxTree } from '@codemirror/language';
import type { EditorState, Extension } from '@codemirror/state';

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/** What can be at a place in the JSON text. */
export interface Suggestion {
  readonly name: string;
  readonly detail?: string;
  readonly description?: string | undefined;
}

/** Returns the names of the members of the object at a path of names, or the values that fit there. */
export interface JsonShape {
  members(path: readonly string[]): readonly Suggestion[];
  values(path: readonly string[]): readonly Suggestion[];
}

/** Suggests names of members, and values that are one of a few. */
export function jsonCompletion(shape: JsonShape): Extension {
  return jsonLanguage.data.of({ autocomplete: (context: CompletionContext) => complete(context, shape) });
}

function complete({ state, pos, explicit }: CompletionContext, shape: JsonShape): CompletionResult | null {
  const inner = syntaxTree(state).resolveInner(pos, -1);
  const isText = inner.name === 'PropertyName' || inner.name === 'String';
  const word = state.sliceDoc(state.doc.lineAt(pos).from, pos).match(/"?\w*$/)?.[0] ?? '';
  if (word === '' && !explicit) return null;
  const from = isText ? inner.from : pos - word.length;
  const to = isText && inner.to >= pos ? inner.to : pos;
  const isValue = /:\s*$/.test(state.sliceDoc(0, from)) || inner.name === 'Array' || inner.parent?.name === 'Array';
  const path = pathOf(inner, state, from);
  const options = isValue ? shape.values(path).map(toValue) : shape.members(path).map(toMember);
  return options.length === 0 ? null : { from, to, options, filter: true };
}

/** The names of the properties around a place. A property whose name is being written does not count. */
function pathOf(inner: SyntaxNode, state: EditorState, from: number): string[] {
  const path: string[] = [];
  for (let node: SyntaxNode | null = inner; node !== null; node = node.parent) {
    const name = node.name === 'Property' ? node.getChild('PropertyName') : null;
    if (name !== null && name.from < from) path.unshift(state.sliceDoc(name.from + 1, name.to - 1));
  }
  return path;
}

function toMember({ name, detail, description }: Suggestion): Completion {
  return { label: `"${name}"`, apply: `"${name}": `, ...about(detail, description) };
}

function toValue({ name, detail, description }: Suggestion): Completion {
  return { label: /^(true|false)$/.test(name) ? name : `"${name}"`, ...about(detail, description) };
}

function about(detail: string | undefined, description: string | undefined): Partial<Completion> {
  return { ...(detail !== undefined && { detail }), ...(description !== undefined && { info: description }) };
}
