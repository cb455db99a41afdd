import { describe, expect, it } from '@jest/globals';
import { rememberDates } from '../../src/http/outbound/remote-dates.js';
import { frozenClock } from '../support/deps.js';

describe('The dates of other servers', () => {
  const clock = frozenClock(new Date('2030-05-05T12:00:00.000Z'));
  const DATE = 'Sun, 05 May 2030 12:00:07 GMT';
  let header: string | undefined = DATE;
  const { fetch, dates } = rememberDates(
    async () => new Response('', { headers: header === undefined ? {} : { date: header } }),
    clock,
  );

  it('are remembered for an hour, one for each of nine servers', async () => {
    expect(dates()).toEqual([]);
    await fetch('https://one.example/a');
    await fetch('https://one.example/b');
    expect(dates()).toEqual([{ host: 'one.example', date: new Date(DATE), receivedAt: clock.now() }]);
    for (let number = 0; number < 9; number += 1) await fetch(`https://${number}.example/`);
    expect(dates()).toHaveLength(9);
    expect(dates().some(({ host }) => host === 'one.example')).toBe(false);
    clock.advance(3600);
    expect(dates()).toEqual([]);
  });

  it('do not include those of this machine, which has the same clock', async () => {
    for (const host of ['localhost:4000', '127.0.0.1:4000', '[::1]']) await fetch(`http://${host}/`);
    expect(dates()).toEqual([]);
  });

  it('are no dates if the header is missing or wrong', async () => {
    for (header of [undefined, 'soon']) await fetch('https://one.example/');
    expect(dates()).toEqual([]);
  });
});
