import { beforeEach, describe, expect, it } from '@jest/globals';
import { changeRecordIf, commitPlan, LOST_RACE, retryLostRaces } from '../../src/model/change-record.js';
import { check } from '../../src/model/change-set.js';

interface Counter {
  readonly id: string;
  readonly version: number;
  readonly count: number;
}

/** A store with one record, which another writer changes just before each of the first `races` writes. */
function racingStore(races: number) {
  let record: Counter = { id: 'a', version: 0, count: 0 };
  let left = races;
  return {
    present: () => record,
    find: async (id: string) => (record.id === id ? record : undefined),
    update: async (seen: Counter, changes: Partial<Counter>) => {
      if (left > 0) record = { ...record, version: record.version + 1 };
      left -= 1;
      if (record.version !== seen.version) return undefined;
      record = { ...record, ...changes, version: seen.version + 1 };
      return record;
    },
  };
}

describe('a compare-and-set', () => {
  let store: ReturnType<typeof racingStore>;
  beforeEach(() => {
    store = racingStore(3);
  });

  it('is repeated with the present record until it succeeds', async () => {
    const seen: number[] = [];
    const changed = await changeRecordIf(store, 'a', ({ version, count }) => {
      seen.push(version);
      return { count: count + 1 };
    });
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(changed).toEqual({ before: { id: 'a', version: 3, count: 0 }, after: { id: 'a', version: 4, count: 1 } });
  });

  it('fails with CONFLICT if twenty attempts in a row lost the race', async () => {
    let attempts = 0;
    const change = () => {
      attempts += 1;
      return { count: 1 };
    };
    await expect(changeRecordIf(racingStore(20), 'a', change)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(attempts).toBe(20);
    await expect(retryLostRaces(async () => LOST_RACE)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('succeeds in the twentieth attempt', async () => {
    expect((await changeRecordIf(racingStore(19), 'a', () => ({ count: 1 })))?.after.count).toBe(1);
  });

  it('changes nothing if there is no such record, or nothing to change', async () => {
    expect(await changeRecordIf(store, 'b', () => ({}))).toBeUndefined();
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

  it('does not change a record that the caller rejects', async () => {
    const reject = () => {
      throw new Error('rejected');
    };
    await expect(changeRecordIf(store, 'a', reject)).rejects.toThrow('rejected');
    expect(store.present()).toEqual({ id: 'a', version: 0, count: 0 });
  });
});

describe('a plan', () => {
  const changes = [check('users', { id: 'ada' })];

  it('is made again until its changes are committed, and returns its last result', async () => {
    let plans = 0;
    const store = { commit: async () => plans === 4 };
    const plan = async () => {
      plans += 1;
      return { changes, result: plans };
    };
    expect(await commitPlan(store, plan)).toBe(4);
  });

  it('fails with CONFLICT if it could not be committed twenty times in a row', async () => {
    const store = { commit: async () => false };
    const committed = commitPlan(store, async () => ({ changes, result: 1 }));
    await expect(committed).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('commits nothing if it throws', async () => {
    const committed: unknown[] = [];
    const store = { commit: async (all: unknown) => committed.push(all) > 0 };
    const plan = async () => {
      throw new Error('rejected');
    };
    await expect(commitPlan(store, plan)).rejects.toThrow('rejected');
    expect(committed).toEqual([]);
  });
});
