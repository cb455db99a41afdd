import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { systemClock } from '../support/deps.js';
import { userRecord } from '../support/records.js';

describe('an SQLite file that was restored from a backup', () => {
  let folder: string;
  let stores: Store[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
    stores = [];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await rm(folder, { recursive: true });
  });

  const at = (name: string) => join(folder, name, 'passgraph.db');
  const open = async (name: string) => {
    const store = await openStore({ kind: 'sqlite', path: at(name) });
    stores.push(store);
    return store;
  };
  const usernames = async (store: Store) =>
    (await store.users.page({ first: 10 })).items.map(({ record }) => record.username).toSorted();
  const add = (store: Store, username: string) => store.users.insert(userRecord({ username, usernameKey: username }));

  /** Copies the files of a database as they are when its server is killed. */
  const copyFiles = async (from: string, to: string) => {
    await mkdir(join(folder, to));
    for (const suffix of ['', '-wal', '-mark']) {
      await copyFile(at(from) + suffix, at(to) + suffix).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' || suffix !== '-mark') throw error;
      });
    }
  };

  /** A server that was killed some time after a backup: its files are in `killed`, the backup in `backup.db`. */
  const serveAndKill = async () => {
    const store = await open('live');
    await add(store, 'before');
    await store.sweep(systemClock.now());
    const file = new DatabaseSync(at('live'));
    file.exec(`vacuum into '${join(folder, 'backup.db')}'`);
    file.close();
    await add(store, 'after');
    await store.sweep(systemClock.now());
    await add(store, 'last');
    await copyFiles('live', 'killed');
  };

  it('is refused beside the changes of the earlier file, which would undo the restore', async () => {
    await serveAndKill();
    await copyFile(join(folder, 'backup.db'), at('killed'));
    await expect(openStore({ kind: 'sqlite', path: at('killed') })).rejects.toThrow(
      /^DATABASE_URL: .* was replaced, but .*passgraph\.db-wal still contains changes .* delete .*-wal, .*-shm and .*-mark,/,
    );
    await rm(`${at('killed')}-wal`);
    expect(await usernames(await open('killed'))).toEqual(['before']);
  });

  it('keeps its first changes if an administrator deletes the files that the error names', async () => {
    await serveAndKill();
    await copyFile(join(folder, 'backup.db'), at('killed'));
    const error = await openStore({ kind: 'sqlite', path: at('killed') }).catch((refusal: Error) => refusal);
    const [, named = ''] = String(error).split(' delete ');
    for (const [path] of named.matchAll(/\S+\.db-\w+/g)) await rm(path, { force: true });
    await add(await open('killed'), 'after restore');
    await copyFiles('killed', 'killed again');
    expect(await usernames(await open('killed again'))).toEqual(['after restore', 'before']);
  });

  it('keeps the noted marks whole if they cannot be written', async () => {
    const store = await open('live');
    await add(store, 'one');
    await store.sweep(systemClock.now());
    const noted = await readFile(`${at('live')}-mark`, 'utf8');
    await add(store, 'two');
    await mkdir(`${at('live')}-mark.new`);
    await expect(store.sweep(systemClock.now())).rejects.toThrow('EISDIR');
    expect(await readFile(`${at('live')}-mark`, 'utf8')).toBe(noted);
  });

  it('is not confused with a file whose server was killed, which has all its changes again', async () => {
    await serveAndKill();
    const again = await open('killed');
    expect(await usernames(again)).toEqual(['after', 'before', 'last']);
    await again.sweep(systemClock.now());
    await add(again, 'next');
    await again.close();
    stores.pop();
    expect(await usernames(await open('killed'))).toEqual(['after', 'before', 'last', 'next']);
  });

  it('can be opened by another process, such as a command, while the server uses it', async () => {
    const store = await open('live');
    for (const username of ['one', 'two', 'three']) {
      await add(store, username);
      await store.sweep(systemClock.now());
      await add(store, `${username}-more`);
      const command = await openStore({ kind: 'sqlite', path: at('live') });
      await add(command, `${username}-by-command`);
      await command.close();
    }
    expect(await usernames(store)).toHaveLength(9);
  });
});
