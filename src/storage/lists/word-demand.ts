import { between } from '../../model/conditions.js';
import { amongMany, beginsWith, LAST_CODE_POINT } from '../conditions.js';
import type { Selection } from '../database.js';
import type { WordEntry } from '../entity.js';
import { entryIdsOf } from '../search/word-entries.js';
import { searchedWords } from '../search/words.js';
import { type Demand, MAX_RARE } from './demand.js';
import type { ListSource } from './list-source.js';
import type { Path, PathPart } from './path.js';

/** The demand that a record has a word that begins with a text. */
export interface WordDemand<T> extends Demand<T> {
  readonly word: string;
  readonly path: Path<T>;
}

/** The words of a search, or `nothing` if it consists of characters that no word has. */
export function wordsOfSearch(search: string): string[] | 'nothing' {
  const words = searchedWords(search);
  return words.length === 0 && search.trim() !== '' ? 'nothing' : words;
}

/** Returns a function that computes the ids of the entries of a record, once for each record. */
export function entryIdsOfEach<T extends object>({ entity }: ListSource<T>): (record: T) => readonly string[] {
  const known = new WeakMap<T, readonly string[]>();
  return (record) => {
    const ids = known.get(record) ?? entryIdsOf(entity, record);
    known.set(record, ids);
    return ids;
  };
}

interface SearchedWord<T> {
  readonly word: string;
  /** Its place in the search. */
  readonly place: number;
  readonly entryIds: (record: T) => readonly string[];
}

export function wordDemand<T extends { readonly id: string }>(
  source: ListSource<T>,
  searched: SearchedWord<T>,
): WordDemand<T> {
  const { word, entryIds } = searched;
  const where = { id: beginsWith(word) };
  const firstIds = async (limit: number) =>
    recordIdsOf(await source.entries(entriesOf(word, { after: undefined, isBackward: false, limit })));
  return {
    word,
    path: wordPath(source, searched),
    count: (limit) => source.countEntries(where, limit),
    firstIds,
    among: (ids) => source.idsOfEntries({ recordId: amongMany(ids), ...where }, ids.length),
    // More entries may have been stored since they were counted.
    readAll: async () => source.findMany(await firstIds(2 * MAX_RARE)),
    matches: (record) => entryIds(record).some((id) => id.startsWith(word)),
  };
}

/** The path along all words that begin alike: in the order of the words, and the newest record of a word first. */
function wordPath<T>({ entries }: ListSource<T>, { word, place, entryIds }: SearchedWord<T>): Path<T> {
  const keyOf = (record: T) =>
    entryIds(record)
      .filter((id) => id.startsWith(word))
      .sort(compare)[0];
  return {
    name: `word${place}`,
    keyOf,
    compare,
    checkKey: (key) => {
      if (!key.startsWith(word)) throw new RangeError('The cursor must come from a page of this search.');
    },
    places: async (part) =>
      (await entries(entriesOf(word, part))).map(({ id, recordId }) => ({ key: id, id: recordId })),
  };
}

function recordIdsOf(entries: readonly WordEntry[]): string[] {
  return [...new Set(entries.map(({ recordId }) => recordId))];
}

/** Selects a part of the entries of the words that begin with `prefix`. */
export function entriesOf(prefix: string, { after, isBackward, limit }: PathPart): Selection {
  const from = after !== undefined && !isBackward ? { $gt: after } : { $gte: prefix };
  const to = after !== undefined && isBackward ? after : `${prefix}${LAST_CODE_POINT}`;
  return { where: { id: between({ ...from, $lt: to }) }, orderBy: { id: isBackward ? 'desc' : 'asc' }, limit };
}

/** Compares as both databases do: by code points. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
