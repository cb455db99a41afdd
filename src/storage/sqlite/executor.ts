import { setTimeout } from 'node:timers/promises';
import { StoreUnavailableError } from '../../model/errors.js';
import type { Row } from '../database.js';
import { allRows, type BoundStatement, type Connection } from './connection.js';
import { errorOf } from './reply.js';
import { isBusy, isTrouble } from './sqlite-errors.js';
import { applyBatch, type Outcome, type Step } from './transaction.js';

/** Runs the statements of a database: in two threads for a file, and on the only connection of a database in memory. */
export interface Executor {
  /** Applies all steps or none. The result is known only when the changes are stored durably. */
  write(steps: readonly Step[]): Promise<Outcome>;
  /** Runs a read that can take long. */
  list(statement: BoundStatement): Promise<Row[]>;
  /** Moves the waiting changes into the main file. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

export function inMemory(connection: Connection): Executor {
  return {
    write: async (steps) => {
      const [reply] = applyBatch(connection, [{ steps, deadline: Number.POSITIVE_INFINITY }]);
      // A database in memory has no other connection that could hold the lock, so there is a reply.
      if (reply !== undefined && 'value' in reply) return reply.value;
      throw errorOf(reply ?? { reason: 'The database in memory is locked.' });
    },
    list: (statement) => readWhenFree(async () => allRows(connection, statement), 0),
    maintain: () => Promise.resolve(),
    close: async () => {
      if (connection.file.isOpen) connection.file.close();
    },
  };
}

const PAUSE_MS = 5;

/**
 * Reads on the thread that serves requests. It must not wait for a lock, so it tries again later if there is one. A
 * read needs a lock only while another process repairs the index of the waiting changes after a crash.
 *
 * @throws StoreUnavailableError if the file cannot be read in time
 */
export async function readWhenFree<T>(read: () => Promise<T>, limitMs: number): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (isBusy(error) && performance.now() < deadline) await setTimeout(PAUSE_MS);
      else throw isTrouble(error) ? new StoreUnavailableError('none', { cause: error }) : error;
    }
  }
}
