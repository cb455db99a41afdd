import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import type { JsonShape, Suggestion } from './editor/json-completion.js';

interface Present {
  readonly schema: GraphQLSchema | undefined;
  readonly chosen: OperationDefinitionNode | undefined;
}

/** What the variables of the chosen operation can be, for completion. */
export function makeVariableShape(present: () => Present): JsonShape {
  return {
    members: ([name, ...path]) => {
      if (name === undefined) return variablesOf(present());
      const type = typeAt(present(), [name, ...path]);
      if (!isInputObjectType(type)) return [];
      return Object.values(type.getFields()).map((field) => ({
        name: field.name,
        detail: String(field.type),
        description: field.description ?? undefined,
      }));
    },
    values: (path) => {
      const type = typeAt(present(), path);
      if (type?.name === 'Boolean') return [{ name: 'true' }, { name: 'false' }];
      if (!isEnumType(type)) return [];
      return type.getValues().map(({ name, description }) => ({ name, description: description ?? undefined }));
    },
  };
}

function variablesOf({ schema, chosen }: Present): Suggestion[] {
  return (chosen?.variableDefinitions ?? []).map(({ variable, type }) => {
    const known = schema && typeFromAST(schema, type as Parameters<typeof typeFromAST>[1]);
    return { name: variable.name.value, detail: known === undefined ? '' : String(known) };
  });
}

/** The type, without its marks for lists and null, of the value at a path of names. */
function typeAt({ schema, chosen }: Present, [first, ...rest]: readonly string[]) {
  const definition = chosen?.variableDefinitions?.find(({ variable }) => variable.name.value === first);
  if (schema === undefined || definition === undefined) return undefined;
  const declared = typeFromAST(schema, definition.type as Parameters<typeof typeFromAST>[1]);
  let type = declared && getNamedType(declared as GraphQLInputType);
  for (const name of rest) {
    const field = isInputObjectType(type) ? type.getFields()[name] : undefined;
    type = field && getNamedType(field.type);
  }
  return type;
}
