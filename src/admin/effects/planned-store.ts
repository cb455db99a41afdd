import { liveRecordsOf } from '../../access/live-grants.js';
import type { Change, RecordTypes, StoreName } from '../../model/change-set.js';
import { type Condition, meets } from '../../model/conditions.js';
import type { Store } from '../../model/store.js';
import {
  type AnyRecord,
  type AnyTable,
  type ChangedRecord,
  type PlannedTable,
  planTable,
  refuse,
} from './planned-table.js';

/** A store that keeps all changes in memory, and what they changed. */
export interface PlannedStore {
  readonly store: Store;
  /** The records of one type that were inserted, changed or deleted. */
  changed<N extends StoreName>(name: N): Changed<RecordTypes[N]>[];
}

export interface Changed<T> {
  readonly before?: T | undefined;
  readonly after?: T | undefined;
}

/**
 * Makes a store on which a change can be tried. A change set is kept in memory if its conditions hold, and every read
 * shows the changes that were kept. The store `base` is only read.
 */
export function planOn(base: Store): PlannedStore {
  const tables = new Map<string, PlannedTable>();
  const tableOf = (name: string): PlannedTable => {
    const table = tables.get(name) ?? planTable(base[name as StoreName] as unknown as AnyTable, name);
    tables.set(name, table);
    return table;
  };
  const commit: Store['commit'] = async (changes) => {
    const holding = await Promise.all(changes.map((change) => holds(tableOf(change.store), change)));
    if (holding.includes(false)) return false;
    for (const change of changes) await apply(tableOf(change.store), change);
    return true;
  };
  const hasChanges = () => [...tables.values()].some(({ changed }) => changed.size > 0);
  const store = new Proxy({} as Store, {
    get: (_, property) => {
      const name = String(property);
      if (name === 'commit') return commit;
      if (name === 'readLive') return (by: LiveKey) => (hasChanges() ? readPlanned(store, by) : base.readLive(by));
      return typeof Reflect.get(base, name) === 'object' ? tableOf(name).table : refuse(`store.${name}`);
    },
  });
  return {
    store,
    changed: (name) => {
      const all: Iterable<ChangedRecord> = tables.get(name)?.changed.values() ?? [];
      return [...all].filter(({ before, after }) => before !== undefined || after !== undefined) as never;
    },
  };
}

type LiveKey = Parameters<Store['readLive']>[0];

async function readPlanned(store: Store, by: LiveKey): ReturnType<Store['readLive']> {
  if (!('grantId' in by)) return refuse('readLive for a token')();
  const grant = await store.grants.find(by.grantId);
  return grant === undefined ? undefined : (await liveRecordsOf(store, [grant]))[0];
}

async function holds({ find }: PlannedTable, change: Change): Promise<boolean> {
  if (change.kind === 'insert') return true;
  const record = await find(change.where.id);
  return record !== undefined && meets(record, change.where as Readonly<Record<string, Condition>>);
}

async function apply({ find, put }: PlannedTable, change: Change): Promise<void> {
  if (change.kind === 'insert') return put(change.record.id, change.record as unknown as AnyRecord, true);
  const { id } = change.where;
  if (change.kind === 'delete') return put(id, undefined);
  if (change.kind !== 'update') return undefined;
  const fields = Object.entries({ ...(await find(id)), ...change.changes }).filter(([, value]) => value !== undefined);
  return put(id, Object.fromEntries(fields) as AnyRecord);
}
