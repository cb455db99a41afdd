import type { Where } from '../../model/conditions.js';
import type { Page, PageRequest } from '../../model/record-store.js';
import type { Selection } from '../database.js';
import { entryIdsOf } from '../search/word-entries.js';
import { searchedWords } from '../search/words.js';
import type { ListCondition, ListQuery } from './list-query.js';
import { fieldPath, newestPath, type Ordered } from './order-path.js';
import { keyOfCursor, MAX_EXAMINED, type Path, pageInMemory, walk } from './path.js';
import { firstEntries, recordIdsOf, WORD, type WordSource, wordPath } from './word-path.js';

/** Where a list reads its records. */
export interface ListSource<T> extends WordSource<T> {
  readonly select: (selection: Selection) => Promise<T[]>;
  /** Counts the records that match, and stops at `limit`. */
  readonly count: (where: Where, limit: number) => Promise<number>;
}

/** If one demand is true of at most this many records, all of them are read and then sorted in memory. */
const MAX_RARE = 200;

/** How many records of each word are read to find the word along which most records match. */
const SAMPLE = 50;

/** The largest number that a count of a part of the records returns. */
const MAX_COUNT = 1000;

/**
 * Reads one page of a list. By default it is sorted newest first. If every demand is true of many records, a search is in
 * the order of the words that match.
 *
 * @throws RangeError if the cursor is invalid, or the size of the page is not from 1 to 100
 */
export async function readListPage<T extends Ordered>(
  source: ListSource<T>,
  request: PageRequest,
  query: ListQuery<T>,
): Promise<Page<T>> {
  const demands = demandsOf(query);
  if (demands === 'nothing') return pageInMemory(newestPath(source.select, []), request, []);
  const only = onlyPath(source, query, demands);
  if (only !== undefined) return walk(only, request, () => true, false);
  const found = await readDemands(source, demands, MAX_RARE);
  const path = await pathOf(source, query, found, request);
  if (found.rare !== undefined) return pageInMemory(path, request, (await found.rare.records()).filter(found.matches));
  return walk(path, request, found.matches, sizeOf(demands) > 1 || !path.name.startsWith(WORD));
}

/**
 * Counts the records of a list, at most `MAX_COUNT`. If every demand is true of more records than that, only so many are
 * examined.
 */
export async function countList<T extends Ordered>(source: ListSource<T>, query: ListQuery<T>): Promise<number> {
  const demands = demandsOf(query);
  if (demands === 'nothing') return 0;
  const [only] = sizeOf(demands) === 1 ? demands.conditions : [];
  if (only !== undefined) {
    return countUpTo(source, only, MAX_COUNT);
  }
  const found = await readDemands(source, demands, MAX_COUNT);
  if (found.rare !== undefined) return (await found.rare.records()).filter(found.matches).length;
  if (sizeOf(demands) === 1) return MAX_COUNT;
  const path = await pathOf(source, query, found, { first: 1 });
  const steps = await path.read({ after: undefined, isBackward: false, limit: MAX_EXAMINED });
  return steps.filter(({ record }) => record !== undefined && found.matches(record)).length;
}

async function countUpTo<T>(source: ListSource<T>, { alternatives }: ListCondition<T>, limit: number): Promise<number> {
  const counts = await Promise.all(alternatives.map((where) => source.count(where, limit)));
  return Math.min(
    counts.reduce((sum, count) => sum + count, 0),
    limit,
  );
}

async function selectAll<T>(source: ListSource<T>, condition: ListCondition<T> | undefined): Promise<T[]> {
  return (await Promise.all((condition?.alternatives ?? []).map((where) => source.select({ where })))).flat();
}

/** What a record has to satisfy. */
interface Demands<T> {
  readonly words: readonly string[];
  readonly conditions: readonly ListCondition<T>[];
}

