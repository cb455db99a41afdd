import { AdminError } from './errors.js';
import type { Changes, Versioned, VersionedStore } from './record-store.js';

/** So many lost races in a row are a fault, not bad luck. */
const MAX_ATTEMPTS = 20;

/** What an attempt returns if another write came first. */
export const LOST_RACE = Symbol('another write came first');

/**
 * Repeats a compare-and-set until it decides. Each attempt reads the record, decides and writes.
 *
 * @throws AdminError `CONFLICT` if 20 attempts in a row lost the race
 */
export async function retryLostRaces<T>(attempt: () => Promise<T | typeof LOST_RACE>): Promise<T> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
    const result = await attempt();
    if (result !== LOST_RACE) return result;
  }
  throw new AdminError('CONFLICT', 'Other requests keep changing this record. Try again.');
}

/** A record before and after a change. */
export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}

type ChangeStore<T extends Versioned> = Pick<VersionedStore<T>, 'find' | 'update'>;
type Change<T> = (seen: T) => Changes<T> | undefined | Promise<Changes<T> | undefined>;

/**
 * Changes a record by compare-and-set on its version. `change` sees the present record at each attempt and may throw;
 * `undefined` leaves the record as it is.
 *
 * @throws the error made by `absent` if there is no such record
 */
export function changeRecord<T extends Versioned>(
  store: ChangeStore<T>,
  id: string,
  absent: () => Error,
  change: Change<T>,
): Promise<Changed<T>> {
  return retryLostRaces(async () => {
    const before = await store.find(id);
    if (before === undefined) throw absent();
    const changes = await change(before);
    if (changes === undefined) return { before, after: before };
    const after = await store.update(before, changes);
    return after === undefined ? LOST_RACE : { before, after };
  });
}

/**
 * The same for a change that is optional: `undefined` if there is no such record, or if `change` returns `undefined`.
 * `start` is the id, or the record itself if the caller has just read it.
 */
export function changeRecordIf<T extends Versioned>(
  store: ChangeStore<T>,
  start: string | T,
  change: Change<T>,
): Promise<Changed<T> | undefined> {
  const id = typeof start === 'string' ? start : start.id;
  let known = typeof start === 'string' ? undefined : start;
  return retryLostRaces(async () => {
    const before = known ?? (await store.find(id));
    known = undefined;
    const changes = before && (await change(before));
    if (before === undefined || changes === undefined) return undefined;
    const after = await store.update(before, changes);
    return after === undefined ? LOST_RACE : { before, after };
  });
}

/**
 * Deletes a record that `check` accepts, in the version that `check` saw, and returns it.
 *
 * @throws the error made by `absent` if there is no such record
 */
export function deleteRecord<T extends Versioned>(
  store: Pick<VersionedStore<T>, 'find' | 'deleteVersion'>,
  id: string,
  absent: () => Error,
  check: (seen: T) => void | Promise<void>,
): Promise<T> {
  return retryLostRaces(async () => {
    const seen = await store.find(id);
    if (seen === undefined) throw absent();
    await check(seen);
    return (await store.deleteVersion(seen)) ? seen : LOST_RACE;
  });
}
