import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { DatabaseCopy } from '../../../model/server/database.js';
import { auditEvents } from '../../entities/log/audit-events.js';
import { users } from '../../entities/people/users.js';
import { keyRings } from '../../entities/server/key-rings.js';
import { MIGRATION_STATE_ID, migrationStates } from '../../entities/server/migration-states.js';
import { MIGRATIONS } from '../../migrations/migrations.js';

/** Every version of Passgraph has these tables. */
const TABLES = [users, keyRings, auditEvents].map(({ table }) => table);

/**
 * Checks a copy of a database, and moves everything into its one file. Errors begin with `subject`.
 *
 * @throws Error that begins with `subject` if the copy is damaged, is no database of Passgraph, or is of a later version
 */
export function inspectCopy(path: string, subject: string): DatabaseCopy {
  const file = openCopy(path, subject);
  try {
    const tables = file.prepare("select name from sqlite_schema where type = 'table'").all();
    const has = (name: string) => tables.some((table) => table.name === name);
    if (!TABLES.every(has)) throw new Error(`${subject} is not a database of Passgraph.`);
    checkIntegrity(file, subject);
    const done = has(migrationStates.table) ? migrationsOf(file) : [];
    checkNotLater(done, subject);
    const needsMigration = MIGRATIONS.some(({ id }) => !done.includes(id));
    return { path, bytes: statSync(path).size, needsMigration, lastEventAt: lastEventAt(file) };
  } finally {
    file.close();
  }
}

function openCopy(path: string, subject: string): DatabaseSync {
  const file = new DatabaseSync(path);
  try {
    // In this mode the database is one file, and reading it creates no others.
    file.exec('pragma journal_mode = delete');
    return file;
  } catch (error) {
    file.close();
    throw new Error(`${subject} is not a database of Passgraph, or is damaged.`, { cause: error });
  }
}

function checkIntegrity(file: DatabaseSync, subject: string): void {
  let found: unknown;
  try {
    found = file.prepare('pragma integrity_check(1)').get()?.integrity_check;
  } catch (error) {
    found = (error as Error).message;
  }
  if (found !== 'ok') throw new Error(`${subject} is damaged (${found}).`);
}

function migrationsOf(file: DatabaseSync): readonly string[] {
  const state = file.prepare(`select done from ${migrationStates.table} where _id = ?`).get(MIGRATION_STATE_ID);
  return state === undefined ? [] : (JSON.parse(String(state.done)) as readonly string[]);
}

function checkNotLater(done: readonly string[], subject: string): void {
  const unknown = done.find((id) => MIGRATIONS.every((migration) => migration.id !== id));
  if (unknown !== undefined)
    throw new Error(`${subject} was migrated by a later version of Passgraph (${unknown}). Use that version.`);
}

function lastEventAt(file: DatabaseSync): Date | undefined {
  const { at } = file.prepare(`select max(at) as at from ${auditEvents.table}`).get() ?? {};
  return typeof at === 'number' ? new Date(at) : undefined;
}
