import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

type Field = GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLArgument;

/** The text of `docs/api.md`: every field, type, argument, enum value and error code, with what the schema says of it. */
export const makeApiReference = (schemaText: string): string => {
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
};

const HEAD = `# The administration API

\`POST /graphql\` with an API key or an access token as bearer token. Made from [schema.graphql](../schema.graphql) by
\`npm run schema\`.`;

const section = (title: string, parts: readonly string[]): string[] => [`## ${title}`, ...parts];

const rootFields = (schema: GraphQLSchema, root: 'Query' | 'Mutation'): string[] => {
  const type = schema.getType(root);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.map((field) =>
    [
      `### ${root}.${field.name}`,
      field.description ?? '',
      `Gives ${typeLink(field)}.`,
      ...table('argument', field.args),
    ].join('\n\n'),
  );
};

const typeText = (type: GraphQLNamedType): string =>
  [
    `### ${type.name}`,
    type.description ?? '',
    ...(isEnumType(type) ? valueTable(type.getValues()) : []),
    ...(isObjectType(type) || isInputObjectType(type) ? table('field', Object.values(type.getFields())) : []),
  ].join('\n\n');

const table = (head: string, fields: readonly Field[]): string[] =>
  fields.length === 0 ? [] : [[`| ${head} | type | |`, '| --- | --- | --- |', ...fields.map(row)].join('\n')];

const row = (field: Field): string => {
  const args = 'args' in field && field.args.length > 0 ? `(${field.args.map(({ name }) => name).join(', ')})` : '';
  const value = 'defaultValue' in field && field.defaultValue !== undefined ? ` = ${String(field.defaultValue)}` : '';
  return `| \`${field.name}${args}\` | ${typeLink(field)}${value} | ${cell(field.description)} |`;
};

const valueTable = (values: readonly { readonly name: string; readonly description?: string | null | undefined }[]) => [
  ['| value | |', '| --- | --- |', ...values.map((value) => `| \`${value.name}\` | ${cell(value.description)} |`)].join(
    '\n',
  ),
];

/** `[Client!]!`, in which the name leads to its section. */
const typeLink = ({ type }: Field): string =>
  String(type)
    .replace(/\w+/, (name) =>
      /^(String|Int|Boolean|ID|Float)$/.test(name) ? name : `[${name}](#${name.toLowerCase()})`,
    )
    .replace(/^\[(?=\[)/, '\\[');

const cell = (text: string | null | undefined): string => (text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
