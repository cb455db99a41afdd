import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { TypedDocument } from '../../../packages/admin/src/client/typed-document.js';
import { useConsole } from './console-context.js';

/** The state of a query. While new data are loading, `data` are the previous data. */
export interface QueryState<Data> {
  readonly data: Data | undefined;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
  /** Sends the query again, for example after a mutation. */
  readonly reload: () => void;
}

/** Sends a query when the part appears, and again when its variables change. */
export function useQuery<Data, Variables extends object>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
): QueryState<Data> {
  const { connection, operations } = useConsole();
  const [state, setState] = useState<Omit<QueryState<Data>, 'reload'>>({
    data: undefined,
    error: undefined,
    isLoading: true,
  });
  const [attempt, setAttempt] = useState(0);
  const key = JSON.stringify(variables);
  // The query is sent before the browser lays out and paints the screen.
  useLayoutEffect(() => {
    let isCurrent = true;
    const set = (next: (before: Omit<QueryState<Data>, 'reload'>) => Omit<QueryState<Data>, 'reload'>) => {
      if (isCurrent) setState(next);
    };
    operations.add({ document, variables });
    set((before) => (before.isLoading ? before : { ...before, isLoading: true }));
    connection.request(document, variables).then(
      (data) => set(() => ({ data, error: undefined, isLoading: false })),
      (error: Error) => set((before) => ({ ...before, error, isLoading: false })),
    );
    return () => {
      isCurrent = false;
    };
  }, [document, key, attempt, connection]);
  useEffect(() => () => operations.remove(document), [document, operations]);
  return { ...state, reload: () => setAttempt((before) => before + 1) };
}

/** Asks again when the user returns to the window, because another person may have used a link meanwhile. */
export function useReloadOnReturn({ reload }: Pick<QueryState<unknown>, 'reload'>): void {
  useEffect(() => {
    const onChange = () => document.visibilityState === 'visible' && reload();
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
}
