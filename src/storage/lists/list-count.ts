import { bestWord } from './best-word.js';
import { MAX_EXAMINED } from './checked-walk.js';
import { checksOf, countEach, type Demands, demandsOf, rarestOf, readRare } from './demands.js';
import type { ListQuery } from './list-query.js';
import type { ListSource } from './list-source.js';
import type { Ordered } from './order-path.js';
import { entriesOf } from './word-demand.js';

/** The largest number that a count of a part of the records returns. */
const MAX_COUNT = 1000;

/** The largest number of entries of one word that are read to count its records. */
const MAX_ENTRIES = 4 * MAX_COUNT;

/**
 * Counts the records of a list, at most `MAX_COUNT`. If a list has several demands, each of which is true of more than
 * `MAX_EXAMINED` records, only so many are examined. Without a search, `MAX_COUNT` are examined.
 */
export async function countList<T extends Ordered>(source: ListSource<T>, query: ListQuery<T>): Promise<number> {
  const demands = demandsOf(source, query);
  if (demands === 'nothing') return 0;
  const [only, ...others] = demands.all;
  if (others.length > 0) return countAll(source, demands);
  const [word] = demands.words;
  return word === undefined ? (only?.count(MAX_COUNT) ?? 0) : countWord(source, word.word);
}

/** A record can have several words that begin alike, so that it has several entries. */
async function countWord<T>(source: ListSource<T>, word: string): Promise<number> {
  const ids = new Set<string>();
  let after: string | undefined;
  for (let rest = MAX_ENTRIES; rest > 0 && ids.size < MAX_COUNT; ) {
    const limit = Math.min(MAX_COUNT, rest);
    const entries = await source.entries(entriesOf(word, { after, isBackward: false, limit }));
    for (const { recordId } of entries) ids.add(recordId);
    if (entries.length < limit) break;
    after = entries.at(-1)?.id;
    rest -= limit;
  }
  return Math.min(ids.size, MAX_COUNT);
}

/** Counts the records that satisfy several demands. Unless one of these is rare, no records are read. */
async function countAll<T extends Ordered>(source: ListSource<T>, demands: Demands<T>): Promise<number> {
  const limit = demands.words.length > 0 ? MAX_EXAMINED : MAX_COUNT;
  const counted = await countEach(demands, limit + 1);
  const rare = rarestOf(counted);
  if (rare !== undefined) return (await readRare(demands, rare)).length;
  // If all records of a demand can be examined, the count is exact. Otherwise, it is of the records that a page lists first.
  const complete = counted.find(({ count }) => count <= limit)?.demand;
  const driver = complete ?? demands.part ?? (await bestWord(source, demands)) ?? demands.conditions[0];
  const ids = (await driver?.firstIds(limit)) ?? [];
  return (await checksOf(source, demands, driver).findMatching(ids)).size;
}
