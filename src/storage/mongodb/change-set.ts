import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  type AnyClientBulkWriteModel,
  type ClientSession,
  type Document,
  type MongoClient,
  MongoClientBulkWriteError,
  MongoError,
} from 'mongodb';
import { StoreUnavailableError } from '../../model/errors.js';

/** One operation of a change set, in the form that the MongoDB driver takes. */
export type Operation = AnyClientBulkWriteModel<Document>;

/**
 * After a temporary error, such as a conflict with another transaction, the change set is tried again for up to this
 * long.
 */
const COMMIT_TIMEOUT_MS = 5000;

/** The longest pause between two attempts. The length of each pause is random. */
const MAX_PAUSE_MS = 20;

/** MongoDB's error code for a value that a unique index does not allow twice. */
const DUPLICATE_KEY = 11000;

/**
 * Runs all operations in one transaction and returns `true`. Changes nothing and returns `false` if an operation
 * matches no document, or if another document has a unique value. If the response to an attempt was lost, `isStored`
 * finds out whether that attempt succeeded.
 *
 * @throws StoreUnavailableError if the server does not commit in time
 */
export async function applyChangeSet(
  client: MongoClient,
  operations: readonly Operation[],
  isStored: (() => Promise<boolean>) | undefined,
): Promise<boolean> {
  const deadline = performance.now() + COMMIT_TIMEOUT_MS;
  let isUnknown = false;
  const onUnknown = () => {
    isUnknown = true;
  };
  for (;;) {
    const session = client.startSession();
    try {
      if (await applyOnce(client, session, operations, { deadline, onUnknown })) return true;
      if (isUnknown && isStored === undefined) throw new StoreUnavailableError('unknown');
      return isUnknown && (await isStored?.()) === true;
    } catch (error) {
      if (!hasLabel(error, 'TransientTransactionError') || performance.now() >= deadline) {
        throw error instanceof MongoError
          ? new StoreUnavailableError(isUnknown ? 'unknown' : 'none', { cause: error })
          : error;
      }
      await pause();
    } finally {
      // `endSession` aborts the transaction if it is still open.
      await session.endSession();
    }
  }
}

interface Attempt {
  readonly deadline: number;
  /** Called if the response to a commit was lost, so that the server may or may not have committed. */
  readonly onUnknown: () => void;
}

async function applyOnce(
  client: MongoClient,
  session: ClientSession,
  operations: readonly Operation[],
  attempt: Attempt,
): Promise<boolean> {
  session.startTransaction({ writeConcern: { w: 'majority', journal: true } });
  if (!(await allMatch(client, operations, session))) {
    await session.abortTransaction();
    return false;
  }
  await commitTransaction(session, attempt);
  return true;
}

async function allMatch(
  client: MongoClient,
  operations: readonly Operation[],
  session: ClientSession,
): Promise<boolean> {
  try {
    const { insertedCount, matchedCount, deletedCount } = await client.bulkWrite(operations, { session });
    return insertedCount + matchedCount + deletedCount === operations.length;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  if (error.code === DUPLICATE_KEY) return true;
  if (!(error instanceof MongoClientBulkWriteError)) return false;
  return [...error.writeErrors.values()].some(({ code }) => code === DUPLICATE_KEY);
}

/**
 * Commits the transaction. If the outcome is unknown, sends the commit again until the server reports it. A repeated
 * commit does nothing if the first one succeeded
 * (https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#committransaction).
 */
async function commitTransaction(session: ClientSession, { deadline, onUnknown }: Attempt): Promise<void> {
  for (;;) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (!hasLabel(error, 'UnknownTransactionCommitResult')) throw error;
      onUnknown();
      if (performance.now() >= deadline) throw error;
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
