import { setTimeout } from 'node:timers/promises';
import type { Contender } from './contender.js';
import type { Operation, Scenario, Setting } from './scenarios/scenario.js';

export const WORKERS = 16;

/** The time before and after a run in which nothing is requested, so that the events of the run have their own times. */
const QUIET_MS = 20;

/** The cost of one operation in one run. */
export interface Cost {
  /** Microseconds of the server's processors for an operation. */
  readonly cpu: number;
  /** Operations a second. */
  readonly rate: number;
  /** Milliseconds of each operation, sorted. */
  readonly latencies: readonly number[];
  /** Bytes of memory of the server after the run. */
  readonly memory: number;
  /** When the run began and ended, by the clock of this machine, in milliseconds. */
  readonly began: number;
  readonly ended: number;
}

/** Runs an operation `count` times, by 16 workers at once, and measures the server. */
export async function measure(setting: Setting<Contender>, scenario: Scenario, count: number): Promise<Cost> {
  const operations = await scenario.prepare(setting, WORKERS, count);
  return measureOperations(setting.target, operations, count);
}

export async function measureOperations(
  target: Contender,
  operations: readonly Operation[],
  count: number,
): Promise<Cost> {
  await setTimeout(QUIET_MS);
  const before = await target.usage();
  const [began, start] = [Date.now(), performance.now()];
  const latencies = (
    await Promise.all(operations.map((operation) => repeat(operation, count / operations.length)))
  ).flat();
  const seconds = (performance.now() - start) / 1000;
  const ended = Date.now();
  const { cpu, memory } = await target.usage();
  await setTimeout(QUIET_MS);
  return {
    cpu: (cpu - before.cpu) / count,
    rate: count / seconds,
    latencies: latencies.toSorted((a, b) => a - b),
    memory,
    began,
    ended,
  };
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
