import { LRUCache } from 'lru-cache';
import type { Clock } from '../model/deps.js';

/**
 * A cache for database reads. It remembers records that it has read, and ids of records that do not exist. An entry
 * expires a fixed time after its read began.
 */
export interface Cache {
  /**
   * Returns the cached value, or calls `load` and caches its result. Concurrent reads of the same key share one call.
   */
  read<T>(key: string, load: () => Promise<T>): Promise<T>;
  /**
   * Removes the entry of this key. If a read of this key is still running, the caller of that read gets its result, but
   * the result is not cached.
   */
  forget(key: string): void;
  forgetAll(): void;
}

interface CacheLimits {
  readonly lifetimeMs: number;
  /**
   * The most entries in the cache. Without a limit, a client could fill the memory, because each id that does not exist
   * takes an entry too.
   */
  readonly maxEntries: number;
}

export function makeCache(clock: Clock, { lifetimeMs, maxEntries }: CacheLimits): Cache {
  const now = () => clock.now().getTime();
  // LRUCache still returns an entry whose age equals the TTL. With a TTL that is one millisecond shorter, an entry
  // expires exactly at `lifetimeMs`.
  const ttl = lifetimeMs - 1;
  const entries = new LRUCache<string, Promise<unknown>>({ max: maxEntries, ttl, ttlResolution: 0, perf: { now } });
  // If an entry has more than a full lifetime left, the system clock was set back. Such an entry is ignored, because it
  // would live too long.
  const isPlausible = (key: string) => entries.getRemainingTTL(key) <= ttl;

  return {
    read: <T>(key: string, load: () => Promise<T>): Promise<T> => {
      const start = now();
      const known = entries.get(key);
      if (known !== undefined && isPlausible(key)) return known as Promise<T>;
      const result = load().then(deepFrozen);
      entries.set(key, result, { start });
      // An error is not cached, so the next read asks the database again.
      result.catch(() => {
        if (entries.peek(key, { allowStale: true }) === result) entries.delete(key);
      });
      return result;
    },
    forget: (key) => void entries.delete(key),
    forgetAll: () => entries.clear(),
  };
}

/** Freezes a value and all objects in it, because several callers get the same cached object and must not change it. */
export function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) deepFrozen(member);
  }
  return value;
}
