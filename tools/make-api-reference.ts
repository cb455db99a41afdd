import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { freshSignInOf } from '../src/graphql/fresh-sign-in.js';
import { permissionsOf, type Requirement } from '../src/graphql/permission-guard.js';
import { makeSchema } from '../src/graphql/schema-build.js';
import { ERRORS } from './api-reference-errors.js';
import { HEAD } from './api-reference-head.js';

type Field = GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLArgument;

/** Returns the text of `docs/api.md`, which lists every query, mutation, subscription, type and error code with its permission. */
export function makeApiReference(schemaText: string): string {
  const schema = buildSchema(schemaText);
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = types.filter(
    (type) =>
      isUnionType(type) ||
      (isObjectType(type) && !/^(Query|Mutation|Subscription)$/.test(type.name) && !isPagedType(type)),
  );
  return [
    HEAD,
    ...section('Queries', rootFields(schema, 'Query')),
    ...section('Mutations', rootFields(schema, 'Mutation')),
    ...section('Subscriptions', rootFields(schema, 'Subscription')),
    ...section('Errors', [ERRORS, ...types.filter(({ name }) => name === 'ErrorCode').map(typeText)]),
    ...section('Types', objects.map(typeText)),
    ...section('Inputs', types.filter(isInputObjectType).map(typeText)),
    ...section('Enums', types.filter((type) => isEnumType(type) && type.name !== 'ErrorCode').map(typeText)),
    ...section('Scalars', types.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type)).map(typeText)),
  ].join('\n\n');
}

/** The head explains lists with pages once, for all types. A list with a further field keeps its own description. */
function isPagedType(type: GraphQLObjectType): boolean {
  const fields = Object.keys(type.getFields()).sort().join();
  return fields === 'edges,pageInfo,totalCount' || (type.name.endsWith('Edge') && fields === 'cursor,node');
}

function section(title: string, parts: readonly string[]): string[] {
  return [`## ${title}`, ...parts];
}

function rootFields(schema: GraphQLSchema, root: 'Query' | 'Mutation' | 'Subscription'): string[] {
  const type = schema.getType(root);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.map((field) =>
    [
      `### ${root}.${field.name}`,
      field.description ?? '',
      `Returns ${typeLink(field)}. Requires ${permissionText(root, field)}.${freshSignInText(root, field)}`,
      ...table('argument', sortArguments(field.args)),
    ].join('\n\n'),
  );
}

/** Of the arguments of a list, `first` and `after` are those that most readers need. */
function sortArguments(args: readonly GraphQLArgument[]): GraphQLArgument[] {
  const places = ['first', 'after'];
  const chosen = places.flatMap((name) => args.filter((arg) => arg.name === name));
  return [...chosen, ...args.filter(({ name }) => !places.includes(name))];
}

function typeText(type: GraphQLNamedType): string {
  return [
    `### ${type.name}`,
    type.description ?? '',
    ...(isUnionType(type) ? [memberText(type.getTypes())] : []),
    ...(isEnumType(type) ? valueTable(type.getValues()) : []),
    ...(isInputObjectType(type) ? table('field', Object.values(type.getFields())) : []),
    ...(isObjectType(type)
      ? table('field', Object.values(type.getFields()), (field) => ownPermission(type, field))
      : []),
  ].join('\n\n');
}

/** Returns the sentence that lists the types of a union. */
function memberText(types: readonly GraphQLObjectType[]): string {
  const links = types.map(({ name }) => `[${name}](#${name.toLowerCase()})`);
  return `One of ${new Intl.ListFormat('en', { type: 'disjunction' }).format(links)}. Select fields of each with a fragment, such as \`... on ${types[0]?.name} { id }\`: see [How to read this page](#a-request-and-its-response).`;
}

/**
 * The schema, built from the resolvers. It cannot be read from `schema.graphql`, because that file does not contain the
 * permissions.
 */
const guarded = makeSchema();

function permissionText(typeName: string, { name }: Pick<Field, 'name'>): string {
  const type = guarded.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  const permissions = isObjectType(type) && field !== undefined ? permissionsOf(type, field) : [];
  if (permissions.length === 0)
    throw new Error(`The field ${typeName}.${name} declares no permission. Add @Permission to its resolver.`);
  return permissions.map(requirementText).join(', ');
}

/** If a mutation needs a fresh sign-in, returns a sentence that says so. Otherwise returns an empty text. */
function freshSignInText(typeName: string, { name }: Pick<Field, 'name'>): string {
  const type = guarded.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  const inputFields = field && freshSignInOf(field);
  if (inputFields === undefined) return '';
  const those = inputFields.map((inputField) => `\`${inputField}\``);
  const when =
    those.length === 0 ? '' : `, if the input has ${new Intl.ListFormat('en', { type: 'disjunction' }).format(those)}`;
  return ` A user needs a [fresh sign-in](administration.md#fresh-sign-ins)${when}.`;
}

function requirementText(requirement: Requirement): string {
  if (requirement === 'any caller') return 'any API key or access token';
  return [requirement]
    .flat()
    .map((one) => `\`${one}\``)
    .join(' or ');
}

/**
 * If a field requires another permission than the rest of its type, returns a sentence that says so. Otherwise returns
 * an empty text.
 */
function ownPermission(type: GraphQLObjectType, field: Field): string {
  const own = guarded.getType(type.name)?.extensions.permission;
  const text = permissionText(type.name, field);
  return own === undefined || own === 'any caller' || text === `\`${own}\`` ? '' : ` Requires ${text}.`;
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

/**
 * Returns a GraphQL type such as `[Client!]!` as Markdown, with a link to the section that describes the named type. For
 * a list with pages, it names the type of the entries too.
 */
function typeLink({ type }: Field): string {
  const named = getNamedType(type);
  const isList = isObjectType(named) && isPagedType(named);
  const anchor = isList ? LISTS : named.name.toLowerCase();
  const text = String(type)
    .replace(/\w+/, (name) => (isSpecified(name) ? name : `[${name}](#${anchor})`))
    .replace(/^\[(?=\[)/, '\\[');
  const entry = isList && named.name.endsWith('Connection') ? named.name.replace(/Connection$/, '') : undefined;
  return entry === undefined ? text : `${text}, a list of [${entry}](#${entry.toLowerCase()})`;
}

/** The section of the head that explains lists with pages. */
const LISTS = 'lists-and-pages';

function isSpecified(name: string): boolean {
  return /^(String|Int|Boolean|ID|Float)$/.test(name);
}

function cell(text: string | null | undefined): string {
  return (text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
}
