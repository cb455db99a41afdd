/*
 * This folder contains long lists: search, filters, pages, tables and exports. The position in a list is in the address,
 * so that links and the back button keep it. To understand this folder, read this file first, then `list-tools.tsx`.
 */

import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';

const PAGE_SIZE = 50;
/** A search begins when the user has not typed for this long. */
const TYPING_MS = 250;

/** The variables of a query for the present page. */
export interface ListVariables {
  readonly search: string | null;
  readonly first: number;
  readonly after: string | null;
  readonly last: number | null;
  readonly before: string | null;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface ListState<Filters extends Readonly<Record<string, string>>> {
  /** What the user has typed into the search field. */
  readonly search: string;
  find(text: string): void;
  /** The filters. An empty text stands for all. */
  readonly filters: { readonly [Name in keyof Filters]: string };
  setFilter(name: keyof Filters & string, value: string): void;
  setFilters(values: Partial<Record<keyof Filters & string, string>>): void;
  readonly order: string;
  setOrder(order: string): void;
  readonly variables: ListVariables;
  /** Whether a search or a filter is set, so that an empty list does not mean that there is nothing. */
  readonly isNarrowed: boolean;
  go(page: 'next' | 'previous', from: PageInfo): void;
}

export interface ListOptions<Filters> {
  /** The filters with their values at the start. */
  readonly filters?: Filters;
  readonly defaultOrder?: string;
}

const NO_FILTERS = {};

/** The position of the user in a list. It is in the query string of the address. */
export function useList<Filters extends Readonly<Record<string, string>> = Record<never, string>>({
  filters: defaults = NO_FILTERS as Filters,
  defaultOrder = '',
}: ListOptions<Filters> = {}): ListState<Filters> {
  const { path, query, route } = useLocation();
  const search = query.search ?? '';
  const [typed, setTyped] = useState(search);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const position = new Map(Object.entries(query));

  /** Shows the list with other parameters, from its first page. Empty texts are left out of the address. */
  function show(changes: Readonly<Record<string, string>>, replace: boolean): void {
    const { after: _after, before: _before, ...rest } = query;
    const entries = Object.entries({ ...rest, ...changes }).filter(([name, value]) => value !== (defaults[name] ?? ''));
    const text = new URLSearchParams(entries).toString();
    route(text === '' ? path : `${path}?${text}`, replace);
  }

  // A search that waits keeps a filter that the user sets meanwhile.
  const latest = useRef(show);
  latest.current = show;
  // The address can get another search without the field, such as by the back button or the menu.
  useEffect(() => {
    if (timer.current === undefined) setTyped((now) => (now.trim() === search ? now : search));
  }, [search]);
  // A search that waits must not lead back to a list that the user has left.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [path],
  );

  const filters = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, query[name] ?? value]));
  const before = position.get('before') ?? null;
  return {
    search: typed,
    find: (text) => {
      setTyped(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        timer.current = undefined;
        latest.current({ search: text.trim() }, true);
      }, TYPING_MS);
    },
    filters: filters as { [Name in keyof Filters]: string },
    setFilter: (name, value) => show({ [name]: value }, true),
    setFilters: (values) => show(values as Record<string, string>, true),
    order: query.order ?? defaultOrder,
    setOrder: (order) => show({ order: order === defaultOrder ? '' : order }, true),
    variables: {
      search: search === '' ? null : search,
      first: PAGE_SIZE,
      after: position.get('after') ?? null,
      last: before === null ? null : PAGE_SIZE,
      before,
    },
    isNarrowed: search !== '' || Object.entries(filters).some(([name, value]) => value !== defaults[name]),
    go: (page, { startCursor, endCursor }) =>
      show(page === 'next' ? { after: endCursor ?? '' } : { before: startCursor ?? '' }, false),
  };
}
