import type { Log } from '../../../model/deps.js';
import type { Row } from '../../database.js';
import type { BoundStatement } from '../connection.js';
import type { Executor } from '../executor.js';
import type { Outcome } from '../transaction.js';
import { openThreadQueue } from './thread-queue.js';
import type { WriterAnswer, WriterRequest } from './writer-thread.js';

export interface ThreadsOptions {
  /** A request that has not started after this time fails. */
  readonly limitMs: number;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

const MAX_BATCH = 256;
const PAUSE_MS = 1;
const WRITER_GRACE_MS = 2000;
/** HTTP connections without data are closed after this time, so a later result would be useless. */
const READER_GRACE_MS = 60_000;

const LARGE_WAL_BYTES = 64 * 1024 * 1024;

/** Opens the threads of a file: one commits all writes, and one runs all reads that can take long. */
export function openThreads(path: string, { limitMs, log }: ThreadsOptions): Executor {
  const writer = openThreadQueue<WriterRequest, WriterAnswer>({
    name: 'writer',
    script: new URL('./writer-thread.js', import.meta.url),
    path,
    maxBatch: MAX_BATCH,
    pauseMs: PAUSE_MS,
    limitMs,
    graceMs: WRITER_GRACE_MS,
    outcomeIfLost: 'unknown',
    log,
  });
  const reader = openThreadQueue<BoundStatement, Row[]>({
    name: 'reader',
    script: new URL('./reader-thread.js', import.meta.url),
    path,
    maxBatch: 1,
    pauseMs: 0,
    limitMs,
    graceMs: READER_GRACE_MS,
    outcomeIfLost: 'none',
    log,
  });
  return {
    write: (steps) => writer.ask(steps) as Promise<Outcome>,
    list: (statement) => reader.ask(statement),
    maintain: async () => {
      const walBytes = (await writer.ask('maintain')) as number;
      if (walBytes > LARGE_WAL_BYTES) log.warn({ walBytes }, WAL_WARNING);
    },
    close: async () => {
      await reader.close();
      await writer.close();
    },
  };
}

const WAL_WARNING =
  'the file of waiting changes is large, because a read or a backup has run for long; it shrinks when that has ended';
