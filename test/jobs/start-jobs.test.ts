import { describe, expect, it } from '@jest/globals';
import { startJobs } from '../../src/jobs/start-jobs.js';

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

  it('never overlap, finish before the stop returns, and do not run afterwards', async () => {
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
    const jobs = startJobs({ log: silent }, [{ name: 'slow', everySeconds: 0.001, run }]);
    await until(() => runs === 2 && running === 1);
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
});
