import type { Database } from '../database.js';
import type { Entity } from '../entity.js';

/**
 * One change of the stored records, applied once to each database. New columns and indexes need no migration; a renamed
 * or recomputed value does.
 *
 * A process can die in the middle of a migration, and a process that was suspended can wake up beside the one that took
 * over. So `run` must be repeatable: it skips what is done already and makes every change conditional.
 */
export interface Migration {
  /** Four digits and a name, such as `0001-number-audit-events`. Never changes: databases record it. */
  readonly id: string;
  run(work: MigrationWork): Promise<void>;
}

export interface MigrationWork {
  readonly database: Database;
  /** Calls `change` for every record, in order of id. After an interruption it continues behind the last finished page. */
  eachRecord<T extends { readonly id: string }>(
    entity: Entity<T>,
    change: (record: T) => Promise<unknown>,
  ): Promise<void>;
}
