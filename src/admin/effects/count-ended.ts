import type { Situation } from './situation.js';

/** The records of one type that a change ends. */
export interface Ended<T> {
  /** The number of records, at most 1,000. */
  readonly count: number;
  /** Whether there are more, or may be more, because there is no time to examine all records. */
  readonly more: boolean;
  /** The first of the records. */
  readonly first: readonly T[];
}

export type EndedOf<T> = Promise<Ended<T>>;

const MAX_COUNT = 1000;
const MAX_SHOWN = 20;
/** The most records that are examined. A change of one user or client rarely concerns more that it does not end. */
const MAX_EXAMINED = 5000;

/** Records that may end. `examined` is the number of lists that were read for them, if most of those can be empty. */
export type Batch<T> = readonly T[] & { readonly examined?: number };

/**
 * Counts the records that `findEnded` returns. A record that several batches contain counts once. If the time is over,
 * the count ends early: an error instead could take the answers of other mutations with it, and secrets in them.
 */
export async function countEnded<T extends { readonly id: string }>(
  { isOver }: Pick<Situation, 'isOver'>,
  batches: AsyncIterable<Batch<T>>,
  findEnded: (batch: readonly T[]) => Promise<readonly T[]>,
): EndedOf<T> {
  const seen = new Set<string>();
  const first: T[] = [];
  let count = 0;
  let examined = 0;
  for await (const batch of batches) {
    if (examined > MAX_EXAMINED || isOver()) return { count, more: true, first };
    const unseen = batch.filter(({ id }) => !seen.has(id));
    examined += batch.examined ?? unseen.length;
    for (const { id } of unseen) seen.add(id);
    const ended = unseen.length === 0 ? [] : await findEnded(unseen);
    count += ended.length;
    first.push(...ended.slice(0, MAX_SHOWN - first.length));
    if (count > MAX_COUNT) return { count: MAX_COUNT, more: true, first };
  }
  return { count, more: false, first };
}
