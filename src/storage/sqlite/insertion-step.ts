import type { Row } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { auditHeads } from '../entities/log/audit-heads.js';
import type { Entity } from '../entity.js';
import type { StatementWriter, Written } from './statement-writer.js';
import type { Step } from './transaction.js';

/** A statement, and what the transaction must know about it to number audit events. */
export type Numbered = Written & Pick<Step, 'audit'>;

/**
 * Writes an insertion. Audit events get columns for number and hash, which the transaction fills in, so that an event
 * never exists without its number.
 */
export function writtenInsertion(writer: StatementWriter, entity: Entity<never>, rows: readonly Row[]): Numbered {
  if (entity.table !== auditEvents.table) return writer.insert(entity, rows);
  const numbered = rows.map(({ unnumbered: _flag, ...row }) => ({ ...row, sequence: 0, hash: '' }));
  const { fields, ...statement } = writer.insert(entity, numbered);
  return { ...statement, audit: fields };
}

/** Marks an update of the end of the audit log, because the transaction may know a later end than is stored. */
export function withHeadMark(entity: Entity<never>, statement: Written): Numbered {
  return entity.table === auditHeads.table ? { ...statement, audit: 'head' } : statement;
}
