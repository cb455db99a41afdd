import type { Database } from '../database.js';
import type { Entity } from '../entity.js';

/**
 * A change to stored records, made once in each database. Renaming or recomputing a value needs a migration, and so
 * does a new field with a default; a new optional field or index needs none. `run` must be repeatable, because a
 * suspended process can run it at the same time as another: skip changed records, and make every write conditional.
 */
export interface Migration {
  /**
   * Four digits and a name, such as `0001-name-passkeys-of-grants`. Never change the id, because each database stores
   * the ids of its completed migrations.
   */
  readonly id: string;
  run(work: MigrationWork): Promise<void>;
}

export interface MigrationWork {
  readonly database: Database;
  /**
   * Calls `change` for every record, in order of id. If an earlier run of the migration was interrupted, continues
   * after the last page of records that it completed.
   */
  eachRecord<T extends { readonly id: string }>(
    entity: Entity<T>,
    change: (record: T) => Promise<unknown>,
  ): Promise<void>;
  /** Like `eachRecord`, but calls `change` for several records at a time. */
  eachPage<T extends { readonly id: string }>(
    entity: Entity<T>,
    change: (records: readonly T[]) => Promise<unknown>,
  ): Promise<void>;
}
