import type { Row } from '../database.js';
import type { Connection } from './connection.js';
import { type AuditStatement, type EventNumbers, openEventNumbers } from './number-events.js';
import { type Reply, reasonOf } from './reply.js';
import { isBusy, isTaken } from './sqlite-errors.js';

/**
 * One statement of a write. `count` is a check: it must count a record. The others must change a record, except those of
 * the kind `any`.
 */
export interface Step extends AuditStatement {
  readonly kind: 'change' | 'returning' | 'count' | 'any';
}

/** A write that takes effect completely or not at all: a single statement or a change set. */
export interface Member {
  readonly steps: readonly Step[];
  /** The time, by `performance.now()`, after which the write must not start. */
  readonly deadline: number;
}

export interface Outcome {
  /** `unmatched` if a step found no record, `taken` if another record has a unique value. */
  readonly result: 'applied' | 'unmatched' | 'taken';
  /** How many records the last step changed. */
  readonly changes: number;
  /** The rows that the last step returned. */
  readonly rows: readonly Row[];
}

const MAX_TRANSACTION_MS = 20;

/**
 * What is undone if a member does not apply. A savepoint for each member copies every page that the member changes, so
 * the members first share the transaction. Only if one of them has to be undone, all start again with savepoints.
 */
type Undone = 'transaction' | 'member';

/** Thrown if a member has changed something and then does not apply, and there is no savepoint. */
const MUST_UNDO = new Error('A member of the transaction must be undone.');

const LATE = { reason: 'The write waited too long for the database.', outcome: 'none' } as const;

/**
 * Applies as many members as fit into one transaction, in order, and returns their replies. Returns no reply if another
 * connection holds the lock. Any error except a taken unique value undoes the whole transaction, and all members fail.
 */
export function applyBatch(
  connection: Connection,
  members: readonly Member[],
  undone: Undone = 'transaction',
): Reply<Outcome>[] {
  const { file, prepared } = connection;
  let isCommitting = false;
  try {
    // Begins the transaction with the lock for writing. A transaction that begins by reading could fail later, because
    // another process has written meanwhile (https://sqlite.org/isolation.html).
    prepared('begin immediate').run();
    const numbers = openEventNumbers(prepared);
    const replies = applyEach(connection, members, numbers, undone);
    numbers.storeHead();
    isCommitting = true;
    prepared('commit').run();
    return replies;
  } catch (error) {
    const isOpen = file.isTransaction;
    if (!isOpen && !isCommitting && isBusy(error)) return [];
    // After some errors, such as a full disk, SQLite has already rolled the transaction back.
    if (isOpen) prepared('rollback').run();
    if (error === MUST_UNDO) return applyBatch(connection, members, 'member');
    // If a commit fails, a part of it can be on the disk, and a crash at this time could complete it.
    const outcome = isCommitting ? 'unknown' : 'none';
    return members.map(() => ({ reason: reasonOf(error), outcome }));
  }
}

/** Tells the members whose deadline has passed that they did not start. They are the first ones. */
export function dropLate(members: readonly Member[]): Reply<Outcome>[] {
  const now = performance.now();
  const firstInTime = members.findIndex(({ deadline }) => deadline >= now);
  return members.slice(0, firstInTime === -1 ? members.length : firstInTime).map(() => LATE);
}

function applyEach(
  connection: Connection,
  members: readonly Member[],
  numbers: EventNumbers,
  undone: Undone,
): Reply<Outcome>[] {
  const start = performance.now();
  const replies: Reply<Outcome>[] = [];
  for (const { steps, deadline } of members) {
    const now = performance.now();
    if (replies.length > 0 && now - start > MAX_TRANSACTION_MS) break;
    replies.push(now > deadline ? LATE : { value: applyMember(connection, steps, numbers, undone) });
  }
  return replies;
}

function applyMember(connection: Connection, steps: readonly Step[], numbers: EventNumbers, undone: Undone): Outcome {
  const takeBack = numbers.mark();
  const outcome =
    undone === 'member' ? applyInSavepoint(connection, steps, numbers) : applySteps(connection, steps, numbers);
  if (outcome.result !== 'applied') {
    // The first step changed nothing if it failed, because each statement takes effect completely or not at all.
    if (undone === 'transaction' && outcome.applied > 0) throw MUST_UNDO;
    takeBack();
  }
  const { applied: _, ...reply } = outcome;
  return reply;
}

/** The outcome of a member, and how many of its steps were applied. */
type Applied = Outcome & { readonly applied: number };

function applyInSavepoint(connection: Connection, steps: readonly Step[], numbers: EventNumbers): Applied {
  const { prepared } = connection;
  prepared('savepoint member').run();
  const outcome = applySteps(connection, steps, numbers);
  if (outcome.result !== 'applied') prepared('rollback to member').run();
  prepared('release member').run();
  return outcome;
}

function applySteps(connection: Connection, steps: readonly Step[], numbers: EventNumbers): Applied {
  let last: Pick<Outcome, 'changes' | 'rows'> = { changes: 0, rows: [] };
  let applied = 0;
  try {
    for (const step of steps) {
      last = applyStep(connection, numbers.complete(step));
      if (last.changes === 0 && step.kind !== 'any') return { result: 'unmatched', ...last, applied };
      applied += 1;
    }
  } catch (error) {
    if (isTaken(error)) return { result: 'taken', changes: 0, rows: [], applied };
    throw error;
  }
  return { result: 'applied', ...last, applied };
}

function applyStep({ prepared }: Connection, { kind, text, values }: Step): Pick<Outcome, 'changes' | 'rows'> {
  const statement = prepared(text);
  if (kind === 'count') return { changes: Number(statement.get(...values)?.count), rows: [] };
  if (kind === 'change' || kind === 'any') return { changes: Number(statement.run(...values).changes), rows: [] };
  const rows = statement.all(...values);
  return { changes: rows.length, rows };
}
