import { AdminError } from './errors.js';
import type { Changes, Versioned, VersionedStore } from './record-store.js';

const MAX_ATTEMPTS = 20;

/** A record before and after a change. */
export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * Changes a record by compare-and-set on its version. If another writer was faster, `change` decides again over the new
 * record; it returns `undefined` if nothing has to be changed.
 *
 * @throws AdminError `CONFLICT` if other writers are faster each time
 */
export function changeRecord<T extends Versioned>(
  store: Pick<VersionedStore<T>, 'find' | 'update'>,
  id: string,
  absent: () => Error,
  change: (seen: T) => Changes<T> | undefined | Promise<Changes<T> | undefined>,
): Promise<Changed<T>> {
  return retryConflicts(async () => {
    const before = await store.find(id);
    if (before === undefined) throw absent();
    const changes = await change(before);
    if (changes === undefined) return { before, after: before };
    if (!(await store.update(before, changes))) return undefined;
    return { before, after: { ...before, ...changes, version: before.version + 1 } };
  });
}

/**
 * Deletes a record in the version that `check` has seen, and returns it.
 *
 * @throws AdminError `CONFLICT` if other writers are faster each time
 */
export function deleteRecord<T extends Versioned>(
  store: Pick<VersionedStore<T>, 'find' | 'deleteVersion'>,
  id: string,
  absent: () => Error,
  check: (seen: T) => void | Promise<void>,
): Promise<T> {
  return retryConflicts(async () => {
    const seen = await store.find(id);
    if (seen === undefined) throw absent();
    await check(seen);
    return (await store.deleteVersion(seen)) ? seen : undefined;
  });
}

/** Repeats an attempt while it returns `undefined`, because another writer was faster. */
export async function retryConflicts<T>(attempt: () => Promise<T | undefined>): Promise<T> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
  }
  throw new AdminError('CONFLICT', 'Other callers are changing the record at the same time. Try again.');
}
