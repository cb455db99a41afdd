import type { Clock } from '../model/deps.js';
import { MAX_KEY_LENGTH } from '../model/key-length.js';
import type { Changes, Versioned, VersionedStore } from '../model/record-store.js';
import type { Store } from '../model/store.js';
import { type Cache, makeCache } from './cache.js';

/** If another process changes a record, this process may return the old record for at most this long. */
const LIMITS = { lifetimeMs: 2000, maxEntries: 10_000 };

/**
 * Adds a cache in memory for clients, issuers, scopes and key rings, which nearly every request reads. Users, sessions
 * and tokens are never cached.
 */
export function cacheStore(store: Store, clock: Clock): Store {
  const clients = cacheRecords(store.clients, clock);
  const issuers = cacheRecords(store.issuers, clock);
  const scopes = cacheRecords(store.scopes, clock);
  const keyRings = cacheRecords(store.keyRings, clock);
  return {
    ...store,
    clients: clients.cached,
    issuers: {
      ...issuers.cached,
      findBySlug: (slug) => readByKey(issuers.others, slug, () => store.issuers.findBySlug(slug)),
    },
    scopes: {
      ...scopes.cached,
      all: () => scopes.others.read('all', () => store.scopes.all()),
    },
    keyRings: {
      ...keyRings.cached,
      findOfIssuer: (generation) => keyRings.others.read(generation, () => store.keyRings.findOfIssuer(generation)),
    },
  };
}

/**
 * Reads a record by its id or another key. A request can contain a text of any length as an id. A text that is longer
 * than any stored id is neither looked up nor cached, because it would fill the memory.
 */
function readByKey<T>(cache: Cache, key: string, load: () => Promise<T | undefined>): Promise<T | undefined> {
  return key.length > MAX_KEY_LENGTH ? Promise.resolve(undefined) : cache.read(key, load);
}

/**
 * Caches `find`, and returns a second cache for the other reads of the store. Each write, even one that fails, removes
 * the record from the cache before and after, so that no value from before the write stays cached.
 */
function cacheRecords<T extends Versioned, S extends VersionedStore<T>>(
  store: S,
  clock: Clock,
): { readonly cached: S; readonly others: Cache } {
  const byId = makeCache(clock, LIMITS);
  const others = makeCache(clock, LIMITS);
  const forget = (id: string): void => {
    byId.forget(id);
    others.forgetAll();
  };
  const write = async <R>(id: string, run: () => Promise<R>): Promise<R> => {
    forget(id);
    try {
      return await run();
    } finally {
      forget(id);
    }
  };
  const cached: S = {
    ...store,
    find: (id: string) => readByKey(byId, id, () => store.find(id)),
    insert: (record: T) => write(record.id, () => store.insert(record)),
    delete: (id: string) => write(id, () => store.delete(id)),
    update: (seen: T, changes: Changes<T>) => write(seen.id, () => store.update(seen, changes)),
    deleteVersion: (seen: T) => write(seen.id, () => store.deleteVersion(seen)),
  };
  return { cached, others };
}
