import { codegen } from '@graphql-codegen/core';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { buildSchema, type GraphQLEnumType, type GraphQLSchema, parse } from 'graphql';
import { capitalized, makeOperations, type ReadyOperation, type ReadyOperations } from './make-operations.js';

const CONFIG = {
  enumType: 'const',
  namingConvention: 'keep',
  immutableTypes: true,
  skipTypename: true,
  inlineFragmentTypes: 'combine',
  scalars: { ID: 'string', DateTime: 'string', JSONObject: '{ readonly [name: string]: unknown }' },
  inputMaybeValue: 'T | null | undefined',
  printFieldsOnNewLines: true,
};

/** The text of `packages/admin/src/generated/operations.ts`: types, documents, and a signature for each ready operation. */
export const makeTypedClient = async (schemaText: string): Promise<string> => {
  const schema = buildSchema(schemaText);
  const ready = makeOperations(schema);
  const texts = [...ready.fragments.values(), ...ready.operations.map(({ text }) => text)];
  const types = await codegen({
    filename: 'operations.ts',
    schema: parse(schemaText),
    schemaAst: schema,
    documents: [{ location: 'operations.graphql', document: parse(texts.join('\n')) }],
    config: CONFIG,
    plugins: [{ typescriptOperations: {} }],
    pluginMap: { typescriptOperations },
  });
  return [HEAD, types.trim(), codes(schema), nouns(ready), documents(ready), signatures(ready), table(ready)]
    .join('\n\n')
    .concat('\n');
};

const HEAD = `// Generated from schema.graphql by \`npm run schema\`. Changes are made there.
import type { ReadyOperation, TypedDocument } from '../typed-document.js';`;

/** No operation asks for it, and so it is not among the types. */
const codes = (schema: GraphQLSchema): string => {
  const type = schema.getType('ErrorCode') as GraphQLEnumType;
  const names = type.getValues().map(({ name }) => `'${name}'`);
  return `/** ${type.description} */\nexport type ErrorCode = ${names.join(' | ')};`;
};

/** What is asked of each noun, under its own name. */
const nouns = ({ fragments }: ReadyOperations): string =>
  [...fragments.keys()].map((name) => `export type ${name} = ${name}FieldsFragment;`).join('\n');

const documents = ({ operations, fragments }: ReadyOperations): string =>
  [
    ...[...fragments].map(([name, text]) => `const ${name}Fields = \`\n${text}\`;`),
    ...operations.map(
      (operation) =>
        `export const ${capitalized(operation.name)}Document = (\`${operation.text}\`${operation.fragments
          .map((name) => ` + ${name}Fields`)
          .join('')}) as TypedDocument<${resultOf(operation)}, ${variablesOf(operation)}>;`,
    ),
  ].join('\n');

const resultOf = ({ name, type }: ReadyOperation): string => `${capitalized(name)}${capitalized(type)}`;
const variablesOf = (operation: ReadyOperation): string => `${resultOf(operation)}Variables`;

const isOfInput = ({ variables }: ReadyOperation): boolean => variables.map(({ name }) => name).join() === 'input';

const signatures = ({ operations }: ReadyOperations): string =>
  [
    '/** Every query and mutation, and every list that a noun has, each with all that a noun has of its own. */',
    'export interface ReadyOperations {',
    ...operations.map((operation) => `  ${commentOf(operation)}\n  ${operation.name}${signatureOf(operation)};`),
    '}',
  ].join('\n');

const commentOf = ({ description }: ReadyOperation): string => `/** ${description.replaceAll('*/', '*\\/')} */`;

const signatureOf = (operation: ReadyOperation): string => {
  const { variables, path } = operation;
  const type = variablesOf(operation);
  const optional = variables.every(({ optional }) => optional) ? '?' : '';
  const given = isOfInput(operation) ? `input: ${type}['input']` : `variables${optional}: ${type}`;
  return `(${variables.length === 0 ? '' : given}): Promise<${answerOf(operation, path)}>`;
};

/** The type at the path; null where a noun on the way is not there. */
const answerOf = (operation: ReadyOperation, [first = '', second]: readonly string[]): string => {
  const outer = `${resultOf(operation)}['${first}']`;
  return second === undefined ? outer : `NonNullable<${outer}>['${second}'] | null`;
};

const table = ({ operations }: ReadyOperations): string =>
  [
    'export const READY_OPERATIONS: { readonly [N in keyof ReadyOperations]: ReadyOperation } = {',
    ...operations.map(
      (operation) =>
        `  ${operation.name}: { document: ${capitalized(operation.name)}Document, path: ${JSON.stringify(operation.path)}${
          isOfInput(operation) ? ', takesInput: true' : ''
        } },`,
    ),
    '};',
  ].join('\n');
