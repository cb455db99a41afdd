import type { Row, Write } from '../database.js';
import { type Entity, unreadRecord } from '../entity.js';
import { wordsOf } from './words.js';

/**
 * Returns the ids of a record's entries in the table of words. Each consists of a word and the mirrored sort key of the
 * record, so that the entries of one word list the newest record first.
 */
export function entryIdsOf<T>({ words }: Entity<T>, record: object): string[] {
  if (words === undefined) return [];
  const row = record as Row;
  const suffix = mirrored(String(row.order));
  return wordsOf(words.fields.map((field) => row[field] as string | undefined)).map((word) => `${word} ${suffix}`);
}

/** Replaces each digit so that the order of the results is the opposite of the order of the sort keys. */
function mirrored(order: string): string {
  return order.replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
}

/** Adds the entries of a new record to its insertion. */
export function insertWithWords<T>(entity: Entity<T>, row: Row): Write {
  const entryIds = entity.words && entryIdsOf(entity, row);
  return { kind: 'insert', entity: entity as unknown as Entity<never>, record: row, ...(entryIds && { entryIds }) };
}

/**
 * Returns the entries that a record has after an update, or `undefined` if they stay as they are. `after` is the record
 * after the update.
 */
export function entryIdsAfter<T>(entity: Entity<T>, changes: object, after: object | undefined): string[] | undefined {
  const changed = entity.words?.fields.find((field) => field in changes);
  if (changed === undefined) return undefined;
  if (after !== undefined) return entryIdsOf(entity, after);
  throw unreadRecord(changed);
}

/** Whether the write changes the table of words too, so that it needs a transaction. */
export function changesWords(write: Write): boolean {
  if (write.kind === 'delete') return write.entity.words !== undefined;
  return write.kind !== 'check' && write.entryIds !== undefined;
}
