import type { Clock } from '../model/deps.js';
import type { Changes, Versioned, VersionedStore } from '../model/record-store.js';
import type { Store } from '../model/store.js';
import { type Cache, makeCache } from './cache.js';

/** How long another process's change may go unnoticed. Milliseconds. */
const LIFETIME = 2000;
const CAPACITY = 10_000;

/**
 * Remembers what a store answered by `find`, and gives a `Cache` for its other reads. A write forgets both what was
 * read before it and what was read beside it, so that whoever reads after it sees it.
 */
function remembering<T extends Versioned, S extends VersionedStore<T>>(
  store: S,
  clock: Clock,
): { readonly cached: S; readonly others: Cache } {
  const byId = makeCache(clock, LIFETIME, CAPACITY);
  const others = makeCache(clock, LIFETIME, CAPACITY);
  const forget = (id: string): void => {
    byId.forget(id);
    others.forgetAll();
  };
  const changing = async <R>(id: string, write: () => Promise<R>): Promise<R> => {
    forget(id);
    try {
      return await write();
    } finally {
      forget(id);
    }
  };
  const cached: S = {
    ...store,
    find: (id: string) => byId.read(id, () => store.find(id)),
    insert: (record: T) => changing(record.id, () => store.insert(record)),
    delete: (id: string) => changing(id, () => store.delete(id)),
    update: (seen: T, changes: Changes<T>) => changing(seen.id, () => store.update(seen, changes)),
    deleteVersion: (seen: T) => changing(seen.id, () => store.deleteVersion(seen)),
  };
  return { cached, others };
}

/** The same store, but that clients, issuers, scopes and key rings are read from memory where they were just read. */
export function cacheStore(store: Store, clock: Clock): Store {
  const clients = remembering(store.clients, clock);
  const issuers = remembering(store.issuers, clock);
  const scopes = remembering(store.scopes, clock);
  const keyRings = remembering(store.keyRings, clock);
  return {
    ...store,
    clients: clients.cached,
    issuers: {
      ...issuers.cached,
      findBySlug: (slug) => issuers.others.read(slug, () => store.issuers.findBySlug(slug)),
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
