import { MongoBulkWriteError, MongoClientBulkWriteError, MongoError, MongoServerError } from 'mongodb';

/** MongoDB's error code for a value that a unique index does not allow twice. */
const DUPLICATE_KEY = 11000;

/** Returns `false` if the write fails because another record has the same unique value. */
export async function unlessTaken(write: () => Promise<boolean>): Promise<boolean> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return false;
    throw error;
  }
}

/**
 * Whether a batch of inserts failed only because some of its records have an id or a unique value that another record
 * already has.
 */
export function isOnlyTaken(error: unknown): error is MongoBulkWriteError {
  if (!(error instanceof MongoBulkWriteError)) return false;
  const failures = [error.writeErrors].flat();
  return (
    failures.length > 0 &&
    failures.every(({ code }) => code === DUPLICATE_KEY) &&
    error.result.getWriteConcernError() === undefined
  );
}

/** Whether an operation of a change set failed because another record has the same unique value. */
export function isTaken(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  if (error.code === DUPLICATE_KEY) return true;
  if (!(error instanceof MongoClientBulkWriteError)) return false;
  return [...error.writeErrors.values()].some(({ code }) => code === DUPLICATE_KEY);
}
