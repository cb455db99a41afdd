import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deletion } from '../../src/model/change-set.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Store } from '../../src/model/store.js';
import { makeCache } from '../../src/storage/cache.js';
import { cacheStore } from '../../src/storage/cached-store.js';
import { openStore } from '../../src/storage/open-store.js';
import { type FrozenClock, frozenClock } from '../support/deps.js';
import { aClient, aKeyRing, anIssuer, aScope } from './records.js';

/** A promise that the test settles. */
function held<T>() {
  return Promise.withResolvers<T>();
}

describe('the cache of clients, issuers, scopes and key rings', () => {
  let reads: string[];
  let under: Store;
  let clock: FrozenClock;
  let store: Store;
  beforeEach(async () => {
    reads = [];
    under = await openStore(
      { kind: 'sqlite', path: ':memory:' },
      { onStatement: ({ text }) => (text.startsWith('select') ? reads.push(text) : undefined) },
    );
    reads.length = 0;
    clock = frozenClock();
    store = cacheStore(under, clock);
  });
  afterEach(() => under.close());

  it('reads from memory for 2 s from the start of the read, then from the database again', async () => {
    const client = aClient();
    await under.clients.insert(client);
    expect(await store.clients.find(client.id)).toStrictEqual(client);
    clock.advance(1.999);
    expect(await store.clients.find(client.id)).toStrictEqual(client);
    expect(reads).toHaveLength(1);
    await under.clients.update(client, { name: 'Renamed elsewhere' });
    expect((await store.clients.find(client.id))?.name).toBe(client.name);
    clock.advance(0.001);
    expect((await store.clients.find(client.id))?.name).toBe('Renamed elsewhere');
    expect(reads).toHaveLength(2);
  });

  it('counts the 2 s from the start of a read, however long it took', async () => {
    const answer = held<Client | undefined>();
    const slow = cacheStore({ ...under, clients: { ...under.clients, find: () => answer.promise } }, clock);
    const first = slow.clients.find('wiki');
    clock.advance(2);
    const second = slow.clients.find('wiki');
    expect(second).not.toBe(first);
    answer.resolve(undefined);
    expect(await second).toBeUndefined();
  });

  it('remembers that a record does not exist', async () => {
    expect(await store.clients.find('nothing')).toBeUndefined();
    expect(await store.clients.find('nothing')).toBeUndefined();
    expect(await store.issuers.findBySlug('nothing')).toBeUndefined();
    expect(await store.issuers.findBySlug('nothing')).toBeUndefined();
    expect(reads).toHaveLength(2);
  });

  it('reads once what twenty requests need at the same time', async () => {
    const client = aClient();
    await under.clients.insert(client);
    const found = await Promise.all(Array.from({ length: 20 }, () => store.clients.find(client.id)));
    expect(found).toEqual(Array(20).fill(client));
    expect(reads).toHaveLength(1);
  });

  it('shows its own insert, update and delete immediately', async () => {
    const client = aClient();
    expect(await store.clients.find(client.id)).toBeUndefined();
    await store.clients.insert(client);
    expect(await store.clients.find(client.id)).toStrictEqual(client);
    await store.clients.update(client, { name: 'Renamed' });
    expect((await store.clients.find(client.id))?.name).toBe('Renamed');
    await store.commit([deletion('clients', { ...client, version: 1 })]);
    expect(await store.clients.find(client.id)).toBeUndefined();
    await store.clients.insert(client);
    expect(await store.clients.find(client.id)).toStrictEqual(client);
    await store.clients.delete(client.id);
    expect(await store.clients.find(client.id)).toBeUndefined();
  });

  it('shows the present record after a write that lost the race', async () => {
    const client = aClient();
    await under.clients.insert(client);
    await store.clients.find(client.id);
    await under.clients.update(client, { name: 'Renamed elsewhere' });
    expect(await store.clients.update(client, { name: 'Too late' })).toBeUndefined();
    expect((await store.clients.find(client.id))?.name).toBe('Renamed elsewhere');
  });

  it('does not remember a read that a write overtook', async () => {
    const client = aClient();
    await under.clients.insert(client);
    const before = held<Client | undefined>();
    const beside = held<Client | undefined>();
    const answers = [before.promise, beside.promise];
    const written = held<void>();
    const slow = cacheStore(
      {
        ...under,
        clients: {
          ...under.clients,
          find: (id) => answers.shift() ?? under.clients.find(id),
          update: async (seen, changes) => {
            await written.promise;
            return under.clients.update(seen, changes);
          },
        },
      },
      clock,
    );
    const startedBefore = slow.clients.find(client.id);
    const writing = slow.clients.update(client, { name: 'Renamed' });
    const startedBeside = slow.clients.find(client.id);
    written.resolve();
    await writing;
    before.resolve(client);
    beside.resolve(client);
    expect([await startedBefore, await startedBeside]).toEqual([client, client]);
    expect((await slow.clients.find(client.id))?.name).toBe('Renamed');
  });

  it('forgets the record if the outcome of a write is unknown', async () => {
    const client = aClient();
    await under.clients.insert(client);
    const failing = cacheStore(
      {
        ...under,
        clients: {
          ...under.clients,
          update: async (seen, changes) => {
            await under.clients.update(seen, changes);
            throw new Error('the answer was lost');
          },
        },
      },
      clock,
    );
    await failing.clients.find(client.id);
    await expect(failing.clients.update(client, { name: 'Renamed' })).rejects.toThrow('the answer was lost');
    expect((await failing.clients.find(client.id))?.name).toBe('Renamed');
  });

  it('does not remember a failure', async () => {
    const answers = [Promise.reject(new Error('gone')), Promise.resolve(undefined)];
    const failing = cacheStore(
      { ...under, clients: { ...under.clients, find: () => answers.shift() ?? Promise.resolve(undefined) } },
      clock,
    );
    await expect(failing.clients.find('wiki')).rejects.toThrow('gone');
    expect(await failing.clients.find('wiki')).toBeUndefined();
  });

  it('covers slugs, the list of scopes and the key rings of an issuer, and the writes that change them', async () => {
    const issuer = anIssuer({ slug: 'shop' });
    const scope = aScope();
    const ring = aKeyRing(issuer);
    await store.issuers.insert(issuer);
    await store.scopes.insert(scope);
    await store.keyRings.insert(ring);
    for (let twice = 0; twice < 2; twice += 1) {
      expect(await store.issuers.findBySlug('shop')).toStrictEqual(issuer);
      expect(await store.issuers.find(issuer.id)).toStrictEqual(issuer);
      expect(await store.scopes.all()).toStrictEqual([scope]);
      expect(await store.scopes.find(scope.id)).toStrictEqual(scope);
      expect(await store.keyRings.findOfIssuer(issuer.generation)).toStrictEqual([ring]);
      expect(await store.keyRings.find(ring.id)).toStrictEqual(ring);
    }
    expect(reads).toHaveLength(6);
    await store.issuers.delete(issuer.id);
    await store.scopes.update(scope, { description: 'Read' });
    await store.keyRings.update(ring, { keys: [] });
    expect(await store.issuers.findBySlug('shop')).toBeUndefined();
    expect(await store.scopes.all()).toMatchObject([{ description: 'Read' }]);
    expect(await store.keyRings.findOfIssuer(issuer.generation)).toMatchObject([{ keys: [] }]);
  });

  it('never serves readLive from memory', async () => {
    const client = aClient();
    await under.clients.insert(client);
    await store.clients.find(client.id);
    await store.readLive({ grantId: 'none' });
    await store.readLive({ grantId: 'none' });
    expect(reads).toHaveLength(3);
  });

  it('returns frozen records', async () => {
    const client = aClient();
    await under.clients.insert(client);
    const found = await store.clients.find(client.id);
    expect(Object.isFrozen(found)).toBe(true);
    expect(Object.isFrozen(found?.redirect_uris)).toBe(true);
  });
});

describe('a cache', () => {
  it('drops the entry that was not used for the longest time beyond its capacity', async () => {
    const cache = makeCache(frozenClock(), { lifetimeMs: 2000, maxEntries: 3 });
    const loads: string[] = [];
    const read = (key: string) => cache.read(key, async () => loads.push(key));
    for (const key of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await read(key);
    expect(loads).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('does not use an entry from the future, if the clock was set back', async () => {
    const clock = frozenClock();
    const cache = makeCache(clock, { lifetimeMs: 2000, maxEntries: 3 });
    let loads = 0;
    const read = () => cache.read('a', async () => ++loads);
    expect(await read()).toBe(1);
    clock.advance(-1);
    expect(await read()).toBe(2);
    clock.advance(1.999);
    expect(await read()).toBe(2);
    clock.advance(0.001);
    expect(await read()).toBe(3);
  });
});
