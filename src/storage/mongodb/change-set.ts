import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  type AnyClientBulkWriteModel,
  type ClientBulkWriteResult,
  type ClientSession,
  type Document,
  type MongoClient,
  MongoError,
} from 'mongodb';
import { StoreUnavailableError } from '../../model/errors.js';
import type { Write } from '../database.js';
import type { Entity } from '../entity.js';
import { isTaken } from './taken.js';
import { isOfSocket, isTrouble, wasRefused } from './trouble.js';

/** One operation of a change set, in the form that the MongoDB driver takes. */
export type Operation = AnyClientBulkWriteModel<Document>;

/** The longest pause between two attempts. The length of each pause is random. */
const MAX_PAUSE_MS = 20;

/** MongoDB's error code for a transaction that the server does not know. */
const NO_SUCH_TRANSACTION = 251;

/**
 * Runs all operations in one transaction and returns `true`. Changes nothing and returns `false` if an operation
 * matches no document, or if another document has a unique value. After a temporary error, such as a conflict with
 * another transaction, tries again within the limit. If the response to a commit was lost, `isStored` finds out whether
 * the server has committed.
 *
 * @throws StoreUnavailableError if the server does not commit in time
 */
export async function applyChangeSet(
  client: MongoClient,
  operations: readonly Operation[],
  { following = [], isStored, limitMs }: ChangeSetOptions,
): Promise<boolean> {
  const attempt = { deadline: performance.now() + limitMs, isUnknown: false };
  for (;;) {
    const session = client.startSession();
    try {
      if (await applyOnce(client, session, { required: operations, following }, attempt)) return true;
      if (!attempt.isUnknown) return false;
      if (isStored === undefined) throw new StoreUnavailableError('unknown');
      return await isStored(restOf(attempt).timeoutMS);
    } catch (error) {
      const isTransient = hasLabel(error, 'TransientTransactionError') || isOfSocket(error);
      if (!isTransient || performance.now() >= attempt.deadline) {
        throw isTrouble(error)
          ? new StoreUnavailableError(attempt.isUnknown ? 'unknown' : 'none', { cause: error })
          : error;
      }
      await pause();
    } finally {
      end(session);
    }
  }
}

export interface ChangeSetOptions {
  /** Operations that run after the others in the same transaction, and may match no document. */
  readonly following?: readonly Operation[];
  /** Finds out whether the audit event of the change set is stored. Missing if the change set has no audit event. */
  readonly isStored: ((timeoutMS: number) => Promise<boolean>) | undefined;
  readonly limitMs: number;
}

/** The state of a change set, which may take several transactions. */
interface Attempt {
  readonly deadline: number;
  /** Whether a commit was sent to which no response came, so that the server may have committed. */
  isUnknown: boolean;
}

/** Ends the session, which aborts its transaction if that is still open. The response of the server is not needed. */
function end(session: ClientSession): void {
  session.endSession({ timeoutMS: ABORT_TIMEOUT_MS }).catch(() => undefined);
}

const ABORT_TIMEOUT_MS = 1000;

/** The rest of the limit. The driver understands 0 as no limit. */
function restOf({ deadline }: Attempt): { readonly timeoutMS: number } {
  return { timeoutMS: Math.max(1, Math.ceil(deadline - performance.now())) };
}

interface Operations {
  readonly required: readonly Operation[];
  readonly following: readonly Operation[];
}

async function applyOnce(
  client: MongoClient,
  session: ClientSession,
  operations: Operations,
  attempt: Attempt,
): Promise<boolean> {
  session.startTransaction({ writeConcern: { w: 'majority', journal: true } });
  if (!(await allMatch(client, operations, session, attempt))) return false;
  await commitTransaction(session, attempt);
  return true;
}

async function allMatch(
  client: MongoClient,
  { required, following }: Operations,
  session: ClientSession,
  attempt: Attempt,
): Promise<boolean> {
  try {
    const options = { session, verboseResults: following.length > 0, ...restOf(attempt) };
    const result = await client.bulkWrite([...required, ...following], options);
    return (following.length > 0 ? countOfFirst(result, required.length) : countOf(result)) === required.length;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

function countOf({ insertedCount, matchedCount, deletedCount }: ClientBulkWriteResult): number {
  return insertedCount + matchedCount + deletedCount;
}

/** How many documents the first operations have inserted, matched and deleted. */
function countOfFirst(result: ClientBulkWriteResult, operations: number): number {
  const counts = Array.from({ length: operations }, (_, index) => {
    const inserted = result.insertResults?.has(index) === true ? 1 : 0;
    const matched = result.updateResults?.get(index)?.matchedCount ?? 0;
    return inserted + matched + (result.deleteResults?.get(index)?.deletedCount ?? 0);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Commits the transaction. If the outcome is unknown, sends the commit again until the server reports it. A repeated
 * commit does nothing if the first one succeeded
 * (https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#committransaction).
 */
async function commitTransaction(session: ClientSession, attempt: Attempt): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction(restOf(attempt));
      return;
    } catch (error) {
      // Not every error of a lost connection or a time limit has the label of an unknown outcome. A server that does not
      // know the transaction can have committed it before a restart.
      const isKnown = wasRefused(error) && !(error instanceof MongoError && error.code === NO_SUCH_TRANSACTION);
      attempt.isUnknown ||= !isKnown;
      const isOver = isKnown || hasLabel(error, 'TransientTransactionError');
      if (isOver || performance.now() >= attempt.deadline) throw error;
      await pause();
    }
  }
}

/** Waits for a random time, so that two transactions that have conflicted do not conflict again. */
function pause(): Promise<void> {
  return setTimeout(randomInt(MAX_PAUSE_MS));
}

/**
 * Whether an error, or an error that caused it, has this label. The driver wraps an error of the server, which has
 * labels, in an error without labels.
 */
function hasLabel(error: unknown, label: string): boolean {
  return error instanceof MongoError && (error.hasErrorLabel(label) || hasLabel(error.cause, label));
}

/** The operations that follow a write, so that the collection of words has the entries of the record. */
export function wordOperations(namespaceOf: (entity: Entity<never>) => string, write: Write): Operation[] {
  const words = write.entity.words?.table as Entity<never> | undefined;
  if (words === undefined || write.kind === 'check') return [];
  const entryIds = write.kind === 'delete' ? [] : write.entryIds;
  if (entryIds === undefined) return [];
  const recordId = write.kind === 'insert' ? write.record.id : write.where.id;
  const namespace = namespaceOf(words);
  const removal: Operation[] = write.kind === 'insert' ? [] : [{ namespace, name: 'deleteMany', filter: { recordId } }];
  return [
    ...removal,
    ...entryIds.map((id): Operation => {
      const filter = { _id: id as never };
      return { namespace, name: 'updateOne', filter, update: { $set: { recordId } }, upsert: true };
    }),
  ];
}
