import type { EntityMetadata, EntityProperty, Platform } from '@mikro-orm/core';
import type { Row } from './database.js';
import type { Entity } from './entity.js';

/** Makes records from the values of joined rows. */
export interface ColumnCodec {
  /** Names of the columns, in the order in which `decodeColumns` expects their values. The first one is the id. */
  readonly columns: readonly string[];
  /**
   * Makes a record from the values of a joined row that begin at `offset`. Returns `undefined` if the join found no
   * such record.
   */
  decodeColumns(values: readonly unknown[], offset: number): unknown;
}

/** Converts records of the model to database rows and back. */
export interface Codec extends ColumnCodec {
  /** The names of all fields, in the order of the values that `encodeFields` returns. */
  readonly fields: readonly string[];
  /** Returns the name of a field's column in the database. */
  columnOf(field: string): string;
  encode(record: Row): Record<string, unknown>;
  /** Returns the database value of each field. A field that the record omits has the value `null`. */
  encodeFields(record: Row): unknown[];
  decode(row: Row): unknown;
  /** Returns a codec for a part of each record: its id and these fields. */
  pick(fields: readonly string[]): ColumnCodec;
}

export type CodecOf = (entity: Entity<never>) => Codec;

type Convert = (value: unknown) => unknown;

const same: Convert = (value) => value;

function reader(property: EntityProperty, platform: Platform): Convert {
  const type = property.customType;
  if (type !== undefined) return (value) => type.convertToJSValue(value, platform);
  if (property.runtimeType === 'Date') return (value) => new Date(value as number);
  if (property.runtimeType === 'boolean') return (value) => value === true || value === 1;
  return same;
}

function writer(property: EntityProperty, platform: Platform): Convert {
  const type = property.customType;
  return type === undefined ? same : (value) => type.convertToDatabaseValue(value, platform);
}

interface Property {
  readonly name: string;
  readonly column: string;
  readonly hidden: boolean;
  readonly read: Convert;
  readonly write: Convert;
}

export function makeCodec(meta: EntityMetadata, platform: Platform): Codec {
  const properties = meta.props.map((property) => ({
    name: property.name as string,
    column: property.fieldNames[0] as string,
    hidden: property.hidden === true,
    read: reader(property, platform),
    write: writer(property, platform),
  }));
  const visible = properties
    .filter(({ hidden }) => !hidden)
    .toSorted((a, b) => Number(b.name === 'id') - Number(a.name === 'id'));
  const byName = new Map<string, Property>(properties.map((property) => [property.name, property]));
  const declared = (name: string): Property => {
    const property = byName.get(name);
    if (property !== undefined) return property;
    throw new Error(
      `A record for the table ${meta.tableName} has the field ${name}, which the entity does not declare. This is a bug.`,
    );
  };

  return {
    ...columnCodec(visible),
    pick: (fields) => columnCodec(visible.filter(({ name }) => name === 'id' || fields.includes(name))),
    fields: properties.map(({ name }) => name),
    columnOf: (field) => byName.get(field)?.column ?? field,
    encode: (record) => {
      const row: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(record)) {
        const { write } = declared(name);
        row[name] = value === undefined ? undefined : write(value);
      }
      return row;
    },
    encodeFields: (record) => {
      for (const name of Object.keys(record)) declared(name);
      return properties.map(({ name, write }) => {
        const value = record[name];
        return value === undefined ? null : write(value);
      });
    },
    decode: (row) => {
      const record: Record<string, unknown> = {};
      for (const { name, column, read } of visible) {
        const value = row[name] ?? row[column];
        if (value !== undefined && value !== null) record[name] = read(value);
      }
      return record;
    },
  };
}

/** The first property must be the id. */
function columnCodec(properties: readonly Property[]): ColumnCodec {
  return {
    columns: properties.map(({ column }) => column),
    decodeColumns: (values, offset) => {
      if (values[offset] === null) return undefined;
      const record: Record<string, unknown> = {};
      for (let index = 0; index < properties.length; index += 1) {
        const value = values[offset + index];
        if (value === null) continue;
        const { name, read } = properties[index] as Property;
        record[name] = read(value);
      }
      return record;
    },
  };
}
