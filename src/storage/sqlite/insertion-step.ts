import type { Codec } from '../codec.js';
import type { Row } from '../database.js';
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
