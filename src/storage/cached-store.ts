import type { Change, StoreName } from '../model/change-set.js';
import type { Clock } from '../model/deps.js';
import { MAX_KEY_LENGTH } from '../model/key-length.js';
import type { Changes, Versioned, VersionedStore } from '../model/record-store.js';
import type { Store } from '../model/store.js';
import { type Cache, makeCache } from './cache.js';

/**
 * If another process changes a record, this process may still return the old record from its cache, but only for this
 * long.
 */
const LIMITS = { lifetimeMs: 2000, maxEntries: 10_000 };

/**
 * Adds a cache in memory for clients, issuers, scopes, key rings and protected hosts, which nearly every request reads.
 * Users, sessions and tokens are never cached.
 */
export function cacheStore(store: Store, clock: Clock): Store {
  const clients = cacheRecords(store.clients, clock);
  const issuers = cacheRecords(store.issuers, clock);
  const scopes = cacheRecords(store.scopes, clock);
  const keyRings = cacheRecords(store.keyRings, clock);
  const hosts = makeCache(clock, LIMITS);
  const caches = { clients, issuers, scopes, keyRings, protectedHosts: hosts };
  return {
    ...store,
    commit: (changes) => forgetting(cachedIn(changes, caches), () => store.commit(changes)),
    clients: clients.cached,
    protectedHosts: {
      ...store.protectedHosts,
      find: (host) => readByKey(hosts, host, () => store.protectedHosts.find(host)),
    },
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
 * than any stored id is not looked up, because no record can have it, and not cached, because it would fill the memory.
 */
function readByKey<T>(cache: Cache, key: string, load: () => Promise<T | undefined>): Promise<T | undefined> {
  return key.length > MAX_KEY_LENGTH ? Promise.resolve(undefined) : cache.read(key, load);
}

/**
 * Caches `find`, and returns a second cache for the other reads of the store. Each write removes the record from the
 * cache when it begins and when it ends, even if it fails, so that no old value stays cached.
 */
function cacheRecords<T extends Versioned, S extends VersionedStore<T>>(store: S, clock: Clock): CachedRecords<S> {
  const byId = makeCache(clock, LIMITS);
  const others = makeCache(clock, LIMITS);
  const forget = (id: string): void => {
    byId.forget(id);
    others.forgetAll();
  };
  const write = <R>(id: string, run: () => Promise<R>): Promise<R> => forgetting(() => forget(id), run);
  const cached: S = {
    ...store,
    find: (id: string) => readByKey(byId, id, () => store.find(id)),
    insert: (record: T) => write(record.id, () => store.insert(record)),
    delete: (id: string) => write(id, () => store.delete(id)),
    update: (seen: T, changes: Changes<T>) => write(seen.id, () => store.update(seen, changes)),
  };
  return { cached, others, forget };
}

interface CachedRecords<S> {
  readonly cached: S;
  /** The cache for reads other than `find`. */
  readonly others: Cache;
  /** Removes a record from the cache. Called before and after each write of this record. */
  forget(id: string): void;
}

/** Returns a function that removes from the caches all records that a change set inserts, changes or deletes. */
function cachedIn(changes: readonly Change[], caches: Partial<Record<StoreName, { forget(id: string): void }>>) {
  return (): void => {
    for (const change of changes)
      caches[change.store]?.forget(change.kind === 'insert' ? change.record.id : change.where.id);
  };
}

/** Calls `forget` before and after a write, even if the write fails. */
async function forgetting<R>(forget: () => void, write: () => Promise<R>): Promise<R> {
  forget();
  try {
    return await write();
  } finally {
    forget();
  }
}
