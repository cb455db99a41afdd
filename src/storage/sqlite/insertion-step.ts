import type { Codec, CodecOf } from '../codec.js';
import type { Row, Write } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { auditHeads } from '../entities/log/audit-heads.js';
import type { Entity } from '../entity.js';
import type { StatementWriter, Written } from './statement-writer.js';
import type { Outcome, Step } from './transaction.js';

/** A statement, and what the transaction must know about it to number audit events. */
export type Numbered = Written & Pick<Step, 'audit'>;

/** Writes an insertion. The transaction fills in the numbers of audit events, so an event never exists without one. */
export function writtenInsertion(
  writer: StatementWriter,
  entity: Entity<never>,
  codec: Codec,
  records: readonly Row[],
): Numbered {
  if (entity.table !== auditEvents.table) return writer.insert(entity, codec.fields, records.map(codec.encodeFields));
  const rows = records.map(({ unnumbered: _flag, ...event }) => codec.encodeFields(event));
  return { ...writer.insert(entity, codec.fields, rows), audit: codec.fields };
}

/**
 * Inserts the records that are not stored yet: all at once, or each alone if one of them is stored already. The database
 * itself must not skip a record, because the numbers of audit events have no gaps.
 */
export async function insertAbsent<R>(
  records: readonly R[],
  insert: (records: readonly R[]) => Promise<Outcome>,
): Promise<number> {
  if ((await insert(records)).result === 'applied') return records.length;
  const outcomes = await Promise.all(records.map((record) => insert([record])));
  return outcomes.filter(({ result }) => result === 'applied').length;
}

/** Marks an update of the end of the audit log, because the transaction may know a later end than is stored. */
export function withHeadMark(entity: Entity<never>, statement: Written): Numbered {
  return entity.table === auditHeads.table ? { ...statement, audit: 'head' } : statement;
}

/** The statements that follow a write, so that the table of words has the entries of the record. */
export function wordStatements(writer: StatementWriter, codecOf: CodecOf, write: Write): Written[] {
  const words = write.entity.words?.table as never;
  if (words === undefined || write.kind === 'check') return [];
  const entryIds = write.kind === 'delete' ? [] : write.entryIds;
  if (entryIds === undefined) return [];
  const recordId = write.kind === 'insert' ? write.record.id : write.where.id;
  const codec = codecOf(words);
  const rows = entryIds.map((id) => codec.encodeFields({ id, recordId }));
  return [
    ...(write.kind === 'insert' ? [] : [writer.delete(words, { recordId: String(recordId) })]),
    ...(rows.length === 0 ? [] : [replacing(writer.insert(words, codec.fields, rows))]),
  ];
}

function replacing({ text, values }: Written): Written {
  return { text: text.replace(/^insert/, 'insert or replace'), values };
}
