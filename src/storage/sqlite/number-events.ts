import type { SQLInputValue, StatementSync } from 'node:sqlite';
import type { AuditEvent } from '../../model/log/audit-event.js';
import { AUDIT_HEAD_ID, type AuditHead } from '../../model/log/audit-head.js';
import { numberAfter } from '../log/event-hash.js';
import type { BoundStatement } from './connection.js';

/** A statement, and what it means for the audit log. */
export interface AuditStatement extends BoundStatement {
  /** The fields of each audit event that the statement inserts, or `head` if it changes the end of the audit log. */
  readonly audit?: readonly string[] | 'head' | undefined;
}

/** Numbers and chains the audit events of one transaction before they are inserted. */
export interface EventNumbers {
  /** Fills in the numbers and hashes if the statement inserts events. */
  complete<S extends AuditStatement>(statement: S): S;
  /** Returns a function that takes back all numbers since this call. Call it if their insertions are rolled back. */
  mark(): () => void;
  /** Stores the end of the log. Call this before the commit. */
  storeHead(): void;
}

type Head = Pick<AuditHead, 'sequence' | 'hash'>;

const GET_HEAD = 'select sequence, hash from audit_heads where _id = ?';
const SET_HEAD = 'update audit_heads set sequence = ?, hash = ? where _id = ?';

/**
 * Opens the numbers of a transaction that has the lock for writing. Another process can have written since the last
 * transaction, so the first event of each transaction reads the end of the log.
 */
export function openEventNumbers(prepared: (sql: string) => StatementSync): EventNumbers {
  let head: Head | undefined;
  let stored: Head | undefined;
  const storeHead = () => {
    if (head !== undefined && head !== stored) prepared(SET_HEAD).run(head.sequence, head.hash, AUDIT_HEAD_ID);
    stored = head;
  };
  return {
    complete: (statement) => {
      if (statement.audit === undefined) return statement;
      if (statement.audit === 'head') {
        storeHead();
        head = undefined;
        return statement;
      }
      if (head === undefined) {
        stored = prepared(GET_HEAD).get(AUDIT_HEAD_ID) as unknown as Head | undefined;
        if (stored === undefined) throw new Error('The record of the end of the audit log is missing. This is a bug.');
        head = stored;
      }
      const rows = rowsOf(statement.values, statement.audit);
      const numbered = numberAfter(head, rows.map(eventOf));
      head = numbered.at(-1) ?? head;
      const values = rows.flatMap((row, index) => {
        const { sequence = null, hash = null } = numbered[index] ?? {};
        return Object.values({ ...row, sequence, hash });
      });
      return { ...statement, values };
    },
    mark: () => {
      const before = { head, stored };
      return () => {
        ({ head, stored } = before);
      };
    },
    storeHead,
  };
}

type EventRow = Readonly<Record<string, SQLInputValue>>;

function rowsOf(values: readonly SQLInputValue[], fields: readonly string[]): EventRow[] {
  return Array.from({ length: values.length / fields.length }, (_, row) =>
    Object.fromEntries(fields.map((field, index) => [field, values[row * fields.length + index] ?? null])),
  );
}

/** The columns of an event that are neither texts nor numbers. */
const JSON_COLUMNS = ['detail', 'salts', 'erased'];
const TIME_COLUMNS = ['at', 'expiresAt'];

/** Converts a row to an event. This is done without the codecs, because the thread that commits has none. */
function eventOf(row: EventRow): AuditEvent {
  const fields = Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => {
      if (JSON_COLUMNS.includes(name)) return [name, JSON.parse(String(value))];
      return [name, TIME_COLUMNS.includes(name) ? new Date(Number(value)) : value];
    });
  return Object.fromEntries(fields) as AuditEvent;
}
