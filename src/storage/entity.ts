import { defineEntity, type EntitySchema, JsonType, type Platform, p, Type } from '@mikro-orm/core';
import type { FieldKind } from '../model/field-kind.js';
import { MAX_KEY_LENGTH } from '../model/key-length.js';

/**
 * Describes how a record type is stored, in SQLite and in MongoDB. `schema` is the part of the description that
 * MikroORM needs.
 */
export interface Entity<T> {
  readonly schema: EntitySchema;
  /** Name of the table in SQLite, and of the collection in MongoDB. */
  readonly table: string;
  readonly derived: Readonly<Record<string, Derived<T>>>;
  readonly computed: Readonly<Record<string, Computed<T>>>;
  readonly maxKeyLength: number;
  /** Adds to the changes of a record the fields that must always change together with the changed ones. */
  readonly completeChanges?: CompleteChanges;
  readonly expiry?: ExpiryField;
  /** The table of the words by which the records are found, and the fields that contain them. */
  readonly words?: Words<T>;
  /** Columns that few records have. MongoDB indexes only the records that have them; SQLite does not search them. */
  readonly sparseIndexes: readonly string[];
  /** MongoDB returns only what a majority of the servers has stored, so that what was read is never undone. */
  readonly readsMajority: boolean;
}

/** The name of the field that contains the time after which a record may be deleted. */
export type ExpiryField = 'expiresAt' | 'keptUntil';

/** A column that is computed from a field of the record when the record is written. Only searches use it. */
export interface Derived<T> {
  readonly from: keyof T & string;
  readonly as: (value: string) => string;
}

/** A column that is computed from several fields of a record. Only lists use it. */
export interface Computed<T> {
  readonly from: readonly (keyof T & string)[];
  readonly as: (record: T) => string;
}

/** Records are found by the words in `fields`, which `table` lists. The records also have a field `order`. */
export interface Words<T> {
  readonly table: Entity<WordEntry>;
  readonly fields: readonly (keyof T & string)[];
}

/** Says that a record has a word. The id consists of the word and the sort key of the record. */
export interface WordEntry {
  readonly id: string;
  readonly recordId: string;
}

type CompleteChanges = (changes: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

interface Shape<T> {
  /** The column of each field. The code does not compile if a field of the model is missing here. */
  readonly fields: { readonly [K in keyof Required<T>]: object };
  readonly derived?: { readonly [column: string]: Derived<T> };
  readonly computed?: { readonly [column: string]: Computed<T> };
  /**
   * Additional indexes, each as a list of fields. The id, unique fields and the expiry field always have an index, so
   * they are not listed here.
   */
  readonly indexes?: readonly (readonly string[])[];
  readonly sparseIndexes?: readonly string[];
  readonly expiry?: ExpiryField & keyof T;
  readonly readsMajority?: boolean;
  readonly words?: Words<T>;
  readonly completeChanges?: CompleteChanges;
  /** The most characters that a key of this record type can have. A longer key is not looked up. Default: 128. */
  readonly maxKeyLength?: number;
}

export function describeEntity<T>(table: string, shape: Shape<T>): Entity<T> {
  const { derived = {}, computed = {} } = shape;
  const {
    expiry,
    maxKeyLength = MAX_KEY_LENGTH,
    completeChanges,
    readsMajority = false,
    sparseIndexes = [],
    words,
  } = shape;
  const schema = defineEntity({
    name: table,
    tableName: table,
    properties: {
      ...shape.fields,
      ...Object.fromEntries(
        Object.keys({ ...derived, ...computed }).map((column) => [column, p.string().nullable().hidden()]),
      ),
    },
    indexes: [
      ...(shape.indexes ?? []).map((properties) => ({ properties: [...properties] })),
      ...(expiry === undefined ? [] : [{ properties: [expiry], options: { expireAfterSeconds: 0 } }]),
    ],
  });
  return {
    schema: schema as unknown as EntitySchema,
    table,
    derived,
    computed,
    maxKeyLength,
    sparseIndexes,
    readsMajority,
    ...(completeChanges && { completeChanges }),
    ...(words && { words }),
    ...(expiry && { expiry }),
  };
}

/** Describes the table of the words of one record type. */
export function describeWords(table: string): Entity<WordEntry> {
  return describeEntity<WordEntry>(table, { fields: { id: key(), recordId: text() }, indexes: [['recordId']] });
}

/** Some columns and words depend on fields that an update does not change, so the update needs the whole record. */
export function unreadRecord(field: string): Error {
  return new Error(`Only an update of a record that was read can change the field ${field}. This is a bug.`);
}

// The functions below describe columns. Pass the name of the column if it differs from the name of the field. Only the
// id and unique fields are required in the database, so that a later version can add a field without changing old
// records.

export function key() {
  return p.string().primary().fieldName('_id');
}

export function unique() {
  return p.string().unique();
}

/** A column for a field that records may omit, but whose values are unique: no two records have the same value. */
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

/**
 * A column for a list or object, stored as JSON. The member names are defined in the code, so queries can use the
 * members in conditions.
 */
export function structure(column?: string) {
  const property = p.type(Structure).nullable();
  return column === undefined ? property : property.fieldName(column);
}

/** A column like `structure`, but the database stores the member `name` under the name `storedName`. */
export function renamedStructure(name: string, storedName: string) {
  return p.type(new RenamedMember(name, storedName)).nullable();
}

/**
 * A column for JSON whose member names come from outside, such as the claims of a user. Queries cannot use the members
 * in conditions.
 */
export function json() {
  return p.type(JsonText).nullable();
}

/** Stores JSON as text, because MongoDB would interpret a `$` or a dot in a member name. */
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

/** MikroORM asks the platform how to read JSON, which takes long. SQLite returns a text, MongoDB the value itself. */
function readStructure(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value;
}

class Structure extends JsonType {
  override convertToJSValue(value: unknown): unknown {
    return readStructure(value);
  }
}

/** Renames one member of an object, or of each object in a list, when the value is written and when it is read. */
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

  override convertToJSValue(value: unknown): unknown {
    return renamed(readStructure(value), this.stored, this.ours);
  }
}

type Members = Readonly<Record<string, unknown>>;

function renamed(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((one) => renamed(one, from, to));
  const { [from]: member, ...others } = value as Members;
  return member === undefined ? others : { ...others, [to]: member };
}

const COLUMNS = { text: () => text(), flag, number, list: () => structure(), json } as const;

/** Makes the columns of a record from the field types in `kinds`, which the model lists. */
export function columnsOf<F extends string>(kinds: Readonly<Record<F, FieldKind>>): Readonly<Record<F, object>> {
  const entries = Object.entries<FieldKind>(kinds).map(([field, kind]) => [field, COLUMNS[kind]()]);
  return Object.fromEntries(entries);
}
