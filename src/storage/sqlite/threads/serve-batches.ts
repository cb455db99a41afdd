import { parentPort } from 'node:worker_threads';
import type { Reply } from '../reply.js';

/** The requests that a thread receives at once. Each must start within its remaining time. */
export type Batch<Q> = readonly { readonly request: Q; readonly remainingMs: number }[];

export type ToThread<Q> = Batch<Q> | 'close';

export interface Timed<Q> {
  readonly request: Q;
  /** The time, by `performance.now()` of this thread, after which the request must not start. */
  readonly deadline: number;
}

/**
 * Runs a thread: passes each batch to `answer`, which must send one reply for each request, in order. The first message
 * to the thread that serves is empty and says that this thread is ready.
 */
export function serveBatches<Q, A>(
  answer: (requests: readonly Timed<Q>[], send: (replies: readonly Reply<A>[]) => void) => void,
  close: () => void,
): void {
  const port = parentPort;
  if (port === null) throw new Error('This file runs only as a thread of the server.');
  const send = (replies: readonly Reply<A>[]) => port.postMessage(replies);
  port.on('message', (message: ToThread<Q>) => {
    if (message === 'close') {
      close();
      port.close();
      return;
    }
    const now = performance.now();
    const requests = message.map(({ request, remainingMs }) => ({ request, deadline: now + remainingMs }));
    answer(requests, send);
  });
  send([]);
}
