import { describe, expect, it } from '@jest/globals';
import { abortable } from '../../src/jobs/abortable.js';
import { startJobs } from '../../src/jobs/start-jobs.js';
import { StoreUnavailableError } from '../../src/model/errors.js';
import { testDeps } from '../support/deps.js';
import { openMemoryStore } from '../support/stores.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('jobs', () => {
  it('run repeatedly, also after a failed run, which is logged with the name of the job', async () => {
    const logged: object[] = [];
    let runs = 0;
    const run = async () => {
      runs += 1;
      if (runs === 1) throw new Error('the first one fails');
    };
    const log = { ...silent, error: (detail: object) => logged.push(detail) };
    const jobs = startJobs({ log }, [{ name: 'sweep', everySeconds: 0.005, run }]);
    await until(() => runs >= 3);
    await jobs.stop();
    expect(logged).toEqual([{ err: expect.any(Error), job: 'sweep' }]);
  });

  it('say how many runs have failed since the last one that succeeded', async () => {
    let fails = true;
    const run = () => (fails ? Promise.reject(new Error('it fails')) : Promise.resolve());
    const jobs = startJobs({ log: silent }, [{ name: 'sweep', everySeconds: 0.005, run }]);
    expect(jobs.runs()).toEqual([{ name: 'sweep', failures: 0 }]);
    await until(() => (jobs.runs()[0]?.failures ?? 0) > 1);
    fails = false;
    await until(() => jobs.runs()[0]?.failures === 0);
    await jobs.stop();
  });

  it('never overlap, finish before the stop returns, and do not run afterwards', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const released = Promise.withResolvers<void>();
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (runs === 2) await released.promise;
      running -= 1;
      runs += 1;
    };
    const jobs = startJobs({ log: silent }, [{ name: 'slow', everySeconds: 0.001, run }]);
    await until(() => runs === 2 && running === 1);
    setTimeout(released.resolve, 20);
    await jobs.stop();
    expect(running).toBe(0);
    expect(runs).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect({ most, runs }).toEqual({ most: 1, runs: 3 });
  });

  it('run at the start if they say so', async () => {
    let runs = 0;
    const run = async () => {
      runs += 1;
    };
    const jobs = startJobs({ log: silent }, [{ name: 'first', everySeconds: 3600, atOnce: true, run }]);
    await until(() => runs === 1);
    await jobs.stop();
  });

  it('are aborted after their limit, then write nothing more, and run again', async () => {
    const logged: object[] = [];
    const store = await openMemoryStore();
    const deps = testDeps(store, { log: { ...silent, error: (detail: object) => logged.push(detail) } });
    const results: unknown[] = [];
    let release: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    let runs = 0;
    const run = async (signal: AbortSignal) => {
      runs += 1;
      const guarded = abortable(deps, signal);
      if (runs > 1) return;
      await hanging;
      for (const write of [
        () => guarded.store.usedOnce.take('late', new Date(Date.now() + 60_000)),
        () => guarded.store.commit([]),
      ]) {
        results.push(await write().catch((error: Error) => error.message));
      }
    };
    const jobs = startJobs(deps, [{ name: 'hanging', everySeconds: 0.005, limitSeconds: 0.05, run }]);
    await until(() => runs >= 2);
    release();
    await until(() => results.length === 2);
    await jobs.stop();
    expect(results).toEqual(Array(2).fill('The run took longer than 0.05 seconds and was aborted.'));
    expect(logged).toEqual([{ err: expect.any(Error), job: 'hanging' }]);
    expect(await store.usedOnce.take('late', new Date(Date.now() + 60_000))).toBe(true);
    await store.close();
  });

  it('run again after the database was unavailable, which is no error of theirs', async () => {
    const [warnings, errors]: object[][] = [[], []];
    const log = {
      ...silent,
      warn: (detail: object) => warnings?.push(detail),
      error: (detail: object) => errors?.push(detail),
    };
    const trouble = new StoreUnavailableError('none');
    let runs = 0;
    const run = () => {
      runs += 1;
      if (runs === 1) throw trouble;
      if (runs === 2) return Promise.reject(new AggregateError([trouble, trouble]));
      return Promise.resolve();
    };
    const jobs = startJobs({ log }, [{ name: 'deliveries', everySeconds: 0.005, run }]);
    await until(() => runs >= 3);
    await jobs.stop();
    expect([warnings?.length, errors]).toEqual([2, []]);
  });
});
