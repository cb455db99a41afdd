import { describeEntity, json, key, number, structure, text } from '../../entity.js';

/**
 * The one record that lists the completed migrations of a database. It is also the lock that prevents two processes
 * from migrating at the same time.
 */
export interface MigrationState {
  readonly id: string;
  readonly version: number;
  /** Ids of the migrations that this database has completed. */
  readonly done: readonly string[];
  /**
   * The id of the migration that is running. Its process increases `version` regularly, so that others see that it is
   * alive.
   */
  readonly running?: string | undefined;
  /**
   * The progress of the running migration. The key is the id of the migration and a table, and the value is the id of
   * the last record that was changed.
   */
  readonly cursors: Readonly<Record<string, string>>;
}

export const MIGRATION_STATE_ID = 'migrations';

export const migrationStates = describeEntity<MigrationState>('migration_states', {
  fields: { id: key(), version: number(), done: structure(), running: text(), cursors: json() },
});
