import type { Database } from '../database.js';
import type { Entity } from '../entity.js';

/**
 * A change to stored records, made once in each database. Renaming or recomputing a value needs a migration, and so does
 * a new field with a default. A new optional field or index needs none. Two processes may run the same migration if one
 * was suspended, so `run` must be repeatable: it skips records that are already changed, and every write is conditional.
 */
export interface Migration {
  /**
   * Four digits and a name, such as `0001-number-audit-events`. Never change it, because each database stores the ids
   * of its completed migrations.
   */
  readonly id: string;
  run(work: MigrationWork): Promise<void>;
}

export interface MigrationWork {
  readonly database: Database;
  /**
   * Calls `change` for every record, in order of id. If an earlier process was interrupted, continues after its last
   * completed page of records.
   */
  eachRecord<T extends { readonly id: string }>(
    entity: Entity<T>,
    change: (record: T) => Promise<unknown>,
  ): Promise<void>;
}
