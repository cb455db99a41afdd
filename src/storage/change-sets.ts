import type { Change } from '../model/change-set.js';
import type { Database, Write } from './database.js';
import { entityOfStore } from './entities/entities.js';
import type { Entity } from './entity.js';
import { withDerived } from './lists/derived-columns.js';
import { changesWords, entryIdsAfter, insertWithWords } from './search/word-entries.js';

/**
 * The most changes of a change set. One request can add 100 members to a group and remove 100, which takes one change
 * for each member and two more.
 */
const MAX_CHANGES = 250;

/** Makes `Store.commit`, which applies a change set completely or not at all. */
export function commitTo(database: Database): (changes: readonly Change[]) => Promise<boolean> {
  return async (changes) => {
    if (changes.length > MAX_CHANGES)
      throw new RangeError(`A change set can contain at most ${MAX_CHANGES} changes. This one has ${changes.length}.`);
    const [first, ...others] = changes.map(writeOf);
    if (first === undefined) return true;
    return others.length === 0 && !changesWords(first)
      ? applyOne(database, first)
      : database.commit([first, ...others]);
  };
}

/** Applies a single change without a transaction, which would need more commands. */
function applyOne(database: Database, write: Write): Promise<boolean> {
  switch (write.kind) {
    case 'insert':
      return database.insert(write.entity, write.record);
    case 'update':
      return database.update(write.entity, write.where, write.changes);
    case 'delete':
      return database.delete(write.entity, write.where);
    case 'check':
      return database.count(write.entity, write.where).then((count) => count > 0);
  }
}

function writeOf(change: Change): Write {
  const entity = entityOfStore[change.store] as unknown as Entity<never>;
  switch (change.kind) {
    case 'insert':
      return insertWithWords(entity, withDerived(entity, change.record, change.record));
    case 'update': {
      const changes = entity.completeChanges?.({ ...change.changes }) ?? change.changes;
      const after = change.seen && { ...change.seen, ...changes };
      const entryIds = entryIdsAfter(entity, changes, after);
      const written = withDerived(entity, changes, after);
      return { kind: 'update', entity, where: change.where, changes: written, ...(entryIds && { entryIds }) };
    }
    default:
      return { kind: change.kind, entity, where: change.where };
  }
}
