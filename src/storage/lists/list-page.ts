import type { Page, PageRequest } from '../../model/record-store.js';
import { bestWord } from './best-word.js';
import { type Checks, walkChecked } from './checked-walk.js';
import { checksOf, countDemands, type Demands, demandsOf, hasAll, type ListSource, sizeOf } from './demands.js';
import type { ListQuery } from './list-query.js';
import { fieldPath, newestPath, type Ordered } from './order-path.js';
import { keyOfCursor, type Path, pageInMemory, type RecordPath, walk } from './path.js';
import { WORD, wordPath } from './word-path.js';

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
  if (demands === 'nothing') return pageInMemory(newestPath(source, []), request, []);
  const only = onlyPath(source, query, demands);
  if (only !== undefined) return walk(only, request);
  const { readRare } = await countDemands(source, demands);
  const { path, checks, isSelective } = await routeOf(source, query, demands, request, readRare !== undefined);
  if (readRare !== undefined) return pageInMemory(path, request, (await readRare()).filter(hasAll(source, demands)));
  return walkChecked(path, request, checks, isSelective);
}

/** The path of a list without demands, or with one that all records of the path satisfy. */
function onlyPath<T extends Ordered>(
  source: ListSource<T>,
  { sort }: ListQuery<T>,
  demands: Demands<T>,
): RecordPath<T> | undefined {
  const [condition] = demands.conditions;
  if (demands.words.length > 0 || sizeOf(demands) > 1) return undefined;
  if (sort === undefined) return newestPath(source, condition?.alternatives ?? [{}]);
  return condition === undefined || condition === sort.range ? fieldPath(source, sort) : undefined;
}

/** A path along which a list with demands is read, and the demands that remain to be checked. */
interface Route<T> {
  readonly path: Path<T>;
  readonly checks: Checks<T>;
  /** Whether demands remain. */
  readonly isSelective: boolean;
}

/** The route of a list with demands. The next pages use the path of the cursor. */
async function routeOf<T extends Ordered>(
  source: ListSource<T>,
  { sort, isSorted = false }: ListQuery<T>,
  demands: Demands<T>,
  request: PageRequest,
  isRare: boolean,
): Promise<Route<T>> {
  const { words, conditions } = demands;
  const route = (path: Path<T>, fulfilled: string | object | undefined): Route<T> => ({
    path,
    checks: checksOf(source, demands, fulfilled),
    isSelective: fulfilled === undefined || sizeOf(demands) > 1,
  });
  if (sort !== undefined) return route(fieldPath(source, sort), sort.range);
  const cursor = 'last' in request ? request.before : request.after;
  const begun = words.findIndex((_, place) => keyOfCursor(cursor ?? '', `${WORD}${place}`) !== undefined);
  const isNewestFirst = isSorted || (begun === -1 && (cursor !== undefined || isRare));
  if (words.length === 0 || isNewestFirst)
    return route(newestPath(source, conditions[0]?.alternatives ?? [{}]), conditions[0]);
  const place = begun === -1 ? await bestWord(source, demands) : begun;
  const word = words[place] ?? '';
  return route(wordPath(source, word, place), word);
}
