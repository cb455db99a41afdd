import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DatabaseConfig } from '../../src/model/config.js';
import { StoreUnavailableError } from '../../src/model/errors.js';
import { users } from '../../src/storage/entities/people/users.js';
import type { Migration } from '../../src/storage/migrations/migration.js';
import { MIGRATIONS } from '../../src/storage/migrations/migrations.js';
import { type OpenStoreOptions, openStore } from '../../src/storage/open-store.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { aUser } from './records.js';

const MIGRATOR = fileURLToPath(new URL('../support/migrate-until-killed.js', import.meta.url));
const LEASE_MS = 1500;
const PLAN = { timing: { renewMs: LEASE_MS / 10, leaseMs: LEASE_MS }, pageRecords: 10 };

/** Names the users that have no name, and notes whom it has seen. */
function nameUsers(
  id: string,
  seen: string[],
  before: (id: string) => Promise<void> = async () => undefined,
): Migration {
  return {
    id,
    run: ({ database, eachRecord }) =>
      eachRecord(users, async (user) => {
        await before(user.id);
        seen.push(user.id);
        await database.update(users, { id: user.id, name: null }, { name: 'migrated' });
      }),
  };
}

function startMigrator(database: DatabaseConfig, stopAt: number) {
  const place = database.kind === 'sqlite' ? database.path : database.url;
  const words = ['--no-warnings', MIGRATOR, database.kind, place, String(stopAt), String(LEASE_MS)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const seen: string[] = [];
  return {
    seen,
    /** Waits until the process has migrated so many users. */
    until: async (count: number) => {
      while (seen.length < count) seen.push(String((await lines.next()).value));
    },
    end: async (): Promise<number | null> => {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      for (let next = await lines.next(); !next.done; next = await lines.next()) seen.push(next.value);
      await exited;
      return child.exitCode;
    },
    kill: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function tests(makeDatabase: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  const people = Array.from({ length: 25 }, () => aUser()).sort((a, b) => (a.id < b.id ? -1 : 1));
  const ids = people.map(({ id }) => id);

  const open = (migrations: readonly Migration[], timing = PLAN.timing, log?: OpenStoreOptions['log']) =>
    openStore(database.config, { migrations: { ...PLAN, migrations, timing }, ...(log && { log }) });

  beforeEach(async () => {
    database = await makeDatabase();
    const store = await open([]);
    await Promise.all(people.map((user) => store.users.insert(user)));
    await store.close();
  });
  afterEach(() => database.drop());

  it('run once, in their order, before the store is used', async () => {
    const order: string[] = [];
    const steps = ['0001-first', '0002-second'].map((id) => ({ id, run: async () => void order.push(id) }));
    for (const migrations of [steps.slice(0, 1), steps, steps]) await (await open(migrations)).close();
    expect(order).toEqual(['0001-first', '0002-second']);
  });

  it('see each record once, in order of id', async () => {
    const seen: string[] = [];
    const store = await open([nameUsers('0001-name-users', seen)]);
    expect(seen).toEqual(ids);
    for (const id of ids.slice(0, 3)) expect((await store.users.find(id))?.name).toBe('migrated');
    await store.close();
  });

  it('continue behind the last finished page after a process was killed', async () => {
    const killed = startMigrator(database.config, 13);
    await killed.until(13);
    await killed.kill();
    const half = await open([]);
    expect((await half.users.find(ids[12] ?? ''))?.name).toBe('migrated');
    expect((await half.users.find(ids[13] ?? ''))?.name).toBeUndefined();
    await half.close();
    const seen: string[] = [];
    const after = await open([nameUsers('0001-name-users', seen)]);
    expect(seen).toEqual(ids.slice(10));
    for (const id of ids) expect((await after.users.find(id))?.name).toBe('migrated');
    await after.close();
    const again: string[] = [];
    await (await open([nameUsers('0001-name-users', again)])).close();
    expect(again).toEqual([]);
  });

  it('continue by themselves if the database is not available for a moment', async () => {
    const [seen, lines]: [string[], string[]] = [[], []];
    let troubles = 0;
    const trouble = async (id: string) => {
      if (id !== ids[15] || troubles === 2) return;
      troubles += 1;
      throw new StoreUnavailableError('none');
    };
    const log = { info: (_facts: object, line: string) => void lines.push(line), warn: () => {}, error: () => {} };
    const timing = { renewMs: 10, leaseMs: 100 };
    const named = nameUsers('0001-name-users', seen, trouble);
    await (await open([named], timing, log)).close();
    expect(seen).toEqual([...ids.slice(0, 15), ...ids.slice(10, 15), ...ids.slice(10)]);
    expect(lines.filter((line) => line.includes('continues later'))).toHaveLength(2);
    const lost = { id: '0002-lost', run: () => Promise.reject(new StoreUnavailableError('none')) };
    await expect(open([named, lost], { renewMs: 10, leaseMs: 10 })).rejects.toThrow('Migration 0002-lost failed.');
  });

  it('run in exactly one of the processes that start at the same time, while the others wait', async () => {
    const processes = Array.from({ length: 3 }, () => startMigrator(database.config, -1));
    expect(await Promise.all(processes.map((one) => one.end()))).toEqual([0, 0, 0]);
    expect(processes.map(({ seen }) => seen.length).sort()).toEqual([0, 0, 25]);
  });

  it('are not taken over from a process that is slow but alive', async () => {
    const [slow, other]: [string[], string[]] = [[], []];
    // The lease must not pass because the machine stands still for a moment.
    const timing = { renewMs: 100, leaseMs: 2 * LEASE_MS };
    const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 1.5 * timing.leaseMs));
    const begun = Promise.withResolvers<void>();
    const first = open(
      [
        nameUsers('0001-name-users', slow, async (id) => {
          begun.resolve();
          if (id === ids[0]) await wait();
        }),
      ],
      timing,
    );
    await begun.promise;
    const second = open([nameUsers('0001-name-users', other)], timing);
    for (const store of await Promise.all([first, second])) await store.close();
    expect([slow.length, other.length]).toEqual([25, 0]);
  });

  it('stop in a process that was suspended while another took over', async () => {
    const [suspended, other]: [string[], string[]] = [[], []];
    const [begun, resumed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = open(
      [
        nameUsers('0001-name-users', suspended, async (id) => {
          if (id !== ids[15]) return;
          begun.resolve();
          await resumed.promise;
        }),
      ],
      { renewMs: 3_600_000, leaseMs: LEASE_MS },
    );
    await begun.promise;
    const store = await open([nameUsers('0001-name-users', other)]);
    resumed.resolve();
    await (await first).close();
    expect(other).toEqual(ids.slice(10));
    expect(suspended).toEqual(ids.slice(0, 20));
    await store.close();
  });

  it('stop the start if one fails, and are continued by the next start without waiting', async () => {
    const failing = { id: '0001-fail', run: () => Promise.reject(new Error('the disk is full')) };
    await expect(open([failing])).rejects.toMatchObject({
      message: 'Migration 0001-fail failed. Restart the server to continue the migration.',
      cause: new Error('the disk is full'),
    });
    const ran: string[] = [];
    const store = await open([{ id: '0001-fail', run: async () => void ran.push('again') }], {
      renewMs: 1000,
      leaseMs: 3_600_000,
    });
    expect(ran).toEqual(['again']);
    await store.close();
  });

  it('stop the start of an earlier version with a sentence that names the variable', async () => {
    await (await open([{ id: '0001-new', run: async () => undefined }])).close();
    await expect(open([])).rejects.toThrow(
      'DATABASE_URL: a later version of Passgraph has migrated this database (0001-new). Start that version, or restore a backup from before the upgrade.',
    );
  });

  it('are logged', async () => {
    const logged: unknown[] = [];
    const write = (detail: object, message: string) => logged.push([detail, message]);
    const log = { info: write, warn: write, error: write };
    await (await open([{ id: '0001-new', run: async () => undefined }], PLAN.timing, log)).close();
    expect(logged).toEqual([
      [{ migration: '0001-new' }, 'migrating the database'],
      [{ migration: '0001-new' }, 'migrated the database'],
    ]);
  });
}

describe('migrations, SQLite in a file', () => tests(fileDatabase));

it('Migrations of a database without users are not logged', async () => {
  const database = await fileDatabase();
  const logged: string[] = [];
  const log = { info: (_: object, message: string) => logged.push(message), warn: () => 0, error: () => 0 };
  const migrations = [{ id: '0001-new', run: async () => undefined }];
  await (await openStore(database.config, { migrations: { ...PLAN, migrations }, log })).close();
  expect(logged).toEqual([]);
  await database.drop();
});
describeOnMongodb('migrations, MongoDB', () => tests(mongodbDatabase));

/** Ids that do not have the next number and a name. */
function misnumbered(migrations: readonly Pick<Migration, 'id'>[]): string[] {
  return migrations
    .filter(({ id }, index) => !/^\d{4}(-[a-z0-9]+)+$/.test(id) || Number(id.slice(0, 4)) !== index + 1)
    .map(({ id }) => id);
}

describe('the ids of migrations', () => {
  it('are numbered without gaps, and have names', () => {
    expect(misnumbered(MIGRATIONS)).toEqual([]);
    const ids = ['0001-first', '0003-third', '0003', '4-fourth'];
    expect(misnumbered(ids.map((id) => ({ id })))).toEqual(['0003-third', '0003', '4-fourth']);
  });
});
