import type { EntityMetadata, EntityProperty, Platform } from '@mikro-orm/core';
import type { Row } from './database.js';
import type { Entity } from './entity.js';

/** Converts records of the model to database rows and back. */
export interface Codec {
  /** Names of the columns, in the order in which `decodeColumns` expects their values. */
  readonly columns: readonly string[];
  /** Returns the name of a field's column in the database. */
  columnOf(field: string): string;
  encode(record: Row): Record<string, unknown>;
  decode(row: Row): unknown;
  /**
   * Makes a record from the values of a joined row that begin at `offset`. Returns `undefined` if the join found no
   * such record.
   */
  decodeColumns(values: readonly unknown[], offset: number): unknown;
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

export function makeCodec(meta: EntityMetadata, platform: Platform): Codec {
  const properties = meta.props.map((property) => ({
    name: property.name as string,
    column: property.fieldNames[0] as string,
    hidden: property.hidden === true,
    read: reader(property, platform),
    write: writer(property, platform),
  }));
  const visible = properties.filter((property) => !property.hidden);
  const writers = new Map(properties.map((property) => [property.name, property.write]));
  const columns = new Map(properties.map((property) => [property.name, property.column]));

  return {
    columns: visible.map((property) => property.column),
    columnOf: (field) => columns.get(field) ?? field,
    encode: (record) => {
      const row: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(record)) {
        const write = writers.get(name);
        if (write === undefined)
          throw new Error(
            `A record for the table ${meta.tableName} has the field ${name}, which the entity does not declare. This is a bug.`,
          );
        row[name] = value === undefined ? undefined : write(value);
      }
      return row;
    },
    decode: (row) => {
      const record: Record<string, unknown> = {};
      for (const { name, column, read } of visible) {
        const value = row[name] ?? row[column];
        if (value !== undefined && value !== null) record[name] = read(value);
      }
      return record;
    },
    decodeColumns: (values, offset) => {
      const record: Record<string, unknown> = {};
      visible.forEach(({ name, read }, index) => {
        const value = values[offset + index];
        if (value !== undefined && value !== null) record[name] = read(value);
      });
      return record.id === undefined ? undefined : record;
    },
  };
}
