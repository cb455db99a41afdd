import { AdminError } from './errors.js';
import type { Changes, Versioned, VersionedStore } from './record-store.js';

/** The most attempts to change a record. If another write was faster each time, an error is more likely than chance. */
const MAX_ATTEMPTS = 20;

/** An attempt returns this value if another request changed the record first. The attempt is then repeated. */
export const LOST_RACE = Symbol('another write came first');

/**
 * Repeats `attempt` until it returns a result. Each attempt reads a record, decides, and writes only if no other
 * request has changed the record meanwhile.
 *
 * @throws AdminError `CONFLICT` if other requests were faster 20 times in a row
 */
export async function retryLostRaces<T>(attempt: () => Promise<T | typeof LOST_RACE>): Promise<T> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
    const result = await attempt();
    if (result !== LOST_RACE) return result;
  }
  throw new AdminError('CONFLICT', 'Other requests keep changing this record. Try again.');
}

export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}

type ChangeStore<T extends Versioned> = Pick<VersionedStore<T>, 'find' | 'update'>;
type Change<T> = (seen: T) => Changes<T> | undefined | Promise<Changes<T> | undefined>;

/**
 * Changes a record, even if other requests change it at the same time. `change` gets the current record at each attempt
 * and returns the changes; it may throw, or return `undefined` to leave the record as it is.
 *
 * @throws the error made by `absent` if the record does not exist
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
 * Like `changeRecord`, but returns `undefined` if the record does not exist or `change` returns `undefined`. `start` is
 * the id of the record, or the record itself if the caller has just read it.
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
 * Deletes a record and returns it. `check` may throw to prevent the deletion. If the record changes after `check`, it
 * is read and checked again before it is deleted.
 *
 * @throws the error made by `absent` if the record does not exist
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