function demandsOf<T>({ search = '', conditions = [] }: ListQuery<T>): Demands<T> | 'nothing' {
  const words = searchedWords(search);
  return words.length === 0 && search.trim() !== '' ? 'nothing' : { words, conditions };
}

function sizeOf<T>({ words, conditions }: Demands<T>): number {
  return words.length + conditions.length;
}

/** The path of a list without demands, or with one that all records of the path satisfy. */
function onlyPath<T extends Ordered>(
  source: ListSource<T>,
  { sort }: ListQuery<T>,
  demands: Demands<T>,
): Path<T> | undefined {
  const [condition] = demands.conditions;
  if (demands.words.length > 0 || sizeOf(demands) > 1) return undefined;
  if (sort === undefined) return newestPath(source.select, condition?.alternatives ?? [{}]);
  return condition === undefined || condition === sort.range ? fieldPath(source.select, sort) : undefined;
}

/** The first records of each demand. */
interface Found<T> {
  readonly words: readonly string[];
  /** For each word, the ids of the records that have it. */
  readonly idsOfWords: readonly string[][];
  readonly conditions: readonly ListCondition<T>[];
  readonly matches: (record: T) => boolean;
  /** The demand that the fewest records satisfy, if all of them were found. */
  readonly rare: { readonly size: number; readonly records: () => Promise<T[]> } | undefined;
}

async function readDemands<T extends Ordered>(
  source: ListSource<T>,
  { words, conditions }: Demands<T>,
  limit: number,
): Promise<Found<T>> {
  const [entries, counts] = await Promise.all([
    Promise.all(words.map((word) => source.entries(firstEntries(word, limit + 1)))),
    Promise.all(conditions.map((condition) => countUpTo(source, condition, limit + 1))),
  ]);
  const idsOfWords = entries.map(recordIdsOf);
  const complete = [
    ...idsOfWords.map((ids, word) => ({ size: entries[word]?.length ?? 0, records: () => source.findMany(ids) })),
    ...counts.map((size, place) => ({ size, records: () => selectAll(source, conditions[place]) })),
  ].filter(({ size }) => size <= limit);
  const matches = (record: T) => {
    const ids = entryIdsOf(source.entity, record);
    const hasWords = words.every((word) => ids.some((id) => id.startsWith(word)));
    return hasWords && conditions.every((condition) => condition.matches(record));
  };
  return { words, idsOfWords, conditions, matches, rare: complete.sort((a, b) => a.size - b.size)[0] };
}

/** The path along which a list with demands is read. The next pages use the path of the cursor. */
async function pathOf<T extends Ordered>(
  source: ListSource<T>,
  { sort, isSorted = false }: ListQuery<T>,
  found: Found<T>,
  request: PageRequest,
): Promise<Path<T>> {
  if (sort !== undefined) return fieldPath(source.select, sort);
  const cursor = 'last' in request ? request.before : request.after;
  const begun = found.words.findIndex((_, place) => keyOfCursor(cursor ?? '', `${WORD}${place}`) !== undefined);
  const isNewestFirst = isSorted || (begun === -1 && (cursor !== undefined || found.rare !== undefined));
  if (found.words.length === 0 || isNewestFirst)
    return newestPath(source.select, found.conditions[0]?.alternatives ?? [{}]);
  const place = begun === -1 ? await bestWord(source, found) : begun;
  return wordPath(source, found.words[place] ?? '', place);
}

/** The place of the word whose first records match most often. */
async function bestWord<T extends Ordered>(source: ListSource<T>, { idsOfWords, matches }: Found<T>): Promise<number> {
  if (idsOfWords.length === 1) return 0;
  const samples = idsOfWords.map((ids) => ids.slice(0, SAMPLE));
  const records = await source.findMany([...new Set(samples.flat())]);
  const matching = new Set(records.filter(matches).map(({ id }) => id));
  const hits = samples.map((ids) => ids.filter((id) => matching.has(id)).length);
  return hits.indexOf(Math.max(...hits));
}
