import type { Versioned } from '../../model/record-store.js';
import type { Database, Row, Write } from '../database.js';
import type { Entity } from '../entity.js';

/** What an update writes: fields of the record, and the entries of its words if they change. */
interface Update {
  readonly changes: Row;
  readonly entryIds?: readonly string[];
}

/**
 * Updates all records of a page at once. If a request has changed one of them meanwhile, updates each alone, as it is at
 * present.
 */
export async function updateEach<T extends Versioned>(
  database: Database,
  entity: Entity<T>,
  records: readonly T[],
  updateOf: (record: T) => Update,
): Promise<void> {
  const writeOf = (record: T): Write => {
    const { changes, ...words } = updateOf(record);
    const { id, version } = record;
    const same = entity as unknown as Entity<never>;
    return { kind: 'update', entity: same, where: { id, version }, changes: { ...changes, version }, ...words };
  };
  if (records.length === 0 || (await database.commit(records.map(writeOf)))) return;
  for (const { id } of records) {
    for (;;) {
      const [present] = await database.select(entity, { where: { id }, limit: 1 });
      if (present === undefined || (await database.commit([writeOf(present)]))) break;
    }
  }
}
