import { isNativeError } from 'node:util/types';
import {
  MongoBulkWriteError,
  MongoDriverError,
  MongoError,
  MongoNetworkError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoWriteConcernError,
} from 'mongodb';
import { StoreUnavailableError } from '../../model/errors.js';
import type { Database } from '../database.js';

/**
 * Codes of errors that do not depend on the statement, so that the same statement can succeed later
 * (https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml).
 */
const TROUBLE: ReadonlySet<unknown> = new Set([
  ...[6, 7, 89, 202, 9001], // A connection between the members of the replica set failed.
  ...[24, 46, 50, 112, 262, 290], // A lock, another transaction or a time limit stopped the statement.
  ...[91, 189, 10107, 11600, 11602, 13435, 13436], // The member stops, or is no longer the primary.
  ...[64, 100, 134], // Too few members of the replica set confirmed the write.
  ...[146, 371, 14031, 8000], // The disk or the memory is full, or writes are blocked.
  ...[11, 13, 18], // The server no longer accepts the user name or the password.
  ...[225, 244, 246, 251], // The server aborted the transaction.
  ...[462], // The server is overloaded.
]);

const LABELS = [
  'RetryableError',
  'RetryableWriteError',
  'SystemOverloadedError',
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
];

/** Whether the server could not be reached, or could not run a statement that it can run at another time. */
export function isTrouble(error: unknown): boolean {
  if (!(error instanceof MongoError)) return isOfSocket(error);
  if (isWrapped(error) || error instanceof MongoNetworkError || error instanceof MongoWriteConcernError) return true;
  if (isOfDriver(error) || LABELS.some((label) => error.hasErrorLabel(label))) return true;
  return TROUBLE.has(error.code) || (error.cause instanceof MongoError && isTrouble(error.cause));
}

/**
 * Whether this is an error of Node about a connection. The driver throws such an error as it is if the server closes the
 * connection while a command is being written to it.
 */
export function isOfSocket(error: unknown): boolean {
  return isNativeError(error) && 'code' in error && SOCKET_CODES.has(error.code);
}

const SOCKET_CODES: ReadonlySet<unknown> = new Set([
  ...['ECONNABORTED', 'ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETDOWN', 'ENETUNREACH', 'ENOTCONN', 'EPIPE'],
  ...['ETIMEDOUT', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_WRITE_AFTER_END'],
]);

/**
 * Whether the driver failed while it sent a batch of insertions. It then throws an error of this class without the cause,
 * and without the numeric code that every error of the server has.
 */
function isWrapped(error: unknown): boolean {
  return error instanceof MongoBulkWriteError && typeof error.code !== 'number';
}

/** Errors of connections, pools and time limits. Errors about wrong arguments are bugs, so they are not among them. */
function isOfDriver(error: MongoError): boolean {
  return (
    error instanceof MongoOperationTimeoutError ||
    error instanceof MongoServerSelectionError ||
    (error instanceof MongoDriverError && CONNECTION_ERRORS.has(error.name))
  );
}

const CONNECTION_ERRORS: ReadonlySet<string> = new Set([
  'MongoClientClosedError',
  'MongoExpiredSessionError',
  'MongoNotConnectedError',
  'MongoServerClosedError',
  'MongoTopologyClosedError',
  'MongoWaitQueueTimeoutError',
  'WaitQueueTimeoutError',
]);

/**
 * Whether the server surely did not run the statement. The driver reports a failed first search for a server with this
 * cause, and a search before a repetition without it.
 */
function wasNotSent(error: unknown): boolean {
  return error instanceof MongoOperationTimeoutError && error.cause instanceof MongoServerSelectionError;
}

/** Whether the response of the server says that it did not run the statement. */
export function wasRefused(error: unknown): boolean {
  return (
    error instanceof MongoServerError &&
    !isWrapped(error) &&
    !(error instanceof MongoWriteConcernError) &&
    !error.hasErrorLabel('RetryableWriteError') &&
    !error.hasErrorLabel('UnknownTransactionCommitResult')
  );
}

/** The operations that change nothing. */
const READS: ReadonlySet<string> = new Set([
  ...['select', 'selectEach', 'distinct', 'count', 'countEach'],
  ...['readLive', 'readSession', 'readInteraction', 'readSignIn', 'report'],
]);
/** `commit` limits its operations itself, and the others send none, or end the connection. */
const UNLIMITED: ReadonlySet<string> = new Set(['commit', 'sweep', 'maintain', 'close']);

/** How long an operation may take in addition to its limit, because the driver does not limit every wait. */
const GRACE_MS = 500;

/**
 * Returns the same database, whose operations throw a StoreUnavailableError if the server is in trouble or does not
 * respond within `limitMs`.
 */
export function limitOperations(database: Database, limitMs: number): Database {
  const limited = Object.entries(database).map(([name, operation]: [string, Operation | boolean]) => {
    if (typeof operation === 'boolean' || UNLIMITED.has(name)) return [name, operation];
    const outcomeIfLost = READS.has(name) ? 'none' : 'unknown';
    return [name, (...given: unknown[]) => untilLimit(() => operation(...given), { limitMs, outcomeIfLost })];
  });
  return Object.fromEntries(limited) as Database;
}

type Operation = (...given: unknown[]) => Promise<unknown>;

async function untilLimit<T>(
  run: () => Promise<T>,
  { limitMs, outcomeIfLost }: { readonly limitMs: number; readonly outcomeIfLost: 'none' | 'unknown' },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreUnavailableError(outcomeIfLost)), limitMs + GRACE_MS);
  });
  try {
    return await Promise.race([run(), limit]);
  } catch (error) {
    if (!isTrouble(error)) throw error;
    const outcome = wasNotSent(error) || wasRefused(error) ? 'none' : outcomeIfLost;
    throw new StoreUnavailableError(outcome, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
