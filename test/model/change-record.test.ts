import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  changeRecord,
  changeRecordIf,
  deleteRecord,
  LOST_RACE,
  retryLostRaces,
} from '../../src/model/change-record.js';

interface Counter {
  readonly id: string;
  readonly version: number;
  readonly count: number;
}

/** A store with one record, which another writer changes just before each of the first `races` writes. */
function racingStore(races: number) {
  let record: Counter | undefined = { id: 'a', version: 0, count: 0 };
  let left = races;
  const race = () => {
    if (left > 0 && record !== undefined) record = { ...record, version: record.version + 1 };
    left -= 1;
  };
  return {
    present: () => record,
    find: async (id: string) => (record?.id === id ? record : undefined),
    update: async (seen: Counter, changes: Partial<Counter>) => {
      race();
      if (record?.version !== seen.version) return undefined;
      record = { ...record, ...changes, version: seen.version + 1 };
      return record;
    },
    deleteVersion: async (seen: Pick<Counter, 'version'>) => {
      race();
      if (record?.version !== seen.version) return false;
      record = undefined;
      return true;
    },
  };
}

function absent() {
  return new Error('there is no such counter');
}

describe('a compare-and-set', () => {
  let store: ReturnType<typeof racingStore>;
  beforeEach(() => {
    store = racingStore(3);
  });

  it('is repeated with the present record until it succeeds', async () => {
    const seen: number[] = [];
    const changed = await changeRecord(store, 'a', absent, ({ version, count }) => {
      seen.push(version);
      return { count: count + 1 };
    });
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(changed).toEqual({ before: { id: 'a', version: 3, count: 0 }, after: { id: 'a', version: 4, count: 1 } });
  });

  it('fails with CONFLICT if twenty attempts in a row lost the race', async () => {
    const busy = racingStore(20);
    let attempts = 0;
    const change = () => {
      attempts += 1;
      return { count: 1 };
    };
    await expect(changeRecord(busy, 'a', absent, change)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(attempts).toBe(20);
    await expect(retryLostRaces(async () => LOST_RACE)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(deleteRecord(racingStore(20), 'a', absent, () => undefined)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('succeeds in the twentieth attempt', async () => {
    expect((await changeRecord(racingStore(19), 'a', absent, () => ({ count: 1 }))).after.count).toBe(1);
  });

  it('throws the error of the caller if there is no such record', async () => {
    await expect(changeRecord(store, 'b', absent, () => ({}))).rejects.toThrow('there is no such counter');
    await expect(deleteRecord(store, 'b', absent, () => undefined)).rejects.toThrow('there is no such counter');
    expect(await changeRecordIf(store, 'b', () => ({}))).toBeUndefined();
  });

  it('leaves the record as it is if there is nothing to change', async () => {
    const { before, after } = await changeRecord(store, 'a', absent, () => undefined);
    expect(after).toBe(before);
    expect(await changeRecordIf(store, 'a', () => undefined)).toBeUndefined();
    expect(store.present()).toEqual({ id: 'a', version: 0, count: 0 });
  });

  it('starts with the record that the caller has read, and reads it again after a lost race', async () => {
    const known = { id: 'a', version: 0, count: 7 };
    const seen: number[] = [];
    await changeRecordIf(store, known, ({ count }) => {
      seen.push(count);
      return { count };
    });
    expect(seen).toEqual([7, 0, 0, 0]);
  });

  it('does not change or delete a record that the caller rejects', async () => {
    const reject = () => {
      throw new Error('rejected');
    };
    await expect(changeRecord(store, 'a', absent, reject)).rejects.toThrow('rejected');
    await expect(deleteRecord(store, 'a', absent, reject)).rejects.toThrow('rejected');
    expect(store.present()).toBeDefined();
  });

  it('deletes the version that the check has seen', async () => {
    const checked: number[] = [];
    const deleted = await deleteRecord(store, 'a', absent, ({ version }) => void checked.push(version));
    expect(checked).toEqual([0, 1, 2, 3]);
    expect(deleted).toEqual({ id: 'a', version: 3, count: 0 });
    expect(store.present()).toBeUndefined();
  });
});
