import { afterEach, describe, expect, it } from '@jest/globals';
import {
  openThreadQueue,
  type ThreadOptions,
  type ThreadQueue,
} from '../../../src/storage/sqlite/threads/thread-queue.js';

type Queue = ThreadQueue<string, number>;

describe('The queue of a thread', () => {
  let queue: Queue;
  let logged: string[];
  const open = (changes: Partial<ThreadOptions> = {}): Queue => {
    logged = [];
    queue = openThreadQueue<string, number>({
      name: 'test',
      script: new URL('../../support/dying-thread.js', import.meta.url),
      path: '',
      maxBatch: 256,
      pauseMs: 1,
      limitMs: 5000,
      graceMs: 5000,
      outcomeIfLost: 'unknown',
      log: { error: (_, message) => logged.push(message) },
      ...changes,
    });
    return queue;
  };
  afterEach(() => queue.close());
  const askAll = (requests: readonly string[]) => Promise.allSettled(requests.map((request) => queue.ask(request)));
  const outcomes = async (requests: readonly string[]) =>
    (await askAll(requests)).map((result) => (result.status === 'fulfilled' ? 'answered' : result.reason.outcome));

  it('sends everything that waits as one batch, and at most as many requests as a batch may have', async () => {
    open();
    await queue.ask('first');
    const sizes = await Promise.all(Array.from({ length: 300 }, () => queue.ask('next')));
    expect(sizes.map(Number)).toEqual([...Array(256).fill(256), ...Array(44).fill(44)]);
  });

  it.each(['end', 'throw'])(
    'starts another thread after %s: the requests of the thread fail with an unknown outcome, and the others are answered',
    async (fault) => {
      open({ maxBatch: 2 });
      expect(await outcomes(['a', 'b', fault, 'c', 'd', 'e'])).toEqual([
        'answered',
        'answered',
        'unknown',
        'unknown',
        'answered',
        'answered',
      ]);
      expect(logged).toContain('a thread of the database ended; starting another');
      expect(await outcomes(['f'])).toEqual(['answered']);
    },
  );

  it('fails with a known outcome if a thread that ended had to answer reads', async () => {
    open({ outcomeIfLost: 'none' });
    expect(await outcomes(['end'])).toEqual(['none']);
  });

  it('never waits longer than its limits if the thread does not answer', async () => {
    open({ maxBatch: 1, limitMs: 1000, graceMs: 200 });
    expect(await outcomes(['a', 'hang', 'b', 'c'])).toEqual(['answered', 'unknown', 'none', 'none']);
    expect(await outcomes(['d'])).toEqual(['none']);
  });

  it('fails with a known outcome, and never hangs, if the thread cannot start', async () => {
    open({ script: new URL('no-such-file.js', import.meta.url), limitMs: 300 });
    expect(await outcomes(['a', 'b'])).toEqual(['none', 'none']);
  });

  it('answers the requests that wait before it closes, and refuses later ones', async () => {
    open({ maxBatch: 1 });
    const waiting = outcomes(['a', 'b', 'c']);
    await queue.close();
    expect(await waiting).toEqual(['answered', 'answered', 'answered']);
    expect(await outcomes(['d'])).toEqual(['none']);
  });
});
