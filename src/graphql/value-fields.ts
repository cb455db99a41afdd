import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { isChoices, type ObjectShape, type ValueType } from '../admin/value-type.js';
import { enumOf } from './enum-define.js';
import { Permission } from './permission-guard.js';

/**
 * A GraphQL field that is derived from a client setting or a profile field. No `@Field` decorator declares this field.
 */
export interface ValueField {
  readonly type: ValueType;
  readonly description: string;
  readonly nullable: boolean;
}

/** Whether the fields belong to an object that the API returns, or to an input that it receives. */
export type Direction = 'output' | 'input';

/**
 * Declares all fields in a table as fields of a GraphQL type. The result is the same as one `@Field` decorator for
 * each.
 */
export function declareFields(
  target: { readonly prototype: object },
  direction: Direction,
  fields: readonly (readonly [name: string, field: ValueField])[],
): void {
  for (const [name, { type, description, nullable }] of fields) {
    const entry = entryType(type, direction);
    Field(() => (type.isList ? [entry] : entry), { description, nullable })(target.prototype, name);
  }
}

/** Returns the GraphQL type of a value or, of a list, that of its entries. */
export function entryType({ kind }: ValueType, direction: Direction) {
  if (typeof kind === 'object') return isChoices(kind) ? enumOf(kind) : objectOf(kind, direction);
  return { line: String, text: String, flag: Boolean, number: Int, json: GraphQLJSONObject }[kind];
}

const definedObjects = new Map<string, new () => object>();

/** Returns the GraphQL type of an object that is a part of a client setting. Defines it on the first call only. */
function objectOf({ name, description, members }: ObjectShape, direction: Direction): new () => object {
  const typeName = direction === 'input' ? `${name}Input` : name;
  const defined = definedObjects.get(typeName);
  if (defined !== undefined) return defined;
  const type = class {};
  definedObjects.set(typeName, type);
  if (direction === 'input') InputType(typeName, { description })(type);
  else {
    ObjectType(typeName, { description })(type);
    Permission('clients:read')(type);
  }
  const fields = Object.entries(members).map(([member, { type: memberType, description: text, default: value }]) => {
    const nullable = direction === 'input' && value !== undefined;
    return [member, { type: memberType, description: text, nullable }] as const;
  });
  declareFields(type, direction, fields);
  return type;
}
