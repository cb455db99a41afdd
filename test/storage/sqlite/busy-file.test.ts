import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import { StoreUnavailableError } from '../../../src/model/errors.js';
import type { Store } from '../../../src/model/store.js';
import { openStore } from '../../../src/storage/open-store.js';
import { basicHeader, requestToken } from '../../support/authorization.js';
import { testDeps } from '../../support/deps.js';
import { makeClient } from '../../support/fixtures.js';
import { fileDatabase, type TestDatabase } from '../../support/stores.js';
import { aClient, aToken, aUser, inAnHour, present } from '../records.js';

const run = promisify(execFile);
const HOLDER = fileURLToPath(new URL('../../support/hold-lock.js', import.meta.url));
const MAIN = fileURLToPath(new URL('../../../src/main.js', import.meta.url));

describe('An SQLite file', () => {
  let database: TestDatabase;
  let path: string;
  let store: Store;
  const open = async (limitMs?: number) => {
    store = await openStore(database.config, limitMs === undefined ? {} : { limitMs });
    return store;
  };
  beforeEach(async () => {
    database = await fileDatabase();
    if (database.config.kind === 'sqlite') path = database.config.path;
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  /** Another process takes the lock for writing. The returned function makes it release the lock. */
  const holdLock = async () => {
    const holder = spawn(process.execPath, ['--no-warnings', HOLDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    return async () => {
      holder.stdin.end();
      await once(holder, 'exit');
    };
  };

  it('whose lock another process holds answers all reads, fails writes after their limit, and then continues', async () => {
    await open(3_000);
    const [user, token] = [aUser(), aToken(aClient())];
    await store.users.insert(user);
    await store.tokens.insert(token);
    const release = await holdLock();
    const keys = ['one', 'two', 'three'];
    let haveFailed = false;
    const writes = Promise.allSettled(keys.map((key) => store.usedOnce.take(key, inAnHour))).finally(() => {
      haveFailed = true;
    });
    const reads = [
      await store.users.find(user.id),
      (await store.readLive({ tokenId: token.id }))?.token,
      (await store.users.page({ first: 10 })).items[0]?.record,
      await store.users.count(),
    ];
    expect([reads, haveFailed]).toEqual([[user, token, user, 1], false]);
    for (const write of await writes) {
      expect(write).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailableError', outcome: 'none' } });
      expect((write as PromiseRejectedResult).reason).toBeInstanceOf(StoreUnavailableError);
    }
    await expect(store.commit([])).resolves.toBe(true);
    await release();
    for (const key of keys) expect(await store.usedOnce.take(key, inAnHour)).toBe(true);
  });

  it('whose lock is released in time has all writes that waited, once', async () => {
    await open();
    const release = await holdLock();
    const writes = Promise.all(Array.from({ length: 600 }, (_, key) => store.usedOnce.take(`${key}`, inAnHour)));
    const again = Promise.all(Array.from({ length: 600 }, (_, key) => store.usedOnce.take(`${key}`, inAnHour)));
    await release();
    expect(new Set(await writes)).toEqual(new Set([true]));
    expect(new Set(await again)).toEqual(new Set([false]));
  });

  it('lets npm run api-key create a key while a server writes as fast as it can', async () => {
    await open();
    let isRunning = true;
    let written = 0;
    const write = async () => {
      while (isRunning) {
        expect(await store.tokens.insert(aToken(aClient()))).toBe(true);
        written += 1;
      }
    };
    const writers = Promise.all(Array.from({ length: 64 }, write));
    const env = { PATH: process.env.PATH ?? '', DATABASE_URL: `sqlite:${path}`, SECRET_KEY: 'A'.repeat(43) };
    const { stdout } = await run(process.execPath, [MAIN, 'api-key', 'laptop'], { cwd: dirname(path), env });
    const during = written;
    isRunning = false;
    await writers;
    expect(stdout).toMatch(/^pg_\S+\n$/);
    expect(during).toBeGreaterThan(64);
    expect((await store.apiKeys.page({ first: 10 })).items.map(({ record }) => record.name)).toEqual(['laptop']);
  });

  it('with 100,000 grants answers 100 token requests before a long count has ended', async () => {
    // The store unites the counts into one statement, which counts all grants a hundred times.
    await open();
    const file = new DatabaseSync(path);
    file.exec(`insert into grants (_id, userId, expiresAt)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
      select 'g' || i, 'ada', ${inAnHour.getTime()} from n`);
    file.close();
    const deps = testDeps(store);
    await ensureDefaultIssuer(deps);
    const issuer = (await store.issuers.find('default')) as Issuer;
    const { client, secret } = await makeClient(deps, issuer, { grant_types: ['client_credentials'] });
    let haveCounted = false;
    const counts = Promise.all(
      Array.from({ length: 100 }, () => store.grants.count({ userId: 'ada', standingAt: present })),
    ).finally(() => {
      haveCounted = true;
    });
    for (let asked = 0; asked < 100; asked += 1) {
      const form = { grant_type: 'client_credentials' };
      expect(await requestToken(deps, issuer, form, basicHeader(client, secret))).toHaveProperty('access_token');
    }
    expect(haveCounted).toBe(false);
    expect(new Set(await counts)).toEqual(new Set([100_000]));
  });

  it('warns if a long read keeps more than 64 MB of changes waiting, and shrinks when the read has ended', async () => {
    const warned: string[] = [];
    const log = { info: () => undefined, error: () => undefined, warn: (_: object, text: string) => warned.push(text) };
    store = await openStore(database.config, { log });
    const reader = new DatabaseSync(path);
    reader.exec('create table big (bytes blob); begin; select * from users');
    const writer = new DatabaseSync(path);
    writer.exec('insert into big values (zeroblob(70000000))');
    await store.sweep(inAnHour);
    expect(warned).toEqual([expect.stringContaining('the file of waiting changes is large')]);
    reader.exec('commit');
    await store.sweep(inAnHour);
    expect([warned.length, (await stat(`${path}-wal`)).size]).toEqual([1, 0]);
    reader.close();
    writer.close();
  });

  it('does not keep a process alive that forgets to close it, and loses none of its writes', async () => {
    const script = `
      const { openStore } = await import(process.argv[1]);
      const store = await openStore({ kind: 'sqlite', path: process.argv[2] });
      const expiresAt = new Date(${inAnHour.getTime()});
      void store.usedOnce.take('last', expiresAt);
      void store.users.count();`;
    const module = new URL('../../../src/storage/open-store.js', import.meta.url).href;
    await run(process.execPath, ['--no-warnings', '--input-type=module', '-e', script, module, path], {
      timeout: 20_000,
    });
    await open();
    expect(await store.usedOnce.take('last', inAnHour)).toBe(false);
  });
});
