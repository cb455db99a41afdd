import { useConsole } from '../../parts/console-context.js';
import { pastOperations } from './drafts.js';
import { findOperations } from './operations.js';
import type { Explorer } from './use-explorer.js';

/** The operations that were run since the page was loaded. */
export function Past({ explorer }: { readonly explorer: Explorer }) {
  const { texts } = useConsole();
  return (
    <>
      <p>{texts.say('explorer.pastText')}</p>
      <ul class="explorer-past">
        {pastOperations.value.map((past) => (
          <li key={`${past.document} ${past.variables}`}>
            <button type="button" onClick={() => explorer.write(past)}>
              <strong>{titleOf(past.document)}</strong>
              <span>{past.variables.replaceAll(/\s+/g, ' ')}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The kind and the name of the operation, or the beginning of its text. */
function titleOf(document: string): string {
  const [first] = findOperations(document);
  const name = first?.name?.value;
  return name === undefined ? document.replaceAll(/\s+/g, ' ').slice(0, 80) : `${first?.operation} ${name}`;
}
