/*
 * This folder changes stored records when a new version of Passgraph needs them in another form. The migrations run
 * when the server starts, and each runs once in each database. They use `Database` directly and never the stores. To
 * understand this folder, read this file first, then the rules for a migration in `migration.ts`.
 */

import { setTimeout } from 'node:timers/promises';
import { after } from '../../model/conditions.js';
import type { Log } from '../../model/deps.js';
import { StoreUnavailableError } from '../../model/errors.js';
import type { VersionedStore } from '../../model/record-store.js';
import type { Database } from '../database.js';
import { users } from '../entities/people/users.js';
import { MIGRATION_STATE_ID, type MigrationState, migrationStates } from '../entities/server/migration-states.js';
import { openTable, versionedStore } from '../table.js';
import type { Migration, MigrationWork } from './migration.js';
import { holdLock, LOCK_LOST, type Lock, type LockTiming } from './migration-lock.js';
import { MIGRATIONS } from './migrations.js';

export interface MigrationPlan {
  readonly migrations: readonly Migration[];
  readonly timing: LockTiming;
  readonly pageRecords: number;
}

const PLAN: MigrationPlan = {
  migrations: MIGRATIONS,
  timing: { renewMs: 2000, leaseMs: 10_000 },
  pageRecords: 100,
};

/**
 * How many times in a row a migration may find that the database is not available. With MongoDB, the transaction of a
 * killed process can block records for a minute.
 */
const MAX_TROUBLES = 12;

/**
 * Runs the migrations that this database has not completed. Only one process migrates at a time, and the others wait.
 *
 * @throws Error that names `DATABASE_URL` if a later version of Passgraph has already migrated this database
 */
export async function runMigrations(
  database: Database,
  log: Pick<Log, 'info'>,
  changes: Partial<MigrationPlan> = {},
): Promise<void> {
  const plan = { ...PLAN, ...changes };
  const states = versionedStore(openTable(database, migrationStates));
  let troubles = 0;
  for (;;) {
    const state = await readState(states);
    checkNotNewer(state, plan.migrations);
    const next = plan.migrations.find(({ id }) => !state.done.includes(id));
    if (next === undefined) return;
    if (state.running !== undefined)
      log.info({ migration: state.running }, 'waiting for another process to migrate the database');
    const owned = await takeLock(states, state, next, plan.timing);
    if (owned === undefined) continue;
    // A new database has nothing to migrate, so the log of the first start shows the link for the owner and little else.
    const isNew = (await database.count(users, {})) === 0;
    if (!isNew) log.info({ migration: next.id }, 'migrating the database');
    const outcome = await runOne(database, next, holdLock(states, owned, plan.timing), plan.pageRecords);
    if (outcome === 'DONE' && !isNew) log.info({ migration: next.id }, 'migrated the database');
    troubles = outcome instanceof Error ? troubles + 1 : 0;
    if (outcome instanceof Error && troubles >= MAX_TROUBLES) throw outcome;
    if (outcome instanceof Error) {
      log.info({ migration: next.id }, 'the database is not available, so the migration continues later');
      await setTimeout(plan.timing.leaseMs / 2);
    }
  }
}

async function readState(states: VersionedStore<MigrationState>): Promise<MigrationState> {
  const state = await states.find(MIGRATION_STATE_ID);
  return state ?? { id: MIGRATION_STATE_ID, version: 0, done: [], cursors: {} };
}

function checkNotNewer({ done }: MigrationState, migrations: readonly Migration[]): void {
  const unknown = done.find((id) => migrations.every((migration) => migration.id !== id));
  if (unknown === undefined) return;
  throw new Error(
    `DATABASE_URL: a later version of Passgraph has migrated this database (${unknown}). Start that version, or restore a backup from before the upgrade.`,
  );
}

/**
 * Takes the lock. Returns `undefined` if another process is migrating, or took the lock first. If the holder does not
 * renew the lock while this process waits for `leaseMs`, it is dead. Waiting makes it unnecessary to compare the clocks
 * of two machines.
 */
async function takeLock(
  states: VersionedStore<MigrationState>,
  state: MigrationState,
  { id }: Migration,
  { leaseMs }: LockTiming,
): Promise<MigrationState | undefined> {
  if (state.running !== undefined) {
    await setTimeout(leaseMs);
    if ((await readState(states)).version !== state.version) return undefined;
  }
  if (state.version > 0) return states.update(state, { running: id });
  const first = { ...state, version: 1, running: id };
  return (await states.insert(first)) ? first : undefined;
}

/**
 * Returns `LOST` if another process has taken the lock meanwhile, and an error if the database was not available, so that
 * the migration can continue later.
 */
async function runOne(
  database: Database,
  migration: Migration,
  lock: Lock,
  pageRecords: number,
): Promise<'DONE' | 'LOST' | Error> {
  try {
    await migration.run(workOf(database, migration, lock, pageRecords));
    await lock.write(({ done }) => ({ done: [...done, migration.id], running: undefined, cursors: {} }));
    return 'DONE';
  } catch (error) {
    if (error === LOCK_LOST) return 'LOST';
    await lock.write(() => ({ running: undefined })).catch(() => undefined);
    const failure = new Error(`Migration ${migration.id} failed. Restart the server to continue the migration.`, {
      cause: error,
    });
    if (error instanceof StoreUnavailableError && error.outcome === 'none') return failure;
    throw failure;
  } finally {
    await lock.stop();
  }
}

function workOf(database: Database, { id }: Migration, lock: Lock, pageRecords: number): MigrationWork {
  const eachPage: MigrationWork['eachPage'] = async (entity, change) => {
    const place = `${id} ${entity.table}`;
    let last = lock.state().cursors[place] ?? '';
    for (;;) {
      const where = { id: after(last) };
      const records = await database.select(entity, { where, orderBy: { id: 'asc' }, limit: pageRecords });
      await change(records);
      last = records.at(-1)?.id ?? last;
      const reached = last;
      await lock.write(({ cursors }) => ({ cursors: { ...cursors, [place]: reached } }));
      if (records.length < pageRecords) return;
    }
  };
  return {
    database,
    eachPage,
    eachRecord: (entity, change) =>
      eachPage(entity, async (records) => {
        for (const record of records) await change(record);
      }),
  };
}
