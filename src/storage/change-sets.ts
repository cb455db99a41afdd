import type { Change } from '../model/change-set.js';
import type { Database, Write } from './database.js';
import { entityOfStore } from './entities/entities.js';
import { type Entity, withDerived } from './entity.js';

const MAX_CHANGES = 100;

/** Makes `Store.commit`, which applies a change set completely or not at all. */
export function commitTo(database: Database): (changes: readonly Change[]) => Promise<boolean> {
  return async (changes) => {
    if (changes.length === 0) return true;
    if (changes.length > MAX_CHANGES)
      throw new RangeError(`A change set can contain at most ${MAX_CHANGES} changes. This one has ${changes.length}.`);
    return database.commit(changes.map(writeOf));
  };
}

function writeOf(change: Change): Write {
  const entity = entityOfStore[change.store] as unknown as Entity<never>;
  switch (change.kind) {
    case 'insert':
      return { kind: 'insert', entity, record: withDerived(entity, change.record) };
    case 'update': {
      const changes = entity.completeChanges?.({ ...change.changes }) ?? change.changes;
      return { kind: 'update', entity, where: change.where, changes: withDerived(entity, changes) };
    }
    default:
      return { kind: change.kind, entity, where: change.where };
  }
}
