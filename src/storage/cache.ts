import { LRUCache } from 'lru-cache';
import type { Clock } from '../model/deps.js';

/** Remembers what the database returned, absence included, for a short time that begins when the read begins. */
export interface Cache {
  /** Concurrent reads of one key share one load. */
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** A read that is still under way is forgotten too: its result reaches its caller and is not remembered. */
  forget(key: string): void;
  forgetAll(): void;
}

interface CacheLimits {
  readonly lifetimeMs: number;
  /** Bounds the memory that a client can fill by asking for records that do not exist. */
  readonly maxEntries: number;
}

export function makeCache(clock: Clock, { lifetimeMs, maxEntries }: CacheLimits): Cache {
  const now = () => clock.now().getTime();
  // An entry is stale once its age exceeds the TTL. Ages are whole milliseconds, so at the full lifetime it is stale.
  const ttl = lifetimeMs - 1;
  const entries = new LRUCache<string, Promise<unknown>>({ max: maxEntries, ttl, ttlResolution: 0, perf: { now } });
  // If the clock was set back, an entry seems to have more than its whole lifetime left.
  const isPlausible = (key: string) => entries.getRemainingTTL(key) <= ttl;

  return {
    read: <T>(key: string, load: () => Promise<T>): Promise<T> => {
      const start = now();
      const known = entries.get(key);
      if (known !== undefined && isPlausible(key)) return known as Promise<T>;
      const result = load().then(deepFrozen);
      entries.set(key, result, { start });
      // A failure is not remembered.
      result.catch(() => {
        if (entries.peek(key, { allowStale: true }) === result) entries.delete(key);
      });
      return result;
    },
    forget: (key) => void entries.delete(key),
    forgetAll: () => entries.clear(),
  };
}

/** Several callers share a remembered record, so nothing in it may be changed. */
function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFrozen(member);
  }
  return value;
}
