import type { Checks } from './checked-walk.js';
import { type ConditionDemand, conditionDemand } from './condition-demand.js';
import { type Demand, MAX_RARE } from './demand.js';
import type { ListQuery } from './list-query.js';
import type { ListSource } from './list-source.js';
import type { Ordered } from './order-path.js';
import { type PartDemand, partDemand } from './part-demand.js';
import { entryIdsOfEach, type WordDemand, wordDemand, wordsOfSearch } from './word-demand.js';

/** All that a record has to satisfy. */
export interface Demands<T> {
  readonly words: readonly WordDemand<T>[];
  readonly conditions: readonly ConditionDemand<T>[];
  readonly part: PartDemand<T> | undefined;
  /** All of them, in the order in which they are checked. */
  readonly all: readonly Demand<T>[];
}

export function demandsOf<T extends Ordered>(
  source: ListSource<T>,
  { search = '', conditions = [], part }: ListQuery<T>,
): Demands<T> | 'nothing' {
  const found = wordsOfSearch(search);
  if (found === 'nothing') return found;
  const entryIds = entryIdsOfEach(source);
  const words = found.map((word, place) => wordDemand(source, { word, place, entryIds }));
  const onRecords = conditions.map((condition) => conditionDemand(source, condition));
  const onPart = part && partDemand(source, part);
  const all = [...words, ...onRecords, ...(onPart === undefined ? [] : [onPart])];
  return { words, conditions: onRecords, part: onPart, all };
}

/** A demand, and how many records satisfy it, up to a limit. */
export interface Counted<T> {
  readonly demand: Demand<T>;
  readonly count: number;
}

/** Counts up to `limit` records of each demand. */
export async function countEach<T>({ all }: Demands<T>, limit: number): Promise<Counted<T>[]> {
  return Promise.all(all.map(async (demand) => ({ demand, count: await demand.count(limit) })));
}

/** Returns the demand that fewest records satisfy, if these are at most `MAX_RARE`. */
export function rarestOf<T>(counted: readonly Counted<T>[]): Demand<T> | undefined {
  return counted.filter(({ count }) => count <= MAX_RARE).sort((a, b) => a.count - b.count)[0]?.demand;
}

/** Reads the records that satisfy all demands, one of which few records satisfy. */
export async function readRare<T extends Ordered>({ all, part }: Demands<T>, rare: Demand<T>): Promise<T[]> {
  const records = (await rare.readAll()).filter((record) => matchesAll(all, record));
  if (part === undefined || records.length === 0) return records;
  const inPart = new Set(await part.among(records.map(({ id }) => id)));
  return records.filter(({ id }) => inPart.has(id));
}

function matchesAll<T>(demands: readonly Demand<T>[], record: T): boolean {
  return demands.every((demand) => demand.matches?.(record) !== false);
}

/** The checks for a path along which all records satisfy `fulfilled`. */
export function checksOf<T>(
  { findMany }: Pick<ListSource<T>, 'findMany'>,
  { all }: Demands<T>,
  fulfilled: Demand<T> | undefined,
): Checks<T> {
  const rest = all.filter((demand) => demand !== fulfilled);
  return {
    findMany,
    matches: (record) => matchesAll(all, record),
    // Each step has fewer ids to look up than the one before.
    findMatching: async (ids) => {
      let matching = [...new Set(ids)];
      for (const demand of rest) matching = matching.length === 0 ? [] : await demand.among(matching);
      return new Set(matching);
    },
  };
}
