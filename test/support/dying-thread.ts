import { serveBatches } from '../../src/storage/sqlite/threads/serve-batches.js';

/** A thread that answers each request with the number of requests in the batch, and can end or answer late. */
serveBatches<string, number>(
  (requests, send) => {
    for (const { request } of requests) {
      if (request === 'end') process.exit(1);
      if (request === 'throw') throw new Error('the thread has a bug');
      if (request === 'hang') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
      send([{ value: requests.length }]);
    }
  },
  () => undefined,
);
