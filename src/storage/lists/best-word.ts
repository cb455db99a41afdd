import { checksOf, type Demands, type ListSource } from './demands.js';
import type { Ordered } from './order-path.js';
import { firstEntries } from './word-path.js';

/** How many entries of each word are read to find the word along which most records match. */
const SAMPLE = 20;

/** The place of the word whose first records match most often. */
export async function bestWord<T extends Ordered>(source: ListSource<T>, demands: Demands<T>): Promise<number> {
  const { words } = demands;
  if (words.length === 1) return 0;
  const hits = await Promise.all(
    words.map(async (word) => {
      const ids = (await source.entries(firstEntries(word, SAMPLE))).map(({ recordId }) => recordId);
      const matching = await checksOf(source, demands, word).findMatching(ids);
      return ids.filter((id) => matching.has(id)).length;
    }),
  );
  return hits.indexOf(Math.max(...hits));
}
