import { useRef, useState } from 'preact/hooks';
import { useConsole } from './console-context.js';

const PAGE_SIZE = 50;
/** A search begins when the user has not typed for this long. */
const TYPING_MS = 250;

interface Position {
  readonly first: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

export interface Paging {
  /** What the user has typed into the search field. */
  readonly search: string;
  /** The variables of the query for the present page. */
  readonly variables: Position & { readonly search: string | null };
  find(text: string): void;
  go(position: Position): void;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** The position of the user in a list: the text that is searched for, and the page. */
export function usePaging(): Paging {
  const [search, setSearch] = useState('');
  const [found, setFound] = useState('');
  const [position, setPosition] = useState<Position>({ first: PAGE_SIZE });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return {
    search,
    variables: { ...position, search: found.trim() === '' ? null : found.trim() },
    find: (text) => {
      setSearch(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        setFound(text);
        setPosition({ first: PAGE_SIZE });
      }, TYPING_MS);
    },
    go: setPosition,
  };
}

export function PageButtons({ page, paging }: { readonly page: PageInfo; readonly paging: Paging }) {
  const { texts } = useConsole();
  if (!page.hasNextPage && !page.hasPreviousPage) return null;
  return (
    <div class="page-buttons">
      <button
        type="button"
        disabled={!page.hasPreviousPage}
        onClick={() => paging.go({ first: PAGE_SIZE, last: PAGE_SIZE, before: page.startCursor })}
      >
        {texts.say('list.previous')}
      </button>
      <button
        type="button"
        disabled={!page.hasNextPage}
        onClick={() => paging.go({ first: PAGE_SIZE, after: page.endCursor })}
      >
        {texts.say('list.next')}
      </button>
    </div>
  );
}
