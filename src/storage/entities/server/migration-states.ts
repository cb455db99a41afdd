import { describeEntity, json, key, number, structure, text } from '../../entity.js';

/** The one record that says which migrations a database has had. Its `version` is also the lock. */
export interface MigrationState {
  readonly id: string;
  readonly version: number;
  /** Ids of completed migrations. */
  readonly done: readonly string[];
  /** The migration that a process has begun. While that process lives, it keeps raising `version`. */
  readonly running?: string | undefined;
  /** How far the running migration is: its id and a table → id of the last record of the last finished page. */
  readonly cursors: Readonly<Record<string, string>>;
}

export const MIGRATION_STATE_ID = 'migrations';

export const migrationStates = describeEntity<MigrationState>('migration_states', {
  fields: { id: key(), version: number(), done: structure(), running: text(), cursors: json() },
});
