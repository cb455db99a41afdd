import { beforeEach, describe, expect, it } from '@jest/globals';
import { WARNING_INTERVAL_SECONDS, warnRarely } from '../../src/access/rare-warning.js';
import type { Log } from '../../src/model/deps.js';
import { frozenClock } from '../support/deps.js';

const ignore = () => undefined;

let lines: string[];
let log: Log;
const clock = frozenClock();
beforeEach(() => {
  lines = [];
  log = { debug: ignore, info: ignore, warn: (_detail, message) => lines.push(message), error: ignore };
});

const warn = (key: readonly (string | number)[], message: string) => warnRarely({ clock, log }, key, {}, message);

describe('A warning that recurs with every request', () => {
  it('is logged once in an interval for each key', () => {
    for (let request = 0; request < 5; request += 1) {
      warn(['wiki', 1, 'role'], 'role');
      warn(['wiki', 1, 'team'], 'team');
    }
    expect(lines).toEqual(['role', 'team']);
    clock.advance(WARNING_INTERVAL_SECONDS - 1);
    warn(['wiki', 1, 'role'], 'role');
    expect(lines).toHaveLength(2);
    clock.advance(1);
    warn(['wiki', 1, 'role'], 'role again');
    expect(lines).toEqual(['role', 'team', 'role again']);
  });

  it('is not kept from one log by another log', () => {
    warnRarely({ clock, log: { debug: ignore, info: ignore, warn: ignore, error: ignore } }, ['wiki'], {}, 'other');
    warn(['wiki'], 'own');
    expect(lines).toEqual(['own']);
  });
});
