import { defineEntity, type EntitySchema, p, Type } from '@mikro-orm/core';

/** JSON whose member names are not ours: kept as text, so that no database reads a `$` or a dot in them. */
class JsonText extends Type<unknown, string> {
  override convertToDatabaseValue(value: unknown): string {
    return JSON.stringify(value);
  }

  override convertToJSValue(value: string): unknown {
    return JSON.parse(value);
  }

  override getColumnType(): string {
    return 'text';
  }
}

/** What a column holds. None is demanded by the database, so that a later version may add to the records that there are. */
export const key = () => p.string().primary().fieldName('_id');
export const unique = () => p.string().unique();
export const text = () => p.string().nullable();
export const number = () => p.integer().nullable();
export const flag = () => p.boolean().nullable();
export const instant = () => p.datetime().nullable();
/** A list or object of our own making, which a query may look into. */
export const structure = () => p.json<unknown>().nullable();
export const json = () => p.type(JsonText).nullable();

/** Where the record may go by itself once the instant in this field has passed. */
export type ExpiryField = 'expiresAt' | 'keptUntil';

interface Shape<T> {
  /** Each field of the model has its column: one that is forgotten does not compile. */
  readonly fields: { readonly [K in keyof Required<T>]: object };
  /** Columns that only queries see, computed from a field of the record. */
  readonly derived?: { readonly [column: string]: Derived<T> };
  /** Besides the key; unique ones are marked on their field. */
  readonly indexes?: readonly (readonly string[])[];
  readonly expiry?: ExpiryField & keyof T;
}

export interface Derived<T> {
  readonly from: keyof T & string;
  readonly as: (value: string) => string;
}

/** A noun as both databases know it: its entity definition, and what the store adds to it. */
export interface Noun<T> {
  readonly entity: EntitySchema;
  /** Of the table or collection. */
  readonly table: string;
  readonly derived: Readonly<Record<string, Derived<T>>>;
  readonly expiry?: ExpiryField;
}

export const defineNoun = <T>(table: string, shape: Shape<T>): Noun<T> => {
  const derived = shape.derived ?? {};
  const expiry = shape.expiry;
  const entity = defineEntity({
    name: table,
    tableName: table,
    properties: {
      ...shape.fields,
      ...Object.fromEntries(Object.keys(derived).map((column) => [column, p.string().nullable().hidden()])),
    },
    indexes: [
      ...(shape.indexes ?? []).map((properties) => ({ properties: [...properties] })),
      ...(expiry === undefined ? [] : [{ properties: [expiry], options: { expireAfterSeconds: 0 } }]),
    ],
  });
  return { entity: entity as unknown as EntitySchema, table, derived, ...(expiry === undefined ? {} : { expiry }) };
};
