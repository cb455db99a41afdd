import { checksOf, type Demands } from './demands.js';
import type { ListSource } from './list-source.js';
import type { WordDemand } from './word-demand.js';

/** How many records of each word are looked at to find the word along which most records match. */
const SAMPLE = 20;

/** The word whose first records match most often. Absent if the search has no words. */
export async function bestWord<T>(source: ListSource<T>, demands: Demands<T>): Promise<WordDemand<T> | undefined> {
  const { words } = demands;
  if (words.length <= 1) return words[0];
  const hits = await Promise.all(
    words.map(async (word) => (await checksOf(source, demands, word).findMatching(await word.firstIds(SAMPLE))).size),
  );
  return words[hits.indexOf(Math.max(...hits))];
}
