import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { holds } from '../../src/admin/authorization.js';
import { makeSchema } from '../../src/graphql/build-schema.js';
import { type FieldPermission, guardSchema, permissionOf } from '../../src/graphql/permission-guard.js';
import { ADMIN_PERMISSIONS, type AdminPermission } from '../../src/model/administration.js';
import { type Administration, openAdministration } from '../support/administration.js';

const schema = makeSchema();
type Field = GraphQLField<unknown, unknown>;

const everyField: (readonly [path: string, type: GraphQLObjectType, field: Field])[] = Object.values(
  schema.getTypeMap(),
)
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, type, field] as const),
  );
const rootFields = everyField.filter(([, { name }]) => name === 'Query' || name === 'Mutation');

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

/** What a field throws when it is asked for by itself. */
const codeOf = async (field: Field, context: object): Promise<string> => {
  try {
    await field.resolve?.({}, {}, context, {} as GraphQLResolveInfo);
    return 'answered';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe('default deny: every field of the schema', () => {
  it('is UNAUTHENTICATED without a caller, asked for by itself', async () => {
    expect(everyField.length).toBeGreaterThan(150);
    const codes = await Promise.all(everyField.map(async ([path, , field]) => [path, await codeOf(field, {})]));
    expect(codes.filter(([, code]) => code !== 'UNAUTHENTICATED')).toEqual([]);
  });

  it('names a permission, or that any caller may have it', () => {
    const unnamed = everyField.filter(([, type, field]) => permissionOf(type, field) === undefined);
    expect(unnamed.map(([path]) => path)).toEqual([]);
  });

  it('is denied to everybody where it names none', async () => {
    const open = guardSchema(buildSchema('type Query { forgotten: String }'));
    const { forgotten } = open.getQueryType()?.getFields() ?? {};
    expect(await codeOf(forgotten as Field, { caller: { permissions: ['*'] } })).toBe('FORBIDDEN');
    expect(await codeOf(forgotten as Field, {})).toBe('UNAUTHENTICATED');
  });

  it('of a mutation takes a permission to write', () => {
    const mutations = rootFields.filter(([, { name }]) => name === 'Mutation');
    const readers = mutations.filter(([, type, field]) => !/:write$/.test(String(permissionOf(type, field))));
    expect(readers.map(([path]) => path)).toEqual([]);
  });
});

describe('POST /graphql without a caller', () => {
  it('answers no root field', async () => {
    const answered: string[] = [];
    for (const [path, { name }, field] of rootFields) {
      const { data, errors } = await server.call(operationOf(name, field), {}, null);
      if (data != null || errors[0]?.extensions.code !== 'UNAUTHENTICATED') answered.push(path);
    }
    expect(answered).toEqual([]);
  });
});

describe('the matrix of callers and permissions', () => {
  it.each(ADMIN_PERMISSIONS)(
    'a caller with %s gets what that permission opens, and nothing else',
    async (permission) => {
      const key = await server.keyWith(permission);
      const wrong: string[] = [];
      for (const [path, type, field] of rootFields) {
        const { errors } = await server.call(operationOf(type.name, field), {}, key);
        const refused = errors.some(({ path: at, extensions }) => at?.length === 1 && extensions.code === 'FORBIDDEN');
        if (refused === isOpenTo(permission, permissionOf(type, field))) wrong.push(path);
      }
      expect(wrong).toEqual([]);
    },
  );
});

const isOpenTo = (held: AdminPermission, wanted: FieldPermission | undefined): boolean =>
  wanted === 'any caller' || (wanted !== undefined && holds([held], wanted));

/** The field with whatever arguments it demands and one thing to answer: to be refused before any is looked at. */
const operationOf = (root: string, field: Field): string => {
  const args = field.args.filter(isDemanded).map(({ name, type }) => `${name}: ${literalOf(type)}`);
  const selection = isObjectType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${root.toLowerCase()} { ${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection} }`;
};

const isDemanded = ({ type, defaultValue }: Pick<GraphQLArgument, 'type' | 'defaultValue'>): boolean =>
  isNonNullType(type) && defaultValue === undefined;

const literalOf = (type: GraphQLInputType): string => {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isDemanded);
    return `{ ${fields.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
  }
  return { ID: '"nobody"', Int: '1', Boolean: 'true' }[String(type)] ?? '"nothing"';
};
