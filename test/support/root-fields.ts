import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { hasPermission } from '../../src/access/administration/admin-permissions.js';
import { permissionsOf, type Requirement } from '../../src/graphql/permission-guard.js';
import { makeSchema } from '../../src/graphql/schema-build.js';
import type { AdminPermission } from '../../src/model/server/administration.js';
import type { Administration } from './administration.js';
import { openTestStream } from './event-stream.js';

const schema = makeSchema();
export type Field = GraphQLField<unknown, unknown>;

/** Every field of every type of the administration API. */
export const everyField: (readonly [path: string, type: GraphQLObjectType, field: Field])[] = Object.values(
  schema.getTypeMap(),
)
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, type, field] as const),
  );

export const rootFields = everyField.filter(([, { name }]) => /^(Query|Mutation|Subscription)$/.test(name));

/**
 * The root fields that wrongly reject or wrongly accept a caller with these permissions. Fields that the caller may use
 * may still reject the arguments.
 */
export async function wronglyAnswered(
  server: Administration,
  held: readonly AdminPermission[],
  key: string,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const [path, type, field] of rootFields) {
    const refused = await isRefused(server, operationOf(type.name, field), key);
    if (refused === isOpenTo(held, permissionsOf(type, field))) wrong.push(path);
  }
  return wrong;
}

async function isRefused(server: Administration, operation: string, key: string): Promise<boolean> {
  if (operation.startsWith('subscription')) {
    const stream = await openTestStream(server.url, { query: operation, authorization: `Bearer ${key}` });
    stream.close();
    return stream.status === 401 || stream.status === 403;
  }
  const { errors } = await server.call(operation, {}, key);
  return errors.some(
    ({ path: at, extensions: { code } }) => code === 'UNAUTHENTICATED' || (at?.length === 1 && code === 'FORBIDDEN'),
  );
}

function isOpenTo(held: readonly AdminPermission[], wanted: readonly Requirement[]): boolean {
  const isMet = (one: Requirement) =>
    one === 'any caller' || [one].flat().some((permission) => hasPermission(held, permission));
  return wanted.length > 0 && wanted.every(isMet);
}

/** An operation with the required arguments and one field, which is rejected before the arguments are used. */
export function operationOf(root: string, field: Field): string {
  const args = field.args.filter(isDemanded).map(({ name, type }) => `${name}: ${literalOf(type)}`);
  const selection = isObjectType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${root.toLowerCase()} { ${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${selection} }`;
}

function isDemanded({ type, defaultValue }: Pick<GraphQLArgument, 'type' | 'defaultValue'>): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isDemanded);
    return `{ ${fields.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
  }
  return (
    { ID: '"unknown"', Int: '1', Boolean: 'true', DateTime: '"2040-11-21T12:00:00Z"', LocalDate: '"2040-11-21"' }[
      String(type)
    ] ?? '"nothing"'
  );
}
