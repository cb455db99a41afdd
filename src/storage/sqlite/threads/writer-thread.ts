import { statSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { openConnection } from '../connection.js';
import { renewMark } from '../files/restore-guard.js';
import { failureOf, type Reply } from '../reply.js';
import { applyBatch, dropLate, type Outcome, type Step } from '../transaction.js';
import { serveBatches, type Timed } from './serve-batches.js';

/** A write, or `maintain`, which moves the waiting changes into the main file. */
export type WriterRequest = readonly Step[] | 'maintain';

/** The outcome of a write, or the bytes that are left in the file of waiting changes. */
export type WriterAnswer = Outcome | number;

/**
 * How long one attempt to take the lock waits. Between two attempts, the writes that have waited too long fail. SQLite
 * asks for the lock ever more rarely during one attempt, so short attempts also get it more often.
 */
const LOCK_WAIT_MS = 50;

/** The pause after a transaction, in which another process can take the lock. */
const PAUSE_MS = 1;

const path = String(workerData);
const connection = openConnection(path, LOCK_WAIT_MS);
const sleepCell = new Int32Array(new SharedArrayBuffer(4));

serveBatches<WriterRequest, WriterAnswer>(answerAll, () => connection.file.close());

function answerAll(requests: readonly Timed<WriterRequest>[], send: (replies: Reply<WriterAnswer>[]) => void): void {
  for (let next = 0; next < requests.length; ) {
    const replies = answerNext(requests.slice(next));
    if (replies.length > 0) send(replies);
    next += replies.length;
    if (next < requests.length) Atomics.wait(sleepCell, 0, 0, PAUSE_MS);
  }
}

/** Answers the first requests, as many as fit into one transaction. */
function answerNext(requests: readonly Timed<WriterRequest>[]): Reply<WriterAnswer>[] {
  if (requests[0]?.request === 'maintain') return [maintain()];
  const members = [];
  for (const { request, deadline } of requests) {
    if (request === 'maintain') break;
    members.push({ steps: request, deadline });
  }
  const replies = applyBatch(connection, members);
  return replies.length > 0 ? replies : dropLate(members);
}

function maintain(): Reply<number> {
  try {
    renewMark(connection.file, path);
    return { value: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0 };
  } catch (error) {
    return failureOf(error);
  }
}
