import { describeEntity, json, key, number, structure, text } from '../../entity.js';

/**
 * The record that lists the completed migrations of a database. A database has only one such record, which is also the
 * lock that prevents two processes from migrating at the same time.
 */
export interface MigrationState {
  readonly id: string;
  readonly version: number;
  /** Ids of the migrations that this database has completed. */
  readonly done: readonly string[];
  /**
   * The id of the migration that is running. The process that runs this migration increases `version` regularly, so
   * that other processes see that it is alive.
   */
  readonly running?: string | undefined;
  /**
   * The progress of the running migration. Each key consists of the id of the migration and the name of a table. The
   * value is the id of the last record in this table that was migrated.
   */
  readonly cursors: Readonly<Record<string, string>>;
}

export const MIGRATION_STATE_ID = 'migrations';

export const migrationStates = describeEntity<MigrationState>('migration_states', {
  fields: { id: key(), version: number(), done: structure(), running: text(), cursors: json() },
});
