import type { AdminCaller } from '../admin/admin-caller.js';
import { AdminError } from '../model/errors.js';

/** The streams that are open in this process. */
export interface OpenStreams {
  /**
   * Adds a stream of the caller, and returns the function that removes it. `close` is called when the server stops.
   *
   * @throws AdminError `RATE_LIMITED` if the caller has `MAX_STREAMS` others
   */
  add(caller: AdminCaller, close: () => void): () => void;
  /** Closes all streams, and every stream that is added later. */
  closeAll(): void;
}

const MAX_STREAMS = 5;

export function makeOpenStreams(): OpenStreams {
  const streams = new Map<string, Set<() => void>>();
  let isStopping = false;
  return {
    add: ({ kind, id }, close) => {
      const key = `${kind}:${id}`;
      const own = streams.get(key) ?? new Set();
      if (own.size >= MAX_STREAMS) {
        throw new AdminError(
          'RATE_LIMITED',
          `The caller has ${MAX_STREAMS} open streams on this server, which is the maximum. Close one of them, or use another API key.`,
        );
      }
      streams.set(key, own.add(close));
      if (isStopping) close();
      return () => {
        own.delete(close);
        if (own.size === 0 && streams.get(key) === own) streams.delete(key);
      };
    },
    closeAll: () => {
      isStopping = true;
      for (const own of streams.values()) for (const close of own) close();
    },
  };
}
