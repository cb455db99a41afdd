import type { Deps } from '../../model/deps.js';

/** Notices new events in the audit log, also those of other processes. All streams of this process share one. */
export interface LogWatch {
  /**
   * Waits until the log has an event after the sequence `seen`, and returns the sequence of its end. Returns `undefined`
   * if the signal is aborted. Returns a lower sequence than `seen` if the log has become shorter.
   */
  endAfter(seen: number, signal: AbortSignal): Promise<number | undefined>;
  /** Looks at the log soon, because this process is about to write an event. */
  hint(): void;
}

/** The first pause is short, so that an event is noticed at once. It doubles as long as nothing happens. */
const SHORTEST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 500;

interface Waiting {
  readonly seen: number;
  readonly resolve: (end: number | undefined) => void;
}

/** Makes a watch that reads the end of the log at intervals, once for all waiting streams, and only while one waits. */
export function makeLogWatch({ store, log }: Pick<Deps, 'store' | 'log'>): LogWatch {
  const waiting = new Set<Waiting>();
  let end = 0;
  let pause = SHORTEST_PAUSE_MS;
  let next: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
  let isReading = false;

  /** Plans to look after so many milliseconds, unless an earlier look is planned. */
  function schedule(milliseconds: number): void {
    const at = performance.now() + milliseconds;
    if (isReading || waiting.size === 0 || (next !== undefined && next.at <= at)) return;
    cancel();
    next = { at, timer: setTimeout(look, milliseconds) };
  }

  function cancel(): void {
    clearTimeout(next?.timer);
    next = undefined;
  }

  async function look(): Promise<void> {
    next = undefined;
    isReading = true;
    // A stream that begins to wait during the read may have seen events that the read misses.
    const before = [...waiting];
    const isRead = await readEnd();
    const woken = isRead ? before.filter(({ seen }) => seen !== end) : [];
    for (const { resolve } of woken) resolve(end);
    pause = woken.length > 0 ? SHORTEST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
    isReading = false;
    schedule(pause);
  }

  /** Returns `false` if the database is unavailable. The streams then keep waiting. */
  async function readEnd(): Promise<boolean> {
    try {
      end = (await store.auditEvents.head()).sequence;
      return true;
    } catch (err) {
      log.warn({ err }, 'the end of the audit log could not be read for a stream; it will be tried again');
      return false;
    }
  }

  return {
    endAfter: (seen, signal) =>
      new Promise((done) => {
        if (signal.aborted || end > seen) return done(signal.aborted ? undefined : end);
        const resolve = (found: number | undefined) => {
          waiting.delete(one);
          signal.removeEventListener('abort', stop);
          if (waiting.size === 0) cancel();
          done(found);
        };
        const stop = () => resolve(undefined);
        const one = { seen, resolve };
        signal.addEventListener('abort', stop);
        waiting.add(one);
        schedule(waiting.size === 1 ? 0 : pause);
      }),
    hint: () => {
      if (waiting.size === 0) return;
      pause = SHORTEST_PAUSE_MS;
      schedule(pause);
    },
  };
}
