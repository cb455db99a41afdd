import { among, type Scalar, type Where } from '../../model/conditions.js';
import { amongMany, beginsWith } from '../conditions.js';
import { entryIdsOf } from '../search/word-entries.js';
import { searchedWords } from '../search/words.js';
import type { Checks } from './checked-walk.js';
import type { ListCondition, ListQuery } from './list-query.js';
import type { Ordered, RecordSource } from './order-path.js';
import { firstEntries, recordIdsOf, type WordSource } from './word-path.js';

/** Where a list reads its records. */
export interface ListSource<T> extends WordSource<T>, RecordSource<T> {
  readonly findMany: (ids: readonly string[]) => Promise<T[]>;
  /** Counts the records that match, and stops at `limit`. */
  readonly count: (where: Where, limit: number) => Promise<number>;
  /** Counts the entries of words that match, and stops at `limit`. */
  readonly countEntries: (where: Where, limit: number) => Promise<number>;
  /** Returns the ids of the records that have an entry that matches. The condition limits the ids of the records. */
  readonly idsOfEntries: (where: Where, limit: number) => Promise<string[]>;
  /** Returns which of the records with these ids match. */
  readonly idsOfRecords: (ids: readonly string[], where: Where) => Promise<string[]>;
}

/** What a record has to satisfy. */
export interface Demands<T> {
  readonly words: readonly string[];
  readonly conditions: readonly ListCondition<T>[];
}

export function demandsOf<T>({ search = '', conditions = [] }: ListQuery<T>): Demands<T> | 'nothing' {
  const words = searchedWords(search);
  return words.length === 0 && search.trim() !== '' ? 'nothing' : { words, conditions };
}

export function sizeOf<T>({ words, conditions }: Demands<T>): number {
  return words.length + conditions.length;
}

/** If a demand is true of at most this many records, all of them are read and then sorted in memory. */
const MAX_RARE = 200;

/** How often each demand is true, and the one that is true of the fewest records. */
export interface Counted<T> {
  /** For each word, its entries. None of the numbers is more than the limit. */
  readonly words: readonly number[];
  /** For each condition, the records that satisfy it. */
  readonly conditions: readonly number[];
  /** Reads the records of the rarest demand, if it is true of at most `MAX_RARE` records. */
  readonly readRare: (() => Promise<T[]>) | undefined;
}

/** Counts up to `limit` records of each demand, which must be more than `MAX_RARE`. */
export async function countDemands<T>(
  source: ListSource<T>,
  { words, conditions }: Demands<T>,
  limit = MAX_RARE + 1,
): Promise<Counted<T>> {
  const [ofWords, ofConditions] = await Promise.all([
    Promise.all(words.map((word) => source.countEntries({ id: beginsWith(word) }, limit))),
    Promise.all(conditions.map((condition) => countUpTo(source, condition, limit))),
  ]);
  const complete = [
    ...ofWords.map((size, place) => ({ size, read: () => recordsOfWord(source, words[place] ?? '') })),
    ...ofConditions.map((size, place) => ({ size, read: () => recordsOf(source, conditions[place]) })),
  ].filter(({ size }) => size <= MAX_RARE);
  return { words: ofWords, conditions: ofConditions, readRare: complete.sort((a, b) => a.size - b.size)[0]?.read };
}

export async function countUpTo<T>(
  source: ListSource<T>,
  { alternatives }: ListCondition<T>,
  limit: number,
): Promise<number> {
  const counts = await Promise.all(alternatives.map((where) => source.count(where, limit)));
  return Math.min(
    counts.reduce((sum, count) => sum + count, 0),
    limit,
  );
}

/** More entries may have been stored since they were counted. */
async function recordsOfWord<T>(source: ListSource<T>, word: string): Promise<T[]> {
  return source.findMany(recordIdsOf(await source.entries(firstEntries(word, 2 * MAX_RARE))));
}

async function recordsOf<T>(source: ListSource<T>, condition: ListCondition<T> | undefined): Promise<T[]> {
  return (await Promise.all((condition?.alternatives ?? []).map((where) => source.select({ where })))).flat();
}

export function hasAll<T extends object>({ entity }: WordSource<T>, { words, conditions }: Demands<T>) {
  return (record: T): boolean => {
    const ids = words.length === 0 ? [] : entryIdsOf(entity, record);
    const hasWords = words.every((word) => ids.some((id) => id.startsWith(word)));
    return hasWords && conditions.every((condition) => condition.matches(record));
  };
}

/** The checks for a path along which all records satisfy `fulfilled`, a word or a condition. */
export function checksOf<T extends Ordered>(
  source: ListSource<T>,
  demands: Demands<T>,
  fulfilled: string | object | undefined,
): Checks<T> {
  const words = demands.words.filter((word) => word !== fulfilled);
  const conditions = demands.conditions.filter((condition) => condition !== fulfilled);
  return {
    findMany: source.findMany,
    matches: hasAll(source, demands),
    // Each step has fewer ids to look up than the one before.
    findMatching: async (ids) => {
      let matching = [...new Set(ids)];
      for (const word of words) matching = await idsWithWord(source, matching, word);
      for (const condition of conditions) matching = await idsWith(source, matching, condition);
      return new Set(matching);
    },
  };
}

async function idsWithWord<T>(source: ListSource<T>, ids: readonly string[], word: string): Promise<string[]> {
  if (ids.length === 0) return [];
  return source.idsOfEntries({ recordId: amongMany(ids), id: beginsWith(word) }, ids.length);
}

async function idsWith<T>(
  source: ListSource<T>,
  ids: readonly string[],
  { alternatives }: ListCondition<T>,
): Promise<string[]> {
  const where = unitedOf(alternatives);
  return ids.length === 0 || where === undefined ? [] : source.idsOfRecords(ids, where);
}

/** The alternatives are values of one field. There are several only if none of them is a range or `null`. */
function unitedOf(alternatives: readonly Where[]): Where | undefined {
  const [first, ...more] = alternatives;
  const field = Object.keys(first ?? {})[0];
  if (field === undefined || more.length === 0) return first;
  return { [field]: among(alternatives.map((where) => where[field] as Scalar)) };
}
