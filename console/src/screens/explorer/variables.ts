import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import type { Texts } from '../../texts/texts.js';

/** Reads the text of the variables editor. `undefined` if it is no JSON object. */
export function parseVariables(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Something wrong with the variables, and the name of the variable. */
export interface VariableProblem {
  readonly message: string;
  readonly name: string | undefined;
}

/** Finds the variables whose values do not fit the operation, before the server does. */
function findVariableProblems(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  values: Record<string, unknown>,
): readonly VariableProblem[] {
  const { errors = [] } = getVariableValues(schema, variableDefinitions, values);
  return errors.map(({ message }) => ({ message, name: /"\$(\w+)"/.exec(message)?.[1] }));
}

/** Returns the names of values for which the operation declares no variable. The server would ignore them. */
function undeclaredVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  values: Record<string, unknown>,
): string[] {
  const declared = variableDefinitions.map(({ variable }) => variable.name.value);
  return Object.keys(values).filter((name) => !declared.includes(name));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns what is wrong with the text of the variables editor. */
export function checkVariables(
  {
    schema,
    chosen,
  }: { readonly schema: GraphQLSchema | undefined; readonly chosen: OperationDefinitionNode | undefined },
  text: string,
  texts: Texts,
): readonly VariableProblem[] {
  const values = parseVariables(text);
  if (values === undefined) return [{ message: texts.say('explorer.notObject'), name: undefined }];
  if (schema === undefined || chosen === undefined) return [];
  const undeclared = undeclaredVariables(chosen, values).map((name) => ({
    message: texts.say('explorer.undeclared', { name }),
    name,
  }));
  return [...findVariableProblems(schema, chosen, values), ...undeclared];
}
