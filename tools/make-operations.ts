import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isNonNullType,
  isObjectType,
  print,
} from 'graphql';
import { permissionOf } from '../src/graphql/permission-guard.js';
import { makeSchema } from '../src/graphql/schema-build.js';

/**
 * A GraphQL operation, made from a field of `Query`, `Mutation` or `Subscription`. The typed client gets a function for
 * each query and mutation.
 */
export interface ReadyOperation {
  readonly name: string;
  readonly description: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly text: string;
  /** The names of the fields that lead from the response's `data` to the result, outermost first. */
  readonly path: readonly string[];
  readonly variables: readonly { readonly name: string; readonly optional: boolean }[];
  /** The names of all fragments that the operation needs, including those that other fragments use. */
  readonly fragments: readonly string[];
}

export interface ReadyOperations {
  readonly operations: readonly ReadyOperation[];
  /** The subscriptions. The name of each ends with `Stream`, because a query can have the same field. */
  readonly streams: readonly ReadyOperation[];
  /** Maps the name of a GraphQL type to the text of its fragment, which requests the fields of the type. */
  readonly fragments: ReadonlyMap<string, string>;
}

type Field = GraphQLField<unknown, unknown>;

/**
 * Makes an operation for each query and mutation, and for each list inside an object that a query finds by its id. No
 * operation requests totals, which are slow, or related objects, for which the caller may lack the permission.
 */
export function makeOperations(schema: GraphQLSchema): ReadyOperations {
  const fragments = new Map<string, string>();
  const operations = (['query', 'mutation'] as const).flatMap((type) => {
    const root = type === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(root?.getFields() ?? {}).flatMap((field) => [
      operationOf(fragments, type, [field]),
      ...previewOf(fragments, field),
      ...listsOf(field).map((list) => operationOf(fragments, type, [field, list])),
    ]);
  });
  const streams = Object.values(schema.getSubscriptionType()?.getFields() ?? {}).map((field) =>
    operationOf(fragments, 'subscription', [field], `${field.name}Stream`),
  );
  return { operations, streams, fragments };
}

/**
 * Returns the list fields of the type that a query returns, for example `members` of `Group`. Returns none if the query
 * has another argument than an id.
 */
function listsOf({ type, args }: Field): Field[] {
  const object = getNamedType(type);
  if (args.map(({ name }) => name).join() !== 'id' || !isObjectType(object)) return [];
  return Object.values(object.getFields()).filter((field) => isConnection(getNamedType(field.type).name));
}

function operationOf(
  fragments: Map<string, string>,
  type: ReadyOperation['type'],
  fields: Field[],
  name = nameOf(fields),
): ReadyOperation {
  const names = fields.map(({ name }) => name);
  const args = fields.flatMap(argumentsOf);
  const last = fields.at(-1) as Field;
  const selection = selectionOf(fragments, last);
  const calls = fields.map((field) => `${field.name}${callOf(argumentsOf(field))}`);
  const body = calls.reduceRight((inner, call) => `{ ${call} ${inner} }`, selection);
  return {
    name,
    description: last.description ?? '',
    type,
    text: `${type} ${capitalized(name)}${declarationOf(args)} ${body}`,
    path: names,
    variables: variablesOf(args),
    fragments: spreadIn(fragments, selection),
  };
}

/**
 * Returns an operation that asks what a mutation would end, without making the change. Other operations do not request
 * effects, which are slow.
 */
function previewOf(fragments: Map<string, string>, field: Field): ReadyOperation[] {
  const payload = getNamedType(field.type);
  const effects = isObjectType(payload) ? payload.getFields().effects : undefined;
  if (effects === undefined || !field.args.some(isDryRun)) return [];
  const selection = selectionOf(fragments, effects);
  const args = argumentsOf(field);
  const name = `preview${capitalized(field.name)}`;
  const call = callOf(args).replace(/\)$/, ', dryRun: true)');
  return [
    {
      name,
      description: `Returns what \`${field.name}\` would end. Changes nothing, but fails with the same errors.`,
      type: 'mutation',
      text: `mutation ${capitalized(name)}${declarationOf(args)} { ${field.name}${call} { effects ${selection} } }`,
      path: [field.name, effects.name],
      variables: variablesOf(args),
      fragments: spreadIn(fragments, selection),
    },
  ];
}

