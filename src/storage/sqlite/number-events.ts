import type { StatementSync } from 'node:sqlite';
import type { AuditEvent } from '../../model/log/audit-event.js';
import { AUDIT_HEAD_ID } from '../../model/log/audit-head.js';
import { numberAfter } from '../log/event-hash.js';

/** The plus sign keeps SQLite from walking through the whole table in order of rowid. */
const UNNUMBERED = "select * from audit_events where unnumbered > '' order by +rowid";
const HEAD = 'select sequence, hash from audit_heads where _id = ?';
const SET_NUMBER = 'update audit_events set sequence = ?, hash = ?, unnumbered = null where _id = ?';
const SET_HEAD = 'update audit_heads set sequence = ?, hash = ? where _id = ?';

/**
 * Numbers and chains the audit events that this transaction has inserted, in the order of their insertion. Call it as
 * the last step before each commit, so that no other connection sees an event without a number.
 */
export function numberEvents(prepared: (sql: string) => StatementSync): void {
  const rows = prepared(UNNUMBERED).all();
  if (rows.length === 0) return;
  const head = prepared(HEAD).get(AUDIT_HEAD_ID) as { sequence: number; hash: string } | undefined;
  if (head === undefined) throw new Error('The record of the end of the audit log is missing. This is a bug.');
  const numbered = numberAfter(head, rows.map(eventOf));
  for (const { id, sequence, hash } of numbered) prepared(SET_NUMBER).run(sequence, hash, id);
  const last = numbered.at(-1) ?? head;
  prepared(SET_HEAD).run(last.sequence, last.hash, AUDIT_HEAD_ID);
}

/** The columns of an event that are neither texts nor times. */
const JSON_COLUMNS = ['detail', 'salts', 'erased'];
const TIME_COLUMNS = ['at', 'expiresAt'];

/** Converts a row to an event. This is done without the codecs, because the thread that commits has none. */
function eventOf({ _id, unnumbered: _flag, ...row }: Readonly<Record<string, unknown>>): AuditEvent {
  const fields = Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => {
      if (JSON_COLUMNS.includes(name)) return [name, JSON.parse(String(value))];
      return [name, TIME_COLUMNS.includes(name) ? new Date(Number(value)) : value];
    });
  return { id: _id, ...Object.fromEntries(fields) } as AuditEvent;
}
