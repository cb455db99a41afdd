import type { Document } from 'mongodb';
import type { Where } from '../../model/conditions.js';
import type { Codec } from '../codec.js';
import { plainWhere } from '../conditions.js';
import type { Row, Selection, Values } from '../database.js';

/** Replaces the name of each field by the name under which MongoDB stores it. */
function stored(codec: Codec, fields: Readonly<Record<string, unknown>>): Document {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [codec.columnOf(field), value]));
}

export function documentOf(codec: Codec, record: Row): Document {
  return stored(codec, codec.encode(record));
}

export function filterOf(codec: Codec, where: Where): Document {
  const { plain, members } = plainWhere(where);
  const filter = plainFilterOf(codec, plain);
  for (const [field, id] of members) filter[`${codec.columnOf(field)}.id`] = id;
  return filter;
}

function plainFilterOf(codec: Codec, plain: Row): Document {
  const { $or: branches, ...others } = plain;
  const filter = stored(codec, others);
  return branches === undefined
    ? filter
    : { ...filter, $or: (branches as Row[]).map((branch) => plainFilterOf(codec, branch)) };
}

export function sortOf(codec: Codec, orderBy: NonNullable<Selection['orderBy']>): Document {
  const directions = Object.entries(orderBy).map(([field, direction]) => [field, direction === 'asc' ? 1 : -1]);
  return stored(codec, Object.fromEntries(directions));
}

/** The fields that a read returns. Without the `0`, MongoDB would always return the id. */
export function projectionOf(codec: Codec, fields: readonly string[]): Document {
  return { _id: 0, ...stored(codec, Object.fromEntries(fields.map((field) => [field, 1]))) };
}

export function stagesOf(codec: Codec, { where, others, orderBy, limit, fields }: Selection): Document[] {
  return [
    { $match: filterOf(codec, { ...where, ...others }) },
    ...(orderBy === undefined ? [] : [{ $sort: sortOf(codec, orderBy) }]),
    ...(limit === undefined ? [] : [{ $limit: limit }]),
    ...(fields === undefined ? [] : [{ $project: projectionOf(codec, fields) }]),
  ];
}

export function valueStagesOf(codec: Codec, field: string, { where, others, limit }: Values): Document[] {
  return [
    { $match: filterOf(codec, { ...where, ...others }) },
    { $group: { _id: `$${codec.columnOf(field)}` } },
    { $sort: { _id: 1 } },
    { $limit: limit },
  ];
}

/** Returns the `$set` and `$unset` operators for a change. A field whose new value is `undefined` is removed. */
export function modificationOf(codec: Codec, changes: Row): Document {
  const fields = Object.entries(documentOf(codec, changes));
  const set = fields.filter(([, value]) => value !== undefined);
  const unset = fields.filter(([, value]) => value === undefined);
  return {
    ...(set.length === 0 ? {} : { $set: Object.fromEntries(set) }),
    ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map(([field]) => [field, ''])) }),
  };
}
