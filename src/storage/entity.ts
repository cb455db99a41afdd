import { defineEntity, type EntitySchema, JsonType, type Platform, p, Type } from '@mikro-orm/core';
import type { FieldKind } from '../model/field-kind.js';

/** A record type as both databases describe it: MikroORM's schema, and what the store adds to it. */
export interface Entity<T> {
  readonly schema: EntitySchema;
  /** Name of the table or collection. */
  readonly table: string;
  readonly derived: Readonly<Record<string, Derived<T>>>;
  readonly expiry?: ExpiryField;
}

/** The record can be removed once the time in this field has passed. */
export type ExpiryField = 'expiresAt' | 'keptUntil';

/** A column that only queries use, computed from a field of the record. */
export interface Derived<T> {
  readonly from: keyof T & string;
  readonly as: (value: string) => string;
}

interface Shape<T> {
  /** One column for each field of the model. A missing one does not compile. */
  readonly fields: { readonly [K in keyof Required<T>]: object };
  readonly derived?: { readonly [column: string]: Derived<T> };
  /** Indexes other than the key. A unique index is declared at its field. */
  readonly indexes?: readonly (readonly string[])[];
  readonly expiry?: ExpiryField & keyof T;
}

export function describeEntity<T>(table: string, shape: Shape<T>): Entity<T> {
  const derived = shape.derived ?? {};
  const expiry = shape.expiry;
  const schema = defineEntity({
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
  return { schema: schema as unknown as EntitySchema, table, derived, ...(expiry === undefined ? {} : { expiry }) };
}

// The functions below say what a column holds; an argument is its stored name, if that differs from the name of the
// field. Except for the key and unique fields, no column is required: a later version can add fields to old records.

export function key() {
  return p.string().primary().fieldName('_id');
}

export function unique() {
  return p.string().unique();
}

/** Unique among the records that have the field. */
export function optionalUnique() {
  return p.string().nullable().unique();
}

export function text(column?: string) {
  return column === undefined ? p.string().nullable() : p.string().nullable().fieldName(column);
}

export function number() {
  return p.integer().nullable();
}

export function flag() {
  return p.boolean().nullable();
}

export function instant() {
  return p.datetime().nullable();
}

/** A list or object of our own, which a query can look into. */
export function structure(column?: string) {
  return column === undefined ? p.json<unknown>().nullable() : p.json<unknown>().nullable().fieldName(column);
}

/** A structure whose member `name` is stored as `storedName`. */
export function renamedStructure(name: string, storedName: string) {
  return p.type(new RenamedMember(name, storedName)).nullable();
}

/** JSON whose member names others choose. */
export function json() {
  return p.type(JsonText).nullable();
}

/** Stored as text, so that no database interprets a `$` or a dot in a name. */
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

/** JSON in which one member of each object has another name in the database. */
class RenamedMember extends JsonType {
  constructor(
    private readonly ours: string,
    private readonly stored: string,
  ) {
    super();
  }

  override convertToDatabaseValue(value: unknown, platform: Platform): string | null {
    return super.convertToDatabaseValue(renamed(value, this.ours, this.stored), platform);
  }

  override convertToJSValue(value: string, platform: Platform): unknown {
    return renamed(super.convertToJSValue(value, platform), this.stored, this.ours);
  }
}

type Members = Readonly<Record<string, unknown>>;

function renamed(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, from, to));
  const { [from]: member, ...others } = value as Members;
  return member === undefined ? others : { ...others, [to]: member };
}

const COLUMNS = { text: () => text(), flag, number, list: () => structure(), json } as const;

/** The columns of fields whose kinds the model lists. */
export function columnsOf<F extends string>(kinds: Readonly<Record<F, FieldKind>>): Readonly<Record<F, object>> {
  const entries = Object.entries<FieldKind>(kinds).map(([field, kind]) => [field, COLUMNS[kind]()]);
  return Object.fromEntries(entries);
}
