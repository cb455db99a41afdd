import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useConsole } from '../parts/console-context.js';
import { Snippet } from '../parts/copy.js';
import { layOut } from '../parts/operation-layout.js';
import { makeOperationLink } from '../parts/operation-link.js';
import type { SentOperation } from '../parts/operation-log.js';
import { Details } from '../parts/page.js';

/** "Show as GraphQL": the operations that the present screen has sent, with their variables, to copy. */
export function AsGraphql() {
  const { texts, operations } = useConsole();
  const { path } = useLocation();
  useEffect(() => operations.leave(), [path]);
  if (operations.sent.value.length === 0) return null;
  return (
    <Details class="as-graphql" summary={texts.say('shell.asGraphql')}>
      {() => operations.sent.value.map((operation) => <Operation key={operation.document} {...operation} />)}
    </Details>
  );
}

function Operation({ document, variables }: SentOperation) {
  const { texts } = useConsole();
  const text = layOut(document);
  return (
    <>
      <Snippet label={texts.say('shell.operation')} text={text} />
      {Object.keys(variables).length > 0 && (
        <Snippet label={texts.say('shell.variables')} text={JSON.stringify(variables, null, 2)} />
      )}
      <a href={`/console/explorer${makeOperationLink(text, variables)}`}>{texts.say('shell.openInExplorer')}</a>
    </>
  );
}
