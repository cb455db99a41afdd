import { describe, expect, it } from '@jest/globals';
import { makeClientUses } from '../../src/access/client-uses.js';
import { isTouchDue, touchLastUsed, tryTouchLastUsed } from '../../src/access/touch-last-used.js';
import type { Deps, Log } from '../../src/model/deps.js';
import { secondsAfter } from '../../src/model/time.js';
import { frozenClock } from '../support/deps.js';

const clock = frozenClock();

function secondsAgo(seconds: number): Date {
  return secondsAfter(clock.now(), -seconds);
}

/** The times that `touchLastUsed` writes. */
async function written(lastUsedAt: Date | undefined, intervalSeconds?: number): Promise<Date[]> {
  const times: Date[] = [];
  await touchLastUsed({ clock }, lastUsedAt, async (now) => times.push(now), intervalSeconds);
  return times;
}

describe('A last-used time', () => {
  it('is written at most once a minute', async () => {
    expect(await written(secondsAgo(59))).toEqual([]);
    expect(await written(secondsAgo(60))).toEqual([clock.now()]);
    expect(await written(undefined)).toEqual([clock.now()]);
  });

  it('is written at most once per interval if the caller names one', async () => {
    expect(await written(secondsAgo(86_399), 86_400)).toEqual([]);
    expect(await written(secondsAgo(86_400), 86_400)).toEqual([clock.now()]);
    expect([isTouchDue({ clock }, secondsAgo(9), 10), isTouchDue({ clock }, secondsAgo(10), 10)]).toEqual([
      false,
      true,
    ]);
  });

  it('does not fail the request if the write fails', async () => {
    const warnings: object[] = [];
    const log = { warn: (detail: object) => warnings.push(detail) } as unknown as Log;
    const err = new Error('the database is gone');
    await tryTouchLastUsed({ clock, log }, undefined, () => Promise.reject(err));
    expect(warnings).toEqual([{ err }]);
  });
});

describe('The last use of a client', () => {
  const touched: [string, Date][] = [];
  const warnings: object[] = [];
  let isAvailable = true;
  const touch = ({ id }: { id: string }, at: Date) =>
    isAvailable ? Promise.resolve(void touched.push([id, at])) : Promise.reject(new Error('the database is gone'));
  const log = { warn: (detail: object) => warnings.push(detail) } as unknown as Log;
  const uses = makeClientUses({ store: { clients: { touch } } as unknown as Deps['store'], clock, log });

  it('is stored once, with the newest time, for everything that happened since the last run', async () => {
    const first = clock.now();
    uses.add({ id: 'shop', generation: 'a' });
    uses.add({ id: 'wiki', generation: 'b' });
    clock.advance(10);
    uses.add({ id: 'shop', generation: 'a' });
    await uses.store();
    await uses.store();
    expect(touched).toEqual([
      ['shop', clock.now()],
      ['wiki', first],
    ]);
  });

  it('is forgotten, with one warning, while the database is unavailable', async () => {
    isAvailable = false;
    uses.add({ id: 'shop', generation: 'a' });
    uses.add({ id: 'wiki', generation: 'b' });
    await uses.store();
    isAvailable = true;
    await uses.store();
    expect([warnings.length, touched.length]).toEqual([1, 2]);
  });
});
