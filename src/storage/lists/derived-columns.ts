import { type Entity, unreadRecord } from '../entity.js';

/**
 * Adds the columns that are computed from other fields, such as the lower-case name for searches. `after` is the record
 * with all its fields. Without it, only columns of a single field can be computed.
 */
export function withDerived<T>(
  entity: Entity<T>,
  record: object,
  after: object | undefined,
): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = { ...record };
  for (const [column, { from, as }] of Object.entries(entity.derived)) {
    if (from in record) row[column] = row[from] === undefined ? undefined : as(String(row[from]));
  }
  for (const [column, { from, as }] of Object.entries(entity.computed)) {
    const changed = from.find((field) => field in record);
    if (changed === undefined) continue;
    if (after === undefined) throw unreadRecord(changed);
    row[column] = as(after as T);
  }
  return row;
}
