import type { Page, PageRequest } from '../../model/record-store.js';
import { type PagePart, pageOf, pagePart } from '../page-part.js';
import { cursorOf, itemOf, type Path, type Place, type Step, startOf } from './path.js';

/** The demands of a list that not all records on a path satisfy. */
export interface Checks<T> {
  /** Returns the ids of the records that satisfy them, without reading the records. */
  readonly findMatching: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly findMany: (ids: readonly string[]) => Promise<T[]>;
  /** Checks a record again, because it can have changed since the index was read. */
  readonly matches: (record: T) => boolean;
}

/** How many places are examined at most for one page or count. */
export const MAX_EXAMINED = 300;

/** How many places are examined at once, unless fewer would remain. */
const CHUNK = 128;

/**
 * Reads a page along a path, and only the records that match. If only few of the examined places match, the page has
 * fewer records than requested, and names the place that the next page has to start from.
 *
 * @throws RangeError if the cursor is invalid, or the size of the page is not from 1 to 100
 */
export async function walkChecked<T extends { readonly id: string }>(
  path: Path<T>,
  request: PageRequest,
  checks: Checks<T>,
  isSelective: boolean,
): Promise<Page<T>> {
  const part = pagePart(request);
  const found: Step<T>[] = [];
  let after = startOf(path, part);
  let examined = 0;
  let hasEnded = false;
  while (!hasEnded && found.length <= part.size && examined < MAX_EXAMINED) {
    // Without further demands, the records of the first places usually match.
    const limit = isSelective || examined > 0 ? chunkOf(MAX_EXAMINED - examined) : part.size + 1;
    const places = await path.places({ after, isBackward: part.isBackward, limit });
    found.push(...(await readSteps(path, places, checks, part.size + 1 - found.length)));
    examined += places.length;
    hasEnded = places.length < limit;
    after = places.at(-1)?.key ?? after;
  }
  const page = pageOf(found, part, (step) => itemOf(path, step));
  return hasEnded || found.length > part.size || after === undefined
    ? page
    : withRest(page, part, cursorOf(path, after));
}

function chunkOf(rest: number): number {
  return rest < 2 * CHUNK ? rest : CHUNK;
}

/** Reads the first `limit` records that match, or all if there are fewer. */
async function readSteps<T extends { readonly id: string }>(
  path: Path<T>,
  places: readonly Place[],
  { findMatching, findMany, matches }: Checks<T>,
  limit: number,
): Promise<Step<T>[]> {
  const matching = await findMatching(places.map(({ id }) => id));
  const steps: Step<T>[] = [];
  for (let rest = places.filter(({ id }) => matching.has(id)); rest.length > 0 && steps.length < limit; ) {
    const next = rest.slice(0, limit - steps.length);
    rest = rest.slice(next.length);
    const ids = [...new Set(next.map(({ id }) => id))];
    const records = new Map((await findMany(ids)).map((record) => [record.id, record]));
    for (const { key, id } of next) {
      const record = records.get(id);
      // A record with several places is listed at the first one.
      if (record !== undefined && path.keyOf(record) === key && matches(record)) steps.push({ key, record });
    }
  }
  return steps;
}

/** Says that the list continues after the last place that was examined. */
function withRest<T>(page: Page<T>, { isBackward }: PagePart, cursor: string): Page<T> {
  return isBackward
    ? { ...page, hasPreviousPage: true, startCursor: cursor }
    : { ...page, hasNextPage: true, endCursor: cursor };
}
