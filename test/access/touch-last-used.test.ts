import { describe, expect, it } from '@jest/globals';
import { isTouchDue, touchLastUsed, tryTouchLastUsed } from '../../src/access/touch-last-used.js';
import type { Log } from '../../src/model/deps.js';
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
