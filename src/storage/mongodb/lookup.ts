import type { CodecOf } from '../codec.js';
import type { Row } from '../database.js';
import type { Entity } from '../entity.js';

/** A stage of an aggregation. */
export type Stage = Record<string, unknown>;

/** Returns the stage that looks up the documents whose `foreignField` has the value, or one of the values, of `localField`. */
export function lookup(entity: Entity<never>, as: string, localField: string, foreignField = '_id'): Stage {
  return {
    $lookup: { from: entity.table, localField, foreignField, as },
  };
}

/** Makes the records from the documents that were looked up under this name. */
export function listed<T>(codecOf: CodecOf, found: Row, entity: Entity<T>, name: string): T[] {
  return ((found[name] ?? []) as Row[]).map((part) => codecOf(entity).decode(part) as T);
}
