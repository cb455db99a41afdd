import type { ComponentChildren } from 'preact';
import { useConsole } from './console-context.js';
import type { QueryState } from './query.js';

/**
 * Shows the data of a query. If the query failed, shows the error and a button to try again. It keeps its place while it
 * loads.
 */
export function Loaded<Data>({
  query,
  children,
}: {
  readonly query: QueryState<Data>;
  readonly children: (data: Data) => ComponentChildren;
}) {
  const { texts } = useConsole();
  const { data, error, isLoading, reload } = query;
  return (
    <div aria-busy={isLoading} class="loaded">
      {error !== undefined && (
        <div class="problem" role="alert">
          <p>{error.message}</p>
          <button type="button" onClick={reload}>
            {texts.say('parts.retry')}
          </button>
        </div>
      )}
      {data === undefined ? error === undefined && <p class="waiting">{texts.say('parts.loading')}</p> : children(data)}
    </div>
  );
}
