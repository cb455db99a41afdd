import { between } from '../../model/conditions.js';
import { beginsWith, LAST_CODE_POINT } from '../conditions.js';
import type { Selection } from '../database.js';
import type { Entity, WordEntry } from '../entity.js';
import { entryIdsOf } from '../search/word-entries.js';
import type { Path, PathPart } from './path.js';

/** Where a search reads the entries of the words. */
export interface WordSource<T> {
  readonly entity: Entity<T>;
  readonly entries: (selection: Selection) => Promise<WordEntry[]>;
}

/** The names of the paths along words begin with this. */
export const WORD = 'word';

/** The path along all words that begin with `prefix`: in the order of the words, and the newest record of a word first. */
export function wordPath<T extends { readonly id: string }>(
  { entity, entries }: WordSource<T>,
  prefix: string,
  place: number,
): Path<T> {
  const keyOf = (record: T) =>
    entryIdsOf(entity, record)
      .filter((id) => id.startsWith(prefix))
      .sort(compare)[0];
  return {
    name: `${WORD}${place}`,
    keyOf,
    compare,
    checkKey: (key) => {
      if (!key.startsWith(prefix)) throw new RangeError('The cursor must come from a page of this search.');
    },
    places: async (part) =>
      (await entries(selectionOf(prefix, part))).map(({ id, recordId }) => ({ key: id, id: recordId })),
  };
}

export function recordIdsOf(entries: readonly WordEntry[]): string[] {
  return [...new Set(entries.map(({ recordId }) => recordId))];
}

/** Selects the first entries of the words that begin with `prefix`. */
export function firstEntries(prefix: string, limit: number): Selection {
  return { where: { id: beginsWith(prefix) }, orderBy: { id: 'asc' }, limit };
}

function selectionOf(prefix: string, { after, isBackward, limit }: PathPart): Selection {
  const from = after !== undefined && !isBackward ? { $gt: after } : { $gte: prefix };
  const to = after !== undefined && isBackward ? after : `${prefix}${LAST_CODE_POINT}`;
  return { where: { id: between({ ...from, $lt: to }) }, orderBy: { id: isBackward ? 'desc' : 'asc' }, limit };
}

/** Compares as both databases do: by code points. */
function compare(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
