import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLResolveInfo, isNonNullType } from 'graphql';
import { guardSchema, permissionOf } from '../../src/graphql/permission-guard.js';
import { ADMIN_PERMISSIONS } from '../../src/model/server/administration.js';
import { type Administration, openAdministration } from '../support/administration.js';
import { everyField, type Field, operationOf, rootFields, wronglyAnswered } from '../support/root-fields.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

/** The error code of a field that is resolved alone. */
async function codeOf(field: Field, context: object): Promise<string> {
  try {
    await field.resolve?.({}, {}, context, {} as GraphQLResolveInfo);
    return 'answered';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

describe('Every field of the schema', () => {
  it('is UNAUTHENTICATED without a caller', async () => {
    expect(everyField.length).toBeGreaterThan(150);
    const codes = await Promise.all(everyField.map(async ([path, , field]) => [path, await codeOf(field, {})]));
    expect(codes.filter(([, code]) => code !== 'UNAUTHENTICATED')).toEqual([]);
  });

  it('declares a permission or that any caller may read it', () => {
    const unnamed = everyField.filter(([, type, field]) => permissionOf(type, field) === undefined);
    expect(unnamed.map(([path]) => path)).toEqual([]);
  });

  it('is denied to every caller if it declares nothing', async () => {
    const open = guardSchema(buildSchema('type Query { forgotten: String }'));
    const { forgotten } = open.getQueryType()?.getFields() ?? {};
    expect(await codeOf(forgotten as Field, { caller: { permissions: ['*'] } })).toBe('FORBIDDEN');
    expect(await codeOf(forgotten as Field, {})).toBe('UNAUTHENTICATED');
  });

  it('is nullable if it requires another permission than its type', () => {
    const objects = everyField.filter(
      ([, { extensions }]) => !['any caller', undefined].includes(extensions.permission as string),
    );
    const apart = objects.filter(([, type, field]) => permissionOf(type, field) !== type.extensions.permission);
    expect(apart.length).toBeGreaterThan(15);
    expect(apart.filter(([, , { type }]) => isNonNullType(type)).map(([path]) => path)).toEqual([]);
  });

  it('of the type Mutation requires a permission to write', () => {
    const mutations = rootFields.filter(([, { name }]) => name === 'Mutation');
    const readers = mutations.filter(([, type, field]) => !/:write$/.test(String(permissionOf(type, field))));
    expect(readers.map(([path]) => path)).toEqual([]);
  });
});

describe('POST /graphql without a caller', () => {
  it('resolves no root field', async () => {
    const answered: string[] = [];
    for (const [path, { name }, field] of rootFields) {
      const { data, errors } = await server.call(operationOf(name, field), {}, null);
      if (data != null || errors[0]?.extensions.code !== 'UNAUTHENTICATED') answered.push(path);
    }
    expect(answered).toEqual([]);
  });
});

describe('The matrix of callers and permissions', () => {
  it.each(ADMIN_PERMISSIONS)(
    'gives an API key with %s the fields of that permission and no other',
    async (permission) => {
      expect(await wronglyAnswered(server, [permission], await server.keyWith(permission))).toEqual([]);
    },
  );
});
