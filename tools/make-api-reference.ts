import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { permissionOf } from '../src/graphql/permission-guard.js';
import { makeSchema } from '../src/graphql/schema-build.js';

type Field = GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLArgument;

/** The text of `docs/api.md`: every field, type, argument, enum value and error code, with what the schema says of it. */
export function makeApiReference(schemaText: string): string {
  const schema = buildSchema(schemaText);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const nouns = types.filter((type) => isObjectType(type) && !/^(Query|Mutation)$/.test(type.name));
  return [
    HEAD,
    ...section('Queries', rootFields(schema, 'Query')),
    ...section('Mutations', rootFields(schema, 'Mutation')),
    ...section('Errors', types.filter(({ name }) => name === 'ErrorCode').map(typeText)),
    ...section('Types', nouns.map(typeText)),
    ...section('Inputs', types.filter(isInputObjectType).map(typeText)),
    ...section('Enums', types.filter((type) => isEnumType(type) && type.name !== 'ErrorCode').map(typeText)),
    ...section('Scalars', types.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type)).map(typeText)),
  ].join('\n\n');
}

const HEAD = `# The administration API

\`POST /graphql\` with an API key or an access token as bearer token. A field takes the permission that stands with it;
where a noun refers to one that the caller may not read, it is null, with FORBIDDEN there. Made from
[schema.graphql](../schema.graphql) by \`npm run schema\`.`;

function section(title: string, parts: readonly string[]): string[] {
  return [`## ${title}`, ...parts];
}

function rootFields(schema: GraphQLSchema, root: 'Query' | 'Mutation'): string[] {
  const type = schema.getType(root);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.map((field) =>
    [
      `### ${root}.${field.name}`,
      field.description ?? '',
      `Gives ${typeLink(field)}. Takes ${permissionText(root, field)}.`,
      ...table('argument', field.args),
    ].join('\n\n'),
  );
}

function typeText(type: GraphQLNamedType): string {
  return [
    `### ${type.name}`,
    type.description ?? '',
    ...(isEnumType(type) ? valueTable(type.getValues()) : []),
    ...(isInputObjectType(type) ? table('field', Object.values(type.getFields())) : []),
    ...(isObjectType(type)
      ? table('field', Object.values(type.getFields()), (field) => ownPermission(type, field))
      : []),
  ].join('\n\n');
}

/** The schema as it is resolved, which knows the permission of each field. */
const guarded = makeSchema();

function permissionText(typeName: string, { name }: Pick<Field, 'name'>): string {
  const type = guarded.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  const permission = isObjectType(type) && field !== undefined ? permissionOf(type, field) : undefined;
  if (permission === undefined) throw new Error(`${typeName}.${name} names no permission`);
  return permission === 'any caller' ? 'any key or token' : `\`${permission}\``;
}

/** Where a field takes another permission than what it is of: without it, it is null, with FORBIDDEN there. */
function ownPermission(type: GraphQLObjectType, field: Field): string {
  const own = guarded.getType(type.name)?.extensions.permission;
  const text = permissionText(type.name, field);
  return own === undefined || own === 'any caller' || text === `\`${own}\`` ? '' : ` Takes ${text}.`;
}

function table(head: string, fields: readonly Field[], note: (field: Field) => string = () => ''): string[] {
  return fields.length === 0
    ? []
    : [[`| ${head} | type | |`, '| --- | --- | --- |', ...fields.map((field) => row(field, note(field)))].join('\n')];
}

function row(field: Field, note: string): string {
  const args = 'args' in field && field.args.length > 0 ? `(${field.args.map(({ name }) => name).join(', ')})` : '';
  const value = 'defaultValue' in field && field.defaultValue !== undefined ? ` = ${String(field.defaultValue)}` : '';
  return `| \`${field.name}${args}\` | ${typeLink(field)}${value} | ${cell(field.description)}${note} |`;
}

function valueTable(values: readonly { readonly name: string; readonly description?: string | null | undefined }[]) {
  return [
    [
      '| value | |',
      '| --- | --- |',
      ...values.map((value) => `| \`${value.name}\` | ${cell(value.description)} |`),
    ].join('\n'),
  ];
}

/** `[Client!]!`, in which the name leads to its section. */
function typeLink({ type }: Field): string {
  return String(type)
    .replace(/\w+/, (name) =>
      /^(String|Int|Boolean|ID|Float)$/.test(name) ? name : `[${name}](#${name.toLowerCase()})`,
    )
    .replace(/^\[(?=\[)/, '\\[');
}

function cell(text: string | null | undefined): string {
  return (text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
}
