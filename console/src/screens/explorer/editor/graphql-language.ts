import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import { getSchema, graphql, offsetToPos } from 'cm6-graphql';
import type { GraphQLSchema } from 'graphql';
import { getHoverInformation, getTokenAtPosition, getTypeInfo } from 'graphql-language-service';
import type { SchemaPlace } from '../documentation/schema-search.js';
import { type Problem, problemsTo } from './problems.js';

export interface GraphqlLanguageParts {
  /** Is called when the user wants to read about the thing that was clicked with Ctrl or Cmd. */
  onDocumentation(place: SchemaPlace): void;
  onProblems(problems: readonly Problem[]): void;
}

/** GraphQL with completion, marks for what is wrong, and descriptions, once `updateSchema` has set the schema. */
export function graphqlLanguage({ onDocumentation, onProblems }: GraphqlLanguageParts): Extension {
  return [
    graphql(undefined, {
      onShowInDocs: (field, type, parentType) => {
        const place = toPlace(field, type, parentType);
        if (place !== undefined) onDocumentation(place);
      },
    }),
    descriptionOnHover,
    problemsTo(onProblems),
  ];
}

/** Returns what the schema has at the cursor. */
export function placeAtCursor({ state }: EditorView): SchemaPlace | undefined {
  const schema = getSchema(state);
  if (!schema) return undefined;
  const token = getTokenAtPosition(state.doc.toString(), offsetToPos(state.doc, state.selection.main.head));
  const { fieldDef, type, parentType } = getTypeInfo(schema as GraphQLSchema, token.state);
  return toPlace(fieldDef?.name, type?.toString(), parentType?.toString());
}

/** Lists of types, such as `[User!]!`, lead to the type itself. */
function toPlace(field?: string, type?: string, parentType?: string): SchemaPlace | undefined {
  if (parentType !== undefined && field !== undefined) return { type: bare(parentType), field };
  return type === undefined ? undefined : { type: bare(type) };
}

function bare(type: string): string {
  return type.replace(/[[\]!]/g, '');
}

const descriptionOnHover = hoverTooltip(({ state }, pos) => {
  const schema = getSchema(state);
  if (!schema) return null;
  const found = getHoverInformation(schema as GraphQLSchema, state.doc.toString(), offsetToPos(state.doc, pos));
  const text = typeof found === 'string' ? found.trim() : '';
  if (text === '') return null;
  return {
    pos,
    create: () => {
      const dom = document.createElement('div');
      dom.textContent = text;
      return { dom };
    },
  };
});
