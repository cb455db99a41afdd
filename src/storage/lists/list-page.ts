/*
 * This folder reads lists that are searched, filtered or sorted in several ways. A *demand* is one condition that a record
 * has to satisfy: a word of the search, a condition of the filter, or that it belongs to a part, such as a group. A *path*
 * is an index along which a list is read, and a *place* is a position on it. To *walk* a path means to read its places in
 * order, and to check the other demands for many places at once, up to a limit. The folder knows record types only
 * through their entities. To understand it, read docs/decisions/lists.md, then this file. `list-count.ts` counts.
 */

import type { Page, PageRequest } from '../../model/record-store.js';
import { bestWord } from './best-word.js';
import { walkChecked } from './checked-walk.js';
import { type Demand, MAX_RARE } from './demand.js';
import { checksOf, countEach, type Demands, demandsOf, rarestOf, readRare } from './demands.js';
import type { ListQuery } from './list-query.js';
import type { ListSource } from './list-source.js';
import { fieldPath, newestPath, type Ordered } from './order-path.js';
import { keyOfCursor, type Path, pageInMemory, type RecordPath, walk } from './path.js';

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
  const demands = demandsOf(source, query);
  if (demands === 'nothing') return pageInMemory(newestPath(source, []), request, []);
  const only = onlyPath(source, query, demands);
  if (only !== undefined) return walk(only, request);
  const rare = rarestOf(await countEach(demands, MAX_RARE + 1));
  const { path, fulfilled } = await routeOf(source, query, demands, { request, isRare: rare !== undefined });
  if (rare !== undefined) return pageInMemory(path, request, await readRare(demands, rare));
  const isSelective = fulfilled === undefined || demands.all.length > 1;
  return walkChecked(path, request, checksOf(source, demands, fulfilled), isSelective);
}

/** The path of a list without demands, or with one that all records of the path satisfy. */
function onlyPath<T extends Ordered>(
  source: ListSource<T>,
  { sort }: ListQuery<T>,
  { conditions: [only], all }: Demands<T>,
): RecordPath<T> | undefined {
  if (all.length > 1 || all[0] !== only) return undefined;
  if (sort === undefined) return only?.path ?? newestPath(source, [{}]);
  return only === undefined || only.condition === sort.range ? fieldPath(source, sort) : undefined;
}

/** A path along which a list with demands is read, and the demand that all its records satisfy. */
interface Route<T> {
  readonly path: Path<T>;
  readonly fulfilled: Demand<T> | undefined;
}

/** The route of a list with demands. The next pages use the path of the cursor. */
async function routeOf<T extends Ordered>(
  source: ListSource<T>,
  { sort, isSorted = false }: ListQuery<T>,
  demands: Demands<T>,
  { request, isRare }: { readonly request: PageRequest; readonly isRare: boolean },
): Promise<Route<T>> {
  const { words, conditions, part } = demands;
  const along = (demand: { readonly path: Path<T> } & Demand<T>) => ({ path: demand.path, fulfilled: demand });
  if (sort !== undefined) {
    const fulfilled = conditions.find(({ condition }) => condition === sort.range);
    return { path: fieldPath(source, sort), fulfilled };
  }
  if (part !== undefined && !isSorted) return along(part);
  const cursor = 'last' in request ? request.before : request.after;
  const begun = words.find(({ path }) => keyOfCursor(cursor ?? '', path.name) !== undefined);
  const isNewestFirst = isSorted || (begun === undefined && (cursor !== undefined || isRare));
  const word = isNewestFirst ? undefined : (begun ?? (await bestWord(source, demands)));
  if (word !== undefined) return along(word);
  const [condition] = conditions;
  return condition === undefined ? { path: newestPath(source, [{}]), fulfilled: undefined } : along(condition);
}
