import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DatabaseConfig } from '../../src/model/config.js';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import { openStore } from '../../src/storage/open-store.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { aClient, anAuditEvent, aSession, aToken, aUser, inAnHour, present } from './records.js';

const WRITER = fileURLToPath(new URL('../support/write-until-killed.js', import.meta.url));

function startWriter(database: DatabaseConfig): ChildProcess {
  return spawn(
    process.execPath,
    ['--no-warnings', WRITER, database.kind, database.kind === 'sqlite' ? database.path : database.url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
}

/** Kills the writer by SIGKILL after `count` acknowledged keys, and returns all that it acknowledged. */
async function acknowledgedUntilKilled(writer: ChildProcess, count: number): Promise<string[]> {
  const exited = once(writer, 'exit');
  const acknowledged: string[] = [];
  if (writer.stdout === null) throw new Error('the writer has no output');
  for await (const line of createInterface(writer.stdout)) {
    acknowledged.push(line);
    if (acknowledged.length === count) writer.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

function messageOf(database: DatabaseConfig): Promise<string> {
  return openStore(database).then(
    () => 'it was opened',
    (error: Error) => error.message,
  );
}

describe('an SQLite file', () => {
  let database: TestDatabase;
  let path: string;
  beforeEach(async () => {
    database = await fileDatabase();
    if (database.config.kind === 'sqlite') path = database.config.path;
  });
  afterEach(() => database.drop());

  it('is created in a directory that only its owner can read', async () => {
    const store = await openStore(database.config);
    expect((await stat(path)).isFile()).toBe(true);
    expect((await stat(dirname(path))).mode & 0o077).toBe(0);
    await store.close();
  });

  it('is in WAL mode, in which a commit survives the process', async () => {
    const store = await openStore(database.config);
    const file = new DatabaseSync(path);
    expect(file.prepare('pragma journal_mode').get()?.journal_mode).toBe('wal');
    file.close();
    await store.close();
  });

  it('has its data again whenever it is opened', async () => {
    const user = aUser({ name: 'Ada', claims: { a: [1] } });
    const client = aClient();
    const first = await openStore(database.config);
    await first.users.insert(user);
    await first.clients.insert(client);
    await first.owners.update({ id: OWNERS_ID, version: 0, userIds: [] }, { userIds: [user.id] });
    await first.close();
    for (let times = 0; times < 2; times += 1) {
      const again = await openStore(database.config);
      expect(await again.users.find(user.id)).toStrictEqual(user);
      expect(await again.clients.find(client.id)).toStrictEqual(client);
      expect(await again.owners.find('owners')).toStrictEqual({ id: 'owners', version: 1, userIds: [user.id] });
      await again.close();
      // The last process that closes a file in WAL mode removes the other files of SQLite. The lock file stays, empty.
      expect((await readdir(dirname(path))).toSorted()).toEqual(['passgraph.db', 'passgraph.db-lock']);
      expect((await stat(`${path}-lock`)).size).toBe(0);
    }
  });

  it('gets the tables, columns and indexes of a newer version, and keeps its data', async () => {
    const store = await openStore(database.config);
    const user = aUser({ name: 'Ada' });
    const session = aSession(user, { clients: [{ id: 'wiki', generation: 'i' }] });
    await store.users.insert(user);
    await store.sessions.insert(session);
    await store.close();
    const older = new DatabaseSync(path);
    older.exec('drop index users_emailKey_index; drop table tokens; alter table users drop column zoneinfo');
    older.exec('pragma user_version = 1; analyze');
    older.close();
    const newer = await openStore(database.config);
    expect(await newer.users.find(user.id)).toStrictEqual(user);
    expect(await newer.users.update(user, { zoneinfo: 'Europe/Zurich' })).toMatchObject({ version: user.version + 1 });
    expect((await newer.users.find(user.id))?.zoneinfo).toBe('Europe/Zurich');
    expect(await newer.tokens.insert(aToken(aClient()))).toBe(true);
    expect(await newer.sessions.count({ clientId: 'wiki' })).toBe(1);
    await newer.close();
    const file = new DatabaseSync(path);
    const indexes = file.prepare(`select name from sqlite_master where name = 'users_emailKey_index'`).all();
    expect(indexes).toHaveLength(1);
    file.close();
  });

  it('keeps every acknowledged write when its process is killed', async () => {
    const acknowledged = await acknowledgedUntilKilled(startWriter(database.config), 200);
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    const store = await openStore(database.config);
    for (const key of acknowledged) expect(await store.usedOnce.take(key, inAnHour)).toBe(false);
    await store.close();
  });

  it('accepts the writes of a second process while the first continues', async () => {
    const store = await openStore(database.config);
    const writer = startWriter(database.config);
    const acknowledged = acknowledgedUntilKilled(writer, 50);
    let written = 0;
    while (writer.exitCode === null && writer.signalCode === null) {
      expect(await store.tokens.insert(aToken(aClient()))).toBe(true);
      written += 1;
      await new Promise(setImmediate);
    }
    for (const key of await acknowledged) expect(await store.usedOnce.take(key, inAnHour)).toBe(false);
    expect(written).toBeGreaterThan(0);
    await store.close();
  });

  it('is created once by processes that start at the same time', async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(database.config)));
    const user = aUser();
    await stores[0]?.users.insert(user);
    for (const store of stores) {
      expect(await store.users.find(user.id)).toStrictEqual(user);
      await store.close();
    }
  });

  it('loses exactly the expired records in a sweep, however many they are', async () => {
    const store = await openStore(database.config);
    const client = aClient();
    const kept = aToken(client);
    const expired = Array.from({ length: 1203 }, () => aToken(client, { expiresAt: present }));
    await Promise.all([kept, ...expired].map((token) => store.tokens.insert(token)));
    await store.usedOnce.take('expired', present);
    await store.usedOnce.take('kept', inAnHour);
    const session = aSession(aUser(), {
      expiresAt: present,
      keptUntil: present,
      clients: [{ id: client.id, generation: client.generation }],
    });
    const remembered = aSession(aUser(), { expiresAt: present, keptUntil: inAnHour });
    await store.sessions.insert(session);
    await store.sessions.insert(remembered);
    await store.auditEvents.insertAbsent([anAuditEvent({ expiresAt: present }), anAuditEvent()]);
    await store.sweep(present);
    expect(await store.tokens.find(kept.id)).toStrictEqual(kept);
    expect(await store.sessions.find(session.id)).toBeUndefined();
    expect(await store.sessions.count({ clientId: client.id })).toBe(0);
    expect(await store.sessions.find(remembered.id)).toStrictEqual(remembered);
    // Only the oldest part of the audit log is removed, after a checkpoint.
    expect(await store.auditEvents.count({})).toBe(2);
    expect(await store.usedOnce.take('expired', inAnHour)).toBe(true);
    expect(await store.usedOnce.take('kept', inAnHour)).toBe(false);
    await store.close();
    const file = new DatabaseSync(path);
    expect(file.prepare('select count(*) as records from tokens').get()?.records).toBe(1);
    expect(file.prepare('select count(*) as records from session_clients').get()?.records).toBe(0);
    file.close();
  });

  it('is refused with the name of the variable, if it cannot be opened', async () => {
    const file = new DatabaseSync(`${dirname(dirname(path))}/other`);
    file.close();
    expect(await messageOf({ kind: 'sqlite', path: `${dirname(dirname(path))}/other/passgraph.db` })).toMatch(
      /^DATABASE_URL: .*other\/passgraph\.db/,
    );
    expect(await messageOf({ kind: 'sqlite', path: dirname(dirname(path)) })).toMatch(/^DATABASE_URL: /);
  });
});

describe('a MongoDB URL', () => {
  const refused = (url: string) => messageOf({ kind: 'mongodb', url });

  it('stops the start with the name of the variable, if no server responds', async () => {
    const message = await refused('mongodb://ada:lovelace@127.0.0.1:9/passgraph?serverSelectionTimeoutMS=100');
    expect(message).toMatch(
      /^DATABASE_URL: no MongoDB server responds at 127\.0\.0\.1:9\. Check .+ The driver reports: /,
    );
    expect(message).not.toMatch(/ada|lovelace/);
  });

  it('stops the start if it sets a read preference, because a revoked token could be accepted', async () => {
    for (const mode of ['secondary', 'secondaryPreferred', 'nearest', 'primaryPreferred']) {
      expect(await refused(`mongodb://ada:lovelace@127.0.0.1:9/passgraph?readPreference=${mode}`)).toBe(
        'DATABASE_URL must not set a readPreference other than primary, because a secondary may not know yet that a token was revoked.',
      );
    }
  });

  it('stops the start if it is malformed, without showing its credentials', async () => {
    for (const url of [
      'mongodb://ada:love%zzlace@127.0.0.1/',
      'mongodb://ada:love/lace@127.0.0.1/',
      'mongodb://ada:lovelace@:@:x/',
      'mongodb://ada:lovelace@host:port/',
      'postgres://ada:lovelace@127.0.0.1/',
      'mongodb+srv://ada:lovelace@a,b/',
    ]) {
      const message = await refused(url);
      expect(message).toMatch(/^DATABASE_URL/);
      expect(message).not.toMatch(/ada|love|lace/);
    }
    expect(await refused('mongodb://127.0.0.1/?nonsense=1')).toMatch(/^DATABASE_URL.*nonsense/);
  });
});

describeOnMongodb('a MongoDB database', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await mongodbDatabase();
  });
  afterEach(() => database.drop());

  it('has its data again, whenever and by however many processes it is opened', async () => {
    const user = aUser({ name: 'Ada', claims: { 'a.b': ['$c'] } });
    const stores = await Promise.all(Array.from({ length: 3 }, () => openStore(database.config)));
    await stores[0]?.users.insert(user);
    for (const store of stores) {
      expect(await store.users.find(user.id)).toStrictEqual(user);
      await store.close();
    }
    const again = await openStore(database.config);
    expect(await again.users.find(user.id)).toStrictEqual(user);
    await again.close();
  });

  it('keeps every acknowledged write when the process is killed', async () => {
    const acknowledged = await acknowledgedUntilKilled(startWriter(database.config), 50);
    const store = await openStore(database.config);
    for (const key of acknowledged) expect(await store.usedOnce.take(key, inAnHour)).toBe(false);
    await store.close();
  });
});
