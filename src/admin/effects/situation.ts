import type { RecordTypes, StoreName } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { type PlannedStore, planOn } from './planned-store.js';

/** The server as it is, and as it will be after a change. Both can only be read. */
export interface Situation {
  readonly before: Deps;
  readonly after: Deps;
  readonly plan: PlannedStore;
  /** Whether the request has no more time, or its client is gone. */
  readonly isOver: () => boolean;
}

/** Returns what was stored before the change, for all records of one type that the change deletes or changes. */
export function recordsBefore<N extends StoreName>({ plan }: Situation, name: N) {
  return plan.changed(name).flatMap(({ before }) => (before === undefined ? [] : [before]));
}

/** Returns what is stored after the change for each of the records. A deleted record is `undefined`. */
export function recordsAfter<N extends StoreName>(
  { plan }: Situation,
  name: N,
  records: readonly RecordTypes[N][],
): (RecordTypes[N] | undefined)[] {
  const changed = new Map(plan.changed(name).flatMap((change) => (change.before ? [[change.before.id, change]] : [])));
  return records.map((record) => {
    const change = changed.get(record.id);
    return change === undefined ? record : change.after;
  });
}

/** Returns the clients of which one of these settings changes, or which are deleted, with the settings before the change. */
export function changedClients({ plan }: Situation, settings: readonly (keyof Client)[]): Client[] {
  return plan.changed('clients').flatMap(({ before, after }) => {
    const isSame = settings.every((name) => JSON.stringify(before?.[name]) === JSON.stringify(after?.[name]));
    return before === undefined || isSame ? [] : [before];
  });
}

/** Returns `deps` with a store that remembers what it has read, and that cannot write. */
export function reading(deps: Deps): Deps {
  return { ...deps, store: planOn(deps.store).store };
}
