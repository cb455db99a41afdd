import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type GraphQLArgument,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { makeSchema } from '../../src/graphql/schema-build.js';
import { generated } from '../../tools/generate-from-schema.js';

const contract = buildSchema(await readFile('test/graphql/contract.graphql', 'utf8'));
const schema = makeSchema();

describe('The generated files', () => {
  it.each(Object.entries(generated))('%s is up to date with npm run schema', async (path, make) => {
    expect((await readFile(path, 'utf8')) === (await make())).toBe(true);
  });

  it('describe every type, field, argument and enum value', () => {
    const texts = Object.values(schema.getTypeMap())
      .filter(({ name }) => isOurs(name))
      .flatMap(describedParts);
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter(([, text]) => (text ?? '').length < 5).map(([name]) => name)).toEqual([]);
  });

  it('describe the input of every mutation in words of its own', () => {
    const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
    const texts = mutations.map(({ args }) => args.find(({ name }) => name === 'input')?.description);
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it('describe in sentences', () => {
    const texts = Object.values(schema.getTypeMap())
      .filter(({ name }) => isOurs(name) && name !== 'JSONObject')
      .flatMap(describedParts);
    expect(texts.filter(([, text]) => !/^[A-Z`].*[.!]$/s.test(text ?? '')).map(([name]) => name)).toEqual([]);
  });
});

describe('The contract', () => {
  it('is met by every type, field, argument, input field and enum value', () => {
    expect(missingFrom(schema)).toEqual([]);
  });

  it('reports a missing field, type, argument or enum value and another shape', () => {
    const smaller = buildSchema(
      'type Query { viewer: Viewer, client(id: ID): Client } type Viewer { subject: ID } type Client { id: ID! }',
    );
    const missing = missingFrom(smaller);
    expect(missing).toEqual(
      expect.arrayContaining([
        'Query.viewer: Viewer!',
        'Query.client(id: ID!)',
        'Query.user',
        'Viewer.kind',
        'UserEdge',
        'Mutation',
      ]),
    );
  });
});

function isOurs(name: string): boolean {
  return !name.startsWith('__') && !['String', 'Int', 'Boolean', 'ID', 'Float'].includes(name);
}

function fieldsOf(of: GraphQLSchema, type: string) {
  const found = of.getType(type);
  return isObjectType(found) || isInputObjectType(found) ? found.getFields() : {};
}

/** The parts of the contract that are missing in the schema or have another shape. */
function missingFrom(built: GraphQLSchema): string[] {
  const missing: string[] = [];
  for (const type of Object.values(contract.getTypeMap())) {
    if (!isOurs(type.name)) continue;
    const ours = built.getType(type.name);
    if (ours === undefined) missing.push(type.name);
    if (isEnumType(type) && isEnumType(ours)) {
      for (const { name } of type.getValues()) if (ours.getValue(name) == null) missing.push(`${type.name}.${name}`);
    }
    if (!isObjectType(type) && !isInputObjectType(type)) continue;
    const fields = fieldsOf(built, type.name);
    for (const field of Object.values(type.getFields())) {
      const own = fields[field.name];
      const path = `${type.name}.${field.name}`;
      if (own === undefined) missing.push(path);
      else if (String(own.type) !== String(field.type)) missing.push(`${path}: ${field.type}`);
      else if ('args' in field && 'args' in own) missing.push(...missingArguments(path, field.args, own.args));
    }
  }
  return missing;
}

function missingArguments(path: string, wanted: readonly GraphQLArgument[], own: readonly GraphQLArgument[]): string[] {
  const unmet = wanted.filter(({ name, type, defaultValue }) => {
    const argument = own.find((candidate) => candidate.name === name);
    return String(argument?.type) !== String(type) || argument?.defaultValue !== defaultValue;
  });
  const demanded = own.filter(
    ({ name, type, defaultValue }) =>
      String(type).endsWith('!') && defaultValue === undefined && !wanted.some((argument) => argument.name === name),
  );
  return [...unmet, ...demanded].map(({ name, type }) => `${path}(${name}: ${type})`);
}

type Part = readonly [path: string, text: string | null | undefined];

function describedParts(type: GraphQLNamedType): Part[] {
  const isRoot = ['Query', 'Mutation', 'Subscription'].includes(type.name);
  const parts: Part[] = isRoot ? [] : [[type.name, type.description]];
  if (isEnumType(type)) {
    parts.push(...type.getValues().map(({ name, description }): Part => [`${type.name}.${name}`, description]));
  }
  if (isObjectType(type) || isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) {
      parts.push([`${type.name}.${field.name}`, field.description]);
      const args: readonly GraphQLArgument[] = 'args' in field ? field.args : [];
      parts.push(...args.map(({ name, description }): Part => [`${type.name}.${field.name}(${name})`, description]));
    }
  }
  return parts;
}
