import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Store } from '../../src/model/store.js';
import { frozenClock } from '../support/deps.js';
import { failingStore } from '../support/failing-store.js';
import { openMemoryStore } from '../support/stores.js';
import { startEdge, type TestEdge } from './start-edge.js';

describe('GET /health/ready', () => {
  const clock = frozenClock();
  let memory: Store;
  let edge: TestEdge;
  let isFailing: boolean;
  let probes: string[];
  const ready = async () => (await edge.get('/health/ready')).status;
  beforeEach(async () => {
    isFailing = false;
    probes = [];
    memory = await openMemoryStore();
    const store = failingStore(memory, (name) => {
      probes.push(name);
      return isFailing;
    });
    edge = await startEdge({ store, clock });
  });
  afterEach(async () => {
    await edge.stop();
    await memory.close();
  });

  it('probes the database at most once a second, however many requests ask', async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, ready));
    expect([new Set(statuses), probes]).toEqual([new Set([200]), ['probe']]);
    clock.advance(0.9);
    isFailing = true;
    expect([await ready(), probes.length]).toEqual([200, 1]);
    clock.advance(0.1);
    expect([await ready(), await ready(), probes.length]).toEqual([503, 503, 2]);
    isFailing = false;
    clock.advance(1);
    expect([await ready(), probes.length]).toEqual([200, 3]);
  });

  it('does not keep an old result if the clock was set back', async () => {
    expect(await ready()).toBe(200);
    clock.advance(-3600);
    isFailing = true;
    expect(await ready()).toBe(503);
  });

  it('answers 503 with Retry-After, and does not say why', async () => {
    isFailing = true;
    const response = await edge.get('/health/ready');
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      503,
      '5',
      { status: 'unavailable' },
    ]);
  });
});

describe('A database that does not respond', () => {
  it('fails the readiness probe after its limit, is not probed again meanwhile, and leaves liveness alone', async () => {
    const memory = await openMemoryStore();
    let probes = 0;
    const store: Store = {
      ...memory,
      probe: () => {
        probes += 1;
        return new Promise<never>(() => undefined);
      },
    };
    const edge = await startEdge({ store });
    const answers = await Promise.all([1, 2, 3].map(() => edge.get('/health/ready')));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect((await edge.get('/health/ready')).status).toBe(503);
    expect([(await edge.get('/health/live')).status, probes]).toEqual([200, 1]);
    await edge.stop();
    await memory.close();
  });
});
