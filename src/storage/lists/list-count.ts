import { bestWord } from './best-word.js';
import { MAX_EXAMINED } from './checked-walk.js';
import {
  type Counted,
  checksOf,
  countDemands,
  countUpTo,
  type Demands,
  demandsOf,
  hasAll,
  type ListSource,
  sizeOf,
} from './demands.js';
import type { ListQuery } from './list-query.js';
import { newestPath, type Ordered } from './order-path.js';
import { firstEntries, recordIdsOf } from './word-path.js';

/** The largest number that a count of a part of the records returns. */
const MAX_COUNT = 1000;

/**
 * Counts the records of a list, at most `MAX_COUNT`. If a search has several demands, each of which is true of more than
 * `MAX_EXAMINED` records, only so many are examined. Without a search, `MAX_COUNT` are examined.
 */
export async function countList<T extends Ordered>(source: ListSource<T>, query: ListQuery<T>): Promise<number> {
  const demands = demandsOf(query);
  if (demands === 'nothing') return 0;
  const [condition] = demands.conditions;
  const [word] = demands.words;
  if (sizeOf(demands) > 1) return countAll(source, demands);
  return condition === undefined ? countWord(source, word ?? '') : countUpTo(source, condition, MAX_COUNT);
}

async function countWord<T extends Ordered>(source: ListSource<T>, word: string): Promise<number> {
  const entries = await source.entries(firstEntries(word, MAX_COUNT + 1));
  if (entries.length > MAX_COUNT) return MAX_COUNT;
  const records = await source.findMany(recordIdsOf(entries));
  return records.filter(hasAll(source, { words: [word], conditions: [] })).length;
}

/** Counts the records that satisfy several demands. Unless one of these is rare, no records are read. */
async function countAll<T extends Ordered>(source: ListSource<T>, demands: Demands<T>): Promise<number> {
  const limit = demands.words.length > 0 ? MAX_EXAMINED : MAX_COUNT;
  const counted = await countDemands(source, demands, limit + 1);
  if (counted.readRare !== undefined) return (await counted.readRare()).filter(hasAll(source, demands)).length;
  const driver = completeDemand(demands, counted, limit) ?? (await commonDemand(source, demands));
  const ids = await idsOf(source, driver, limit);
  return (await checksOf(source, demands, driver).findMatching(ids)).size;
}

type Demand<T> = string | Demands<T>['conditions'][number] | undefined;

/** A demand all of whose records can be examined, so that the count is exact. */
function completeDemand<T>({ words, conditions }: Demands<T>, counted: Counted<T>, limit: number): Demand<T> {
  const word = words.find((_, place) => (counted.words[place] ?? 0) <= limit);
  return word ?? conditions.find((_, place) => (counted.conditions[place] ?? 0) <= limit);
}

/** The demand whose first records a page lists. */
async function commonDemand<T extends Ordered>(source: ListSource<T>, demands: Demands<T>): Promise<Demand<T>> {
  return demands.words.length > 0 ? demands.words[await bestWord(source, demands)] : demands.conditions[0];
}

/** The ids of the first records that satisfy a demand. */
async function idsOf<T extends Ordered>(
  source: ListSource<T>,
  demand: Demand<T>,
  limit: number,
): Promise<readonly string[]> {
  if (typeof demand === 'string') return recordIdsOf(await source.entries(firstEntries(demand, limit)));
  const places = await newestPath(source, demand?.alternatives ?? []).places({
    after: undefined,
    isBackward: false,
    limit,
  });
  return places.map(({ id }) => id);
}
