import { AdminError } from './errors.js';
import type { Changes, Versioned, VersionedStore } from './record-store.js';

/** Whoever loses as many races in a row should hear of it. */
const ATTEMPTS = 20;

/** A record before and after a change. */
export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}

/**
 * Changes a record by compare-and-set on its version: `change` sees the record as it is, decides, and may refuse;
 * when somebody else was faster it sees the new one. `undefined`: there is nothing to change.
 */
export async function changeRecord<T extends Versioned>(
  store: Pick<VersionedStore<T>, 'find' | 'update'>,
  id: string,
  absent: () => Error,
  change: (seen: T) => Changes<T> | undefined | Promise<Changes<T> | undefined>,
): Promise<Changed<T>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await store.find(id);
    if (before === undefined) throw absent();
    const changes = await change(before);
    if (changes === undefined) return { before, after: before };
    if (await store.update(before, changes)) {
      return { before, after: { ...before, ...changes, version: before.version + 1 } };
    }
  }
  throw new AdminError('CONFLICT', 'It is being changed by somebody else. Try again.');
}
