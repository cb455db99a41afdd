import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int } from 'type-graphql';
import type { ValueType } from '../admin/value-type.js';
import { enumOf } from './enum-define.js';

/**
 * A GraphQL field that is derived from a client setting or a profile field. No `@Field` decorator declares this field.
 */
export interface ValueField {
  readonly type: ValueType;
  readonly description: string;
  readonly nullable: boolean;
}

/**
 * Declares all fields in a table as fields of a GraphQL type. The result is the same as one `@Field` decorator for
 * each.
 */
export function declareFields(
  target: { readonly prototype: object },
  fields: readonly (readonly [name: string, field: ValueField])[],
): void {
  for (const [name, { type, description, nullable }] of fields) {
    const graphqlType = type.isList ? [entryType(type)] : entryType(type);
    Field(() => graphqlType, { description, nullable })(target.prototype, name);
  }
}

function entryType({ kind }: ValueType) {
  if (typeof kind === 'object') return enumOf(kind);
  return { line: String, text: String, flag: Boolean, number: Int, json: GraphQLJSONObject }[kind];
}
