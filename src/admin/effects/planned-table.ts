/** A record of any type. */
export type AnyRecord = { readonly id: string } & Readonly<Record<string, unknown>>;

/** A record that a plan changes. `before` is absent if the plan inserts it, `after` if it deletes it. */
export interface ChangedRecord {
  readonly before?: AnyRecord | undefined;
  readonly after?: AnyRecord | undefined;
}

/** The methods of a store of any type. */
export type AnyTable = Readonly<Record<string, (...values: readonly unknown[]) => Promise<unknown>>>;

/** The methods of a table that a plan can use, and the records that it has changed. */
export interface PlannedTable {
  readonly table: AnyTable;
  readonly changed: ReadonlyMap<string, ChangedRecord>;
  find(id: string): Promise<AnyRecord | undefined>;
  /** Plans a record with an id, or with `undefined` its deletion. `isNew` saves reading the record before. */
  put(id: string, after: AnyRecord | undefined, isNew?: boolean): Promise<void>;
}

/** The methods that delete records which are invalid without their owner, and those that store a last-used time. */
const WITHOUT_EFFECT = /^(deleteOf|touch)/;
const READS = /^(find|page|pending|expiring|clientIds|all$)/;
const COUNTS = /^count/;

/**
 * Makes a table that reads from `base` and keeps changes in memory. Its reads show the changes. A method that it does not
 * know throws, so that a plan can never write.
 */
export function planTable(base: AnyTable, name: string): PlannedTable {
  const changed = new Map<string, ChangedRecord>();
  const { read, readMany } = rememberReads(base);
  const find = async (id: string) => (changed.has(id) ? changed.get(id)?.after : read(id));
  const put: PlannedTable['put'] = async (id, after, isNew = false) => {
    const before = isNew ? undefined : await read(id);
    changed.set(id, { before, after });
  };
  const own: AnyTable = {
    find: (id) => find(id as string),
    findMany: async (ids) => {
      await readMany((ids as string[]).filter((id) => !changed.has(id)));
      return (await Promise.all([...new Set(ids as string[])].map(find))).filter((record) => record !== undefined);
    },
    insert: async (record) => {
      await put((record as AnyRecord).id, record as AnyRecord, true);
      return true;
    },
    delete: async (id) => {
      if ((await find(id as string)) === undefined) return false;
      await put(id as string, undefined);
      return true;
    },
  };
  const table = new Proxy(own, {
    get: (methods, property) => {
      const method = String(property);
      if (methods[method] !== undefined) return methods[method];
      if (WITHOUT_EFFECT.test(method)) return async () => 0;
      if (COUNTS.test(method)) return (...values: unknown[]) => call(base, method, values);
      if (!READS.test(method)) return refuse(`${name}.${method}`);
      return async (...values: unknown[]) => showChanges(changed, await call(base, method, values), method, values[0]);
    },
  });
  return { table, changed, find, put };
}

/** Reads each record only once, because many grants and keys depend on the same users and clients. */
function rememberReads(base: AnyTable) {
  const known = new Map<string, Promise<AnyRecord | undefined>>();
  const read = (id: string): Promise<AnyRecord | undefined> => {
    const reading = known.get(id) ?? (call(base, 'find', [id]) as Promise<AnyRecord | undefined>);
    known.set(id, reading);
    return reading;
  };
  const readMany = async (ids: readonly string[]): Promise<void> => {
    const unknown = [...new Set(ids)].filter((id) => !known.has(id));
    if (unknown.length === 0) return;
    const reading = (call(base, 'findMany', [unknown]) as Promise<AnyRecord[]>).then(
      (found) => new Map(found.map((record) => [record.id, record])),
    );
    for (const id of unknown) {
      const one = reading.then((found) => found.get(id));
      // The error of a failed read is thrown below. Without this line, a promise that is never awaited would end the process.
      one.catch(() => undefined);
      known.set(id, one);
    }
    await reading;
  };
  return { read, readMany };
}

type Changed = ReadonlyMap<string, ChangedRecord>;

/** Replaces the changed records in what a method of the store returned, and adds the inserted ones that it looks for. */
function showChanges(changed: Changed, found: unknown, method: string, value: unknown): unknown {
  const added = insertedFor(changed, method, value);
  if (Array.isArray(found)) return [...found.map((one) => present(changed, one)).filter(isThere), ...added];
  if (isPage(found)) {
    const items = found.items.map((item) => ({ ...item, record: present(changed, item.record) }));
    const more = added.map((record) => ({ record, cursor: '' }));
    return { ...found, items: [...more, ...items.filter(({ record }) => isThere(record))] };
  }
  return present(changed, found) ?? added[0];
}

function insertedFor(changed: Changed, method: string, value: unknown): AnyRecord[] {
  const inserted = [...changed.values()].flatMap(({ before, after }) =>
    before === undefined && after !== undefined ? [after] : [],
  );
  if (method === 'findByKey') return inserted.filter(({ key }) => key === value);
  if (method === 'findByKeys') return inserted.filter(({ key }) => (value as unknown[]).includes(key));
  return method === 'pageOfUser' ? inserted.filter(({ userId }) => userId === value) : [];
}

function present(changed: Changed, record: unknown): unknown {
  if (typeof record !== 'object' || record === null) return record;
  const change = changed.get((record as AnyRecord).id);
  return change === undefined ? record : change.after;
}

function isThere(record: unknown): boolean {
  return record !== undefined;
}

function isPage(found: unknown): found is { readonly items: readonly { readonly record: AnyRecord }[] } {
  return typeof found === 'object' && found !== null && 'items' in found && 'hasNextPage' in found;
}

function call(base: AnyTable, method: string, values: readonly unknown[]): Promise<unknown> {
  const found = base[method];
  return found === undefined ? refuse(method)() : found.call(base, ...values);
}

export function refuse(what: string): () => never {
  return () => {
    throw new Error(`A dry run tried to use ${what}, which it cannot plan. This is a bug.`);
  };
}
