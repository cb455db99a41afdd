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

/** An operation of the typed client that is derived from a field of the schema. */
export interface ReadyOperation {
  readonly name: string;
  readonly description: string;
  readonly type: 'query' | 'mutation';
  readonly text: string;
  /** The position of the result in `data`. */
  readonly path: readonly string[];
  readonly variables: readonly { readonly name: string; readonly optional: boolean }[];
  /** The fragments that the text uses, also indirectly. */
  readonly fragments: readonly string[];
}

export interface ReadyOperations {
  readonly operations: readonly ReadyOperation[];
  /** Texts by the names of their types. */
  readonly fragments: ReadonlyMap<string, string>;
}

type Field = GraphQLField<unknown, unknown>;

/**
 * One operation for each root field, and for each list of an object that is found by its id. It requests all fields of an
 * object except other objects, which may require other permissions, and totals.
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

/** The lists of an object that is found by its id. */
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

/** The selection of a field, which is empty for a scalar. */
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

/** Fields that lead to other objects are nullable. */
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
