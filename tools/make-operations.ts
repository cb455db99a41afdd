import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** A query or mutation for the typed client, made from a field in the schema. */
export interface ReadyOperation {
  readonly name: string;
  readonly description: string;
  readonly type: 'query' | 'mutation';
  readonly text: string;
  /** Where the result is in `data`, as a list of field names from the outermost to the innermost. */
  readonly path: readonly string[];
  readonly variables: readonly { readonly name: string; readonly optional: boolean }[];
  /** The fragments that the text uses, including fragments that are used inside other fragments. */
  readonly fragments: readonly string[];
}

export interface ReadyOperations {
  readonly operations: readonly ReadyOperation[];
  /** The key is the name of a type, and the value is the text of its fragment. */
  readonly fragments: ReadonlyMap<string, string>;
}

type Field = GraphQLField<unknown, unknown>;

/**
 * Makes one operation for each query and mutation, and one for each list inside an object that is found by its id. An
 * operation requests no totals, which are slow, and no related objects, which can require further permissions.
 */
export function makeOperations(schema: GraphQLSchema): ReadyOperations {
  const fragments = new Map<string, string>();
  const operations = (['query', 'mutation'] as const).flatMap((type) => {
    const root = type === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(root?.getFields() ?? {}).flatMap((field) => [
      operationOf(fragments, type, [field]),
      ...listsOf(field).map((list) => operationOf(fragments, type, [field, list])),
    ]);
  });
  return { operations, fragments };
}

/** Returns the lists inside the object that a query finds by its id, such as the members of a group. */
function listsOf({ type, args }: Field): Field[] {
  const object = getNamedType(type);
  if (args.map(({ name }) => name).join() !== 'id' || !isObjectType(object)) return [];
  return Object.values(object.getFields()).filter((field) => isConnection(getNamedType(field.type).name));
}

function operationOf(fragments: Map<string, string>, type: 'query' | 'mutation', fields: Field[]): ReadyOperation {
  const names = fields.map(({ name }) => name);
  const name = names.map((part, index) => (index === 0 ? part : capitalized(part))).join('');
  const args = fields.flatMap(({ args }) => args);
  const last = fields.at(-1) as Field;
  const selection = selectionOf(fragments, last);
  const calls = fields.map((field) => `${field.name}${callOf(field.args)}`);
  const body = calls.reduceRight((inner, call) => `{ ${call} ${inner} }`, selection);
  return {
    name,
    description: last.description ?? '',
    type,
    text: `${type} ${capitalized(name)}${declarationOf(args)} ${body}`,
    path: names,
    variables: args.map(({ name, type, defaultValue }) => ({
      name,
      optional: !isNonNullType(type) || defaultValue !== undefined,
    })),
    fragments: spreadIn(fragments, selection),
  };
}

function declarationOf(args: readonly GraphQLArgument[]): string {
  return args.length === 0 ? '' : `(${args.map((arg) => `$${arg.name}: ${arg.type}${defaultOf(arg)}`).join(', ')})`;
}

function defaultOf({ defaultValue }: GraphQLArgument): string {
  return defaultValue === undefined ? '' : ` = ${String(defaultValue)}`;
}

function callOf(args: readonly GraphQLArgument[]): string {
  return args.length === 0 ? '' : `(${args.map(({ name }) => `${name}: $${name}`).join(', ')})`;
}

/** Returns the fields to request from a field, in braces. A field with a scalar type has none. */
function selectionOf(fragments: Map<string, string>, { type: fieldType }: Field): string {
  const type = getNamedType(fieldType);
  if (!isObjectType(type)) return '';
  if (!isWrapper(type.name)) {
    addFragment(fragments, type);
    return `{ ...${type.name}Fields }`;
  }
  const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'totalCount');
  return `{ ${fields.map((field) => `${field.name} ${selectionOf(fragments, field)}`.trim()).join(' ')} }`;
}

function addFragment(fragments: Map<string, string>, type: GraphQLObjectType): void {
  if (fragments.has(type.name)) return;
  fragments.set(type.name, '');
  const own = Object.values(type.getFields()).filter(isOwn);
  const fields = own.map((field) => `${field.name} ${selectionOf(fragments, field)}`.trim());
  fragments.set(type.name, `fragment ${type.name}Fields on ${type.name} { ${fields.join(' ')} }`);
}

/** Whether a field belongs to the object itself. The schema makes a field nullable if it leads to a related object. */
function isOwn({ type }: Field): boolean {
  return isLeafType(getNamedType(getNullableType(type))) || isNonNullType(type);
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
