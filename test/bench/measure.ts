import type { Contender } from './contender.js';
import type { Operation, Scenario, Setting } from './scenarios.js';

export const WORKERS = 16;

/** The cost of one operation in one run. */
export interface Cost {
  /** Microseconds of the server's processors for an operation. */
  readonly cpu: number;
  /** Operations a second. */
  readonly rate: number;
  /** Milliseconds of each operation, sorted. */
  readonly latencies: readonly number[];
}

/** Runs an operation `count` times, by 16 workers at once, and measures the server. */
export async function measure(setting: Setting<Contender>, scenario: Scenario, count: number): Promise<Cost> {
  const operations = await scenario.prepare(setting, WORKERS, count);
  const cpuBefore = await setting.target.cpu();
  const began = performance.now();
  const latencies = (await Promise.all(operations.map((operation) => repeat(operation, count / WORKERS)))).flat();
  const seconds = (performance.now() - began) / 1000;
  const cpu = (await setting.target.cpu()) - cpuBefore;
  return { cpu: cpu / count, rate: count / seconds, latencies: latencies.toSorted((a, b) => a - b) };
}

async function repeat(operation: Operation, times: number): Promise<number[]> {
  const latencies: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    await operation();
    latencies.push(performance.now() - began);
  }
  return latencies;
}
