import { useConsole } from '../../parts/console-context.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { makeOperationLink } from '../../parts/operation-link.js';
import { prettify } from './operations.js';
import type { Explorer } from './use-explorer.js';
import { parseVariables } from './variables.js';

/** The buttons above the editors. */
export function Toolbar({ explorer }: { readonly explorer: Explorer }) {
  const { texts, server } = useConsole();
  const { draft, run, operations, chosen } = explorer;
  const isBusy = run.outcome.state === 'running' || run.outcome.state === 'listening';
  const values = parseVariables(draft.variables);
  return (
    <div class="explorer-tools">
      {isBusy ? (
        <button type="button" class="main" onClick={run.stop}>
          {texts.say('explorer.stop')}
        </button>
      ) : (
        <button type="button" class="main" disabled={values === undefined} onClick={explorer.start}>
          {texts.say('explorer.run')}
        </button>
      )}
      {operations.length > 1 && (
        <label>
          <span class="unseen">{texts.say('explorer.operation')}</span>
          <select value={chosen?.name?.value} onChange={({ currentTarget }) => explorer.choose(currentTarget.value)}>
            {operations.map(({ name, operation }, position) => (
              <option key={name?.value ?? position} value={name?.value}>
                {operation} {name?.value}
              </option>
            ))}
          </select>
        </label>
      )}
      <button
        type="button"
        onClick={() =>
          explorer.write({
            document: prettify(draft.document),
            variables: values === undefined ? draft.variables : layOut(values),
          })
        }
      >
        {texts.say('explorer.prettify')}
      </button>
      <button type="button" onClick={explorer.showPlaceAtCursor}>
        {texts.say('explorer.explain')}
      </button>
      <LinkButton link={`${server}/console/explorer${makeOperationLink(draft.document, values ?? {})}`} />
    </div>
  );
}

function LinkButton({ link }: { readonly link: string }) {
  const { texts } = useConsole();
  const say = useNotice();
  return (
    <button
      type="button"
      onClick={() =>
        navigator.clipboard.writeText(link).then(
          () => say(texts.say('explorer.linkCopied')),
          // If the browser refuses to copy, the user finds the link in the address bar.
          () => history.replaceState(history.state, '', link),
        )
      }
    >
      {texts.say('explorer.copyLink')}
    </button>
  );
}

function layOut(values: Record<string, unknown>): string {
  return Object.keys(values).length === 0 ? '' : JSON.stringify(values, null, 2);
}