function isDryRun({ name }: GraphQLArgument): boolean {
  return name === 'dryRun';
}

function argumentsOf({ args }: Field): GraphQLArgument[] {
  return args.filter((arg) => !isDryRun(arg));
}

function variablesOf(args: readonly GraphQLArgument[]): ReadyOperation['variables'] {
  return args.map(({ name, type, defaultValue }) => ({
    name,
    optional: !isNonNullType(type) || defaultValue !== undefined,
  }));
}

function nameOf(fields: readonly Field[]): string {
  return fields.map(({ name }, index) => (index === 0 ? name : capitalized(name))).join('');
}

function declarationOf(args: readonly GraphQLArgument[]): string {
  return args.length === 0 ? '' : `(${args.map((arg) => `$${arg.name}: ${arg.type}${defaultOf(arg)}`).join(', ')})`;
}

function defaultOf({ defaultValue, type }: GraphQLArgument): string {
  const value = defaultValue === undefined ? undefined : astFromValue(defaultValue, type);
  return value == null ? '' : ` = ${print(value)}`;
}

function callOf(args: readonly GraphQLArgument[]): string {
  return args.length === 0 ? '' : `(${args.map(({ name }) => `${name}: $${name}`).join(', ')})`;
}

/** Returns the text in braces that selects the subfields of a field. Returns an empty text for a scalar field. */
function selectionOf(fragments: Map<string, string>, { type: fieldType }: Field): string {
  const type = getNamedType(fieldType);
  if (!isObjectType(type)) return '';
  if (!isWrapper(type.name)) {
    addFragment(fragments, type);
    return `{ ...${type.name}Fields }`;
  }
  const fields = Object.values(type.getFields()).filter((field) => isRequested(type, field));
  return `{ ${fields.map((field) => `${field.name} ${selectionOf(fragments, field)}`.trim()).join(' ')} }`;
}

/**
 * Whether an operation requests a field of a page or payload. A caller who may make a change need not have the
 * permission of a field that requires another one: its error would hide the result of the change.
 */
function isRequested(type: GraphQLObjectType, field: Field): boolean {
  if (field.name === 'totalCount' || field.name === 'effects') return false;
  if (isNonNullType(field.type)) return true;
  const declared = makeSchema().getType(type.name);
  const guarded = isObjectType(declared) ? declared.getFields()[field.name] : undefined;
  if (!isObjectType(declared) || guarded === undefined) return true;
  return permissionOf(declared, guarded) === declared.extensions.permission;
}

function addFragment(fragments: Map<string, string>, type: GraphQLObjectType): void {
  if (fragments.has(type.name)) return;
  fragments.set(type.name, '');
  const own = Object.values(type.getFields()).filter(isOwn);
  const fields = own.map((field) => `${field.name} ${selectionOf(fragments, field)}`.trim());
  fragments.set(type.name, `fragment ${type.name}Fields on ${type.name} { ${fields.join(' ')} }`);
}

/**
 * Whether a field is part of the object itself. A field that leads to a related object is always nullable, because the
 * caller may lack the permission to read it. An object with a group of settings is no related object.
 */
function isOwn({ type }: Field): boolean {
  const named = getNamedType(getNullableType(type));
  return isLeafType(named) || isNonNullType(type) || named.name.endsWith('Settings');
}

function isConnection(name: string): boolean {
  return name.endsWith('Connection');
}

function isWrapper(name: string): boolean {
  return /(Connection|Edge|Payload|PageInfo)$/.test(name);
}

function spreadIn(fragments: ReadonlyMap<string, string>, text: string): string[] {
  const names = [...text.matchAll(/\.\.\.(\w+)Fields/g)].map(([, name = '']) => name);
  return [...new Set(names.flatMap((name) => [name, ...spreadIn(fragments, fragments.get(name) ?? '')]))];
}

export function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
