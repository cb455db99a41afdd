import { describe, expect, it } from '@jest/globals';
import { startJobs } from '../../src/jobs/start-jobs.js';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('jobs', () => {
  it('run again and again, also after one failed, which is logged with its name', async () => {
    const logged: object[] = [];
    let runs = 0;
    const run = async () => {
      runs += 1;
      if (runs === 1) throw new Error('the first one fails');
    };
    const log = { ...silent, error: (detail: object) => logged.push(detail) };
    const jobs = startJobs({ log }, [{ name: 'sweep', every: 0.005, run }]);
    await until(() => runs >= 3);
    await jobs.stop();
    expect(logged).toEqual([{ err: expect.any(Error), job: 'sweep' }]);
  });

  it('never run twice at once, and are waited for by a stop, after which none runs', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const run = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running -= 1;
      runs += 1;
    };
    const jobs = startJobs({ log: silent }, [{ name: 'slow', every: 0.001, run }]);
    await until(() => runs === 2 && running === 1);
    await jobs.stop();
    expect(running).toBe(0);
    expect(runs).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect({ most, runs }).toEqual({ most: 1, runs: 3 });
  });

  it('run at once where they ask for it', async () => {
    let runs = 0;
    const run = async () => {
      runs += 1;
    };
    const jobs = startJobs({ log: silent }, [{ name: 'first', every: 3600, atOnce: true, run }]);
    await until(() => runs === 1);
    await jobs.stop();
  });
});
