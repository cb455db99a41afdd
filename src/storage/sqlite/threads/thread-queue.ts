/*
 * This folder contains the two threads of an SQLite file, so that neither a commit nor a long list stops the thread that
 * serves requests. It knows statements and files, but no records. Start here: requests wait in this queue, on the thread
 * that serves, and a thread receives a batch of them whenever it is free.
 */

import { Worker } from 'node:worker_threads';
import type { Log } from '../../../model/deps.js';
import { errorOf, type Reply, reasonOf } from '../reply.js';
import type { Batch, ToThread } from './serve-batches.js';

export interface ThreadOptions {
  readonly name: string;
  /** The compiled file that the thread runs. */
  readonly script: URL;
  readonly path: string;
  /** The most requests in a batch. */
  readonly maxBatch: number;
  /** The pause between two batches, in which another process can take the lock. */
  readonly pauseMs: number;
  /** A request that has not started after this time fails, and never starts. */
  readonly limitMs: number;
  /** A request that has started has this much more time, after `limitMs`. */
  readonly graceMs: number;
  /** Whether a request can have taken effect if the thread did not reply. */
  readonly outcomeIfLost: 'none' | 'unknown';
  readonly log: Pick<Log, 'error'>;
}

export interface ThreadQueue<Q, A> {
  /** @throws StoreUnavailableError if the thread does not reply in time, or ends */
  ask(request: Q): Promise<A>;
  /** Waits for the requests, then ends the thread. */
  close(): Promise<void>;
}

interface Pending<Q, A> {
  readonly request: Q;
  readonly deadline: number;
  settle(reply: Reply<A>): void;
}

/** A thread that ended is replaced after this time. */
const RESTART_MS = 100;

/** Other flags can be wrong for a thread, for example those that name the code of the process. */
const FLAGS = process.execArgv.filter((flag) => flag === '--enable-source-maps');

export function openThreadQueue<Q, A>(options: ThreadOptions): ThreadQueue<Q, A> {
  const { pauseMs, maxBatch, limitMs, graceMs, outcomeIfLost, log } = options;
  const waiting: Pending<Q, A>[] = [];
  let started: Pending<Q, A>[] = [];
  let worker: Worker | undefined;
  let isReady = false;
  let isPlanned = false;
  let isClosing = false;
  let earliestBatch = 0;
  let watch: NodeJS.Timeout | undefined;
  let onIdle: (() => void)[] = [];

  const isIdle = () => waiting.length === 0 && started.length === 0;

  /** An idle thread does not keep the process alive. */
  const rest = () => {
    if (!isIdle()) return;
    worker?.unref();
    clearTimeout(watch);
    watch = undefined;
    for (const done of onIdle) done();
    onIdle = [];
  };

  const plan = () => {
    if (isPlanned || started.length > 0 || waiting.length === 0) return;
    isPlanned = true;
    // Without a pause, everything that the requests of this turn of the event loop write becomes one batch.
    const pause = earliestBatch - performance.now();
    if (pause > 0) setTimeout(sendBatch, pause);
    else setImmediate(sendBatch);
  };

  const sendBatch = () => {
    isPlanned = false;
    dropLate();
    if (waiting.length === 0) return rest();
    worker ??= startThread();
    worker.ref();
    if (!isReady) return;
    started = waiting.splice(0, maxBatch);
    const now = performance.now();
    const batch: Batch<Q> = started.map(({ request, deadline }) => ({ request, remainingMs: deadline - now }));
    send(worker, batch);
  };

  const send = (thread: Worker, message: ToThread<Q>) => {
    try {
      thread.postMessage(message);
    } catch (error) {
      receive(started.map(() => ({ reason: reasonOf(error) })));
    }
  };

  /** A thread replies to the requests in order, and can do it in several parts. Its first message is empty. */
  const receive = (replies: readonly Reply<A>[]) => {
    isReady = true;
    const answered = started.splice(0, replies.length);
    for (const [index, { settle }] of answered.entries()) settle(replies[index] as Reply<A>);
    if (started.length > 0) return;
    if (replies.length > 0) earliestBatch = performance.now() + pauseMs;
    plan();
    rest();
  };

  const startThread = (): Worker => {
    const thread = new Worker(options.script, { workerData: options.path, name: options.name, execArgv: FLAGS });
    isReady = false;
    thread.on('message', receive);
    thread.on('error', (err) => log.error({ err, thread: options.name }, 'a thread of the database failed'));
    thread.once('exit', () => {
      worker = undefined;
      isReady = false;
      if (isClosing && isIdle()) return;
      log.error({ thread: options.name }, 'a thread of the database ended; starting another');
      const lost = started;
      started = [];
      for (const { settle } of lost) settle({ reason: 'The thread of the database ended.', outcome: outcomeIfLost });
      earliestBatch = performance.now() + RESTART_MS;
      plan();
      rest();
    });
    return thread;
  };

  const dropLate = () => {
    const now = performance.now();
    while (waiting[0] !== undefined && waiting[0].deadline < now) {
      waiting.shift()?.settle({ reason: 'The database was busy for too long.', outcome: 'none' });
    }
    // The request stays in its batch, because the thread may still reply. A second reply has no effect.
    for (const { deadline, settle } of started) {
      if (deadline + graceMs < now) settle({ reason: 'The database does not respond.', outcome: outcomeIfLost });
    }
  };

  /** Checks the deadlines while requests wait, even if the thread never replies. */
  const watchDeadlines = () => {
    if (watch !== undefined) return;
    const now = performance.now();
    const replyDeadline = (started[0]?.deadline ?? 0) + graceMs;
    const deadlines = [waiting[0]?.deadline ?? now + limitMs, replyDeadline < now ? now + limitMs : replyDeadline];
    watch = setTimeout(
      () => {
        watch = undefined;
        dropLate();
        if (isIdle()) rest();
        else watchDeadlines();
      },
      Math.min(...deadlines) - now + 1,
    );
  };

  return {
    ask: (request) =>
      new Promise<A>((resolve, reject) => {
        if (isClosing) return reject(errorOf({ reason: 'The database is closed.', outcome: 'none' }));
        const settle = (reply: Reply<A>) => ('value' in reply ? resolve(reply.value) : reject(errorOf(reply)));
        waiting.push({ request, deadline: performance.now() + limitMs, settle });
        watchDeadlines();
        plan();
      }),
    close: async () => {
      isClosing = true;
      if (!isIdle()) await new Promise<void>((resolve) => onIdle.push(resolve));
      const thread = worker;
      if (thread === undefined) return;
      thread.ref();
      const exited = new Promise((resolve) => thread.once('exit', resolve));
      send(thread, 'close');
      await exited;
    },
  };
}
