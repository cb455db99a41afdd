import type { Clock } from '../model/deps.js';

/** Answers of a database, remembered for a while from the start of the read that brought them, absence included. */
export interface Cache {
  /** Whoever asks for the same while it is being read gets the same answer. */
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  forget(key: string): void;
  forgetAll(): void;
}

interface Entry {
  readonly startedAt: number;
  readonly answer: Promise<unknown>;
}

/** Several callers hold what is remembered: none may change it. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}

/** `lifetime` in milliseconds; `capacity` bounds what strangers can make it remember by asking for what is not there. */
export function makeCache(clock: Clock, lifetime: number, capacity: number): Cache {
  // In the order of their reads, so that those to go are in front.
  const entries = new Map<string, Entry>();
  const isFresh = (entry: Entry, now: number): boolean => now >= entry.startedAt && now - entry.startedAt < lifetime;

  const tidy = (now: number): void => {
    for (const [key, entry] of entries) {
      if (isFresh(entry, now) && entries.size < capacity) return;
      entries.delete(key);
    }
  };

  return {
    read: <T>(key: string, load: () => Promise<T>): Promise<T> => {
      const startedAt = clock.now().getTime();
      const present = entries.get(key);
      if (present !== undefined && isFresh(present, startedAt)) return present.answer as Promise<T>;
      entries.delete(key);
      tidy(startedAt);
      const answer = load().then(frozen);
      const entry = { startedAt, answer };
      entries.set(key, entry);
      // A failure is not an answer. What was forgotten meanwhile stays so: nothing is put back here.
      answer.catch(() => {
        if (entries.get(key) === entry) entries.delete(key);
      });
      return answer;
    },
    forget: (key) => {
      entries.delete(key);
    },
    forgetAll: () => entries.clear(),
  };
}
