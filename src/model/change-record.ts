import type { Change as ChangeOfSet } from './change-set.js';
import { AdminError } from './errors.js';
import type { Changes, Versioned, VersionedStore } from './record-store.js';
import type { Store } from './store.js';

/**
 * The most attempts to change a record. If other requests change the record before each of so many attempts, the cause
 * is probably an error in the program and not chance.
 */
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

/** The changes that a request wants to commit, and the result that it returns after they are committed. */
export interface Plan<R> {
  readonly changes: readonly ChangeOfSet[];
  readonly result: R;
}

/**
 * Calls `plan` and commits the changes that it returns. `plan` reads records and adds conditions on these records to
 * its changes; it may throw. If a condition no longer holds at the commit, `plan` is called again.
 *
 * @throws AdminError `CONFLICT` if other requests were faster 20 times in a row
 */
export function commitPlan<R>(store: Pick<Store, 'commit'>, plan: () => Promise<Plan<R>>): Promise<R> {
  return retryLostRaces(async () => {
    const { changes, result } = await plan();
    return (await store.commit(changes)) ? result : LOST_RACE;
  });
}

export interface Changed<T> {
  readonly before: T;
  readonly after: T;
}

type ChangeStore<T extends Versioned> = Pick<VersionedStore<T>, 'find' | 'update'>;
type Change<T> = (seen: T) => Changes<T> | undefined | Promise<Changes<T> | undefined>;

/**
 * Changes one record, even if other requests change it at the same time. `change` gets the current record at each
 * attempt. If the record does not exist, or `change` returns `undefined`, nothing is written and the result is
 * `undefined`. `start` is the id of the record, or the record itself if the caller has just read it.
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
