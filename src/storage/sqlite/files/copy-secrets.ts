import type { DatabaseSync } from 'node:sqlite';
import { clients } from '../../entities/clients/clients.js';
import { issuers } from '../../entities/clients/issuers.js';
import { auditKeyRings } from '../../entities/log/audit-key-rings.js';
import { webhooks } from '../../entities/log/webhooks.js';
import { keyRings } from '../../entities/server/key-rings.js';
import { migrationStates } from '../../entities/server/migration-states.js';

/** The records with encrypted values, those that are needed to find them, and the migrations that they have had. */
const TABLES = [clients, issuers, keyRings, webhooks, auditKeyRings, migrationStates].map(({ table }) => table);

/**
 * Copies the records with encrypted values from the database file `path`, which is not changed. The file can have the
 * tables and columns of an older version.
 */
export function copySecrets(memory: DatabaseSync, path: string): void {
  memory.prepare('attach ? as origin').run(path);
  for (const table of TABLES) {
    const names = sharedColumns(memory, table);
    if (names.length === 0) continue;
    memory.exec(`insert into main.${table} (${names.join()}) select ${names.join()} from origin.${table}`);
  }
  // A backup that was made during a migration says that a process runs it.
  memory.exec(`update main.${migrationStates.table} set running = null; detach origin`);
}

function sharedColumns(memory: DatabaseSync, table: string): string[] {
  const columns = (schema: string) =>
    memory
      .prepare(`select name from pragma_table_info(?, ?)`)
      .all(table, schema)
      .map(({ name }) => `"${name}"`);
  const known = columns('main');
  return columns('origin').filter((name) => known.includes(name));
}
