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

/** An operation of the typed client, made from a field of the schema. */
export interface ReadyOperation {
  readonly name: string;
  readonly description: string;
  readonly type: 'query' | 'mutation';
  readonly text: string;
  /** Where in `data` the answer is. */
  readonly path: readonly string[];
  readonly variables: readonly { readonly name: string; readonly optional: boolean }[];
  /** Fragments that the text spreads, whatever way. */
  readonly fragments: readonly string[];
}

export interface ReadyOperations {
  readonly operations: readonly ReadyOperation[];
  /** Texts by the name of the type. */
  readonly fragments: ReadonlyMap<string, string>;
}

type Field = GraphQLField<unknown, unknown>;

/**
 * One operation for each root field, and for each list that a noun has. It asks for all that a noun has of its own;
 * other nouns, which may take other permissions, and what is counted, are for operations that people write themselves.
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

/** Lists of a noun that is found by its id. */
function listsOf({ type, args }: Field): Field[] {
  const noun = getNamedType(type);
  if (args.map(({ name }) => name).join() !== 'id' || !isObjectType(noun)) return [];
  return Object.values(noun.getFields()).filter((field) => isConnection(getNamedType(field.type).name));
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

/** What is asked of a field; nothing of a scalar. */
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

/** Another noun, or a list of them, is nullable where it stands. */
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
