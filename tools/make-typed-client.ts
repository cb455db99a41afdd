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
export async function makeTypedClient(schemaText: string): Promise<string> {
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
  return [HEAD, types.trim(), codes(schema), objects(ready), documents(ready), signatures(ready), table(ready)]
    .join('\n\n')
    .concat('\n');
}

const HEAD = `// Generated from schema.graphql by \`npm run schema\`. Changes are made there.
import type { ReadyOperation, TypedDocument } from '../client/typed-document.js';`;

/** No operation requests this enum, so the code generator leaves it out. */
function codes(schema: GraphQLSchema): string {
  const type = schema.getType('ErrorCode') as GraphQLEnumType;
  const names = type.getValues().map(({ name }) => `'${name}'`);
  return `/** ${type.description} */\nexport type ErrorCode = ${names.join(' | ')};`;
}

/** The result type of each object under its own name. */
function objects({ fragments }: ReadyOperations): string {
  return [...fragments.keys()].map((name) => `export type ${name} = ${name}FieldsFragment;`).join('\n');
}

function documents({ operations, fragments }: ReadyOperations): string {
  return [
    ...[...fragments].map(([name, text]) => `const ${name}Fields = \`\n${text}\`;`),
    ...operations.map(
      (operation) =>
        `export const ${capitalized(operation.name)}Document = (\`${operation.text}\`${operation.fragments
          .map((name) => ` + ${name}Fields`)
          .join('')}) as TypedDocument<${resultOf(operation)}, ${variablesOf(operation)}>;`,
    ),
  ].join('\n');
}

function resultOf({ name, type }: ReadyOperation): string {
  return `${capitalized(name)}${capitalized(type)}`;
}

function variablesOf(operation: ReadyOperation): string {
  return `${resultOf(operation)}Variables`;
}

function isOfInput({ variables }: ReadyOperation): boolean {
  return variables.map(({ name }) => name).join() === 'input';
}

function signatures({ operations }: ReadyOperations): string {
  return [
    '/** Every query and mutation, and every list of an object. Each requests all fields of an object except other objects. */',
    'export interface ReadyOperations {',
    ...operations.map((operation) => `  ${commentOf(operation)}\n  ${operation.name}${signatureOf(operation)};`),
    '}',
  ].join('\n');
}

function commentOf({ description }: ReadyOperation): string {
  return `/** ${description.replaceAll('*/', '*\\/')} */`;
}

function signatureOf(operation: ReadyOperation): string {
  const { variables, path } = operation;
  const type = variablesOf(operation);
  const optional = variables.every(({ optional }) => optional) ? '?' : '';
  const given = isOfInput(operation) ? `input: ${type}['input']` : `variables${optional}: ${type}`;
  return `(${variables.length === 0 ? '' : given}): Promise<${answerOf(operation, path)}>`;
}

/** The type at the path. It includes null if an object on the path can be null. */
function answerOf(operation: ReadyOperation, [first = '', second]: readonly string[]): string {
  const outer = `${resultOf(operation)}['${first}']`;
  return second === undefined ? outer : `NonNullable<${outer}>['${second}'] | null`;
}

function table({ operations }: ReadyOperations): string {
  return [
    'export const READY_OPERATIONS: { readonly [N in keyof ReadyOperations]: ReadyOperation } = {',
    ...operations.map(
      (operation) =>
        `  ${operation.name}: { document: ${capitalized(operation.name)}Document, path: ${JSON.stringify(operation.path)}${
          isOfInput(operation) ? ', takesInput: true' : ''
        } },`,
    ),
    '};',
  ].join('\n');
}
