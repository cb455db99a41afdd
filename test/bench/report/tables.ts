import { type Compared, figureOf, percentile, ratio } from '../compare.js';
import type { Cost } from '../measure.js';

/** A number with these decimals, or a dash if there is none. */
export function shown(value: number, decimals = 0): string {
  return Number.isNaN(value) ? '–' : value.toFixed(decimals);
}

/** For each server, operations a second or microseconds; then those of the first divided by those of each other one. */
export function figureRows(compared: readonly Compared[], figure: 'cpu' | 'rate'): string[][] {
  return compared.map((row) => [
    row.name,
    ...row.costs.map((costs) => shown(figureOf(costs, figure))),
    ...row.costs.slice(1).map((_, other) => shown(ratio(row, other + 1, figure), 2)),
  ]);
}

/** For each server, the milliseconds of half of the operations, and of 99 %. */
export function latencyRows(compared: readonly Compared[]): string[][] {
  const cells = (costs: readonly Cost[]) => [0.5, 0.99].map((share) => shown(percentile(costs, share), 1));
  return compared.map(({ name, costs }) => [name, ...costs.flatMap(cells)]);
}

/** For each server, MiB of memory after the operations. */
export function memoryRows(compared: readonly Compared[]): string[][] {
  return compared.map(({ name, costs }) => [name, ...costs.map((of) => shown(figureOf(of, 'memory') / 2 ** 20))]);
}
