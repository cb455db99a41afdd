import { json } from '@codemirror/lang-json';
import { type GraphQLSchema, isEnumType } from 'graphql';
import type { AdminRequestFault } from '../../../../../packages/admin/src/client/admin-request-error.js';
import { useConsole } from '../../../parts/console-context.js';
import { CopyButton } from '../../../parts/copy.js';
import { Description } from '../documentation/description.js';
import { CodeEditor } from '../editor/code-editor.js';
import type { Outcome } from './use-run.js';

export interface ResponsesProps {
  readonly schema: GraphQLSchema | undefined;
  readonly outcome: Outcome;
}

/** The response, or the events of a subscription, the latest first. */
export function Responses({ schema, outcome }: ResponsesProps) {
  const { texts } = useConsole();
  const { state, responses, count, faults } = outcome;
  const text = responses.join('\n\n');
  return (
    <>
      <div class="line">
        <p role="status">{texts.say(`explorer.state.${state}`, { count })}</p>
        {text !== '' && <CopyButton label={texts.say('explorer.pane.response')} text={text} />}
      </div>
      {faults.length > 0 && (
        <ul class="problem" role="alert">
          {faults.map((fault) => (
            <Fault key={`${fault.path} ${fault.message}`} fault={fault} schema={schema} />
          ))}
        </ul>
      )}
      {text !== '' && (
        <CodeEditor
          use="read"
          class="response"
          label={texts.say('explorer.pane.response')}
          text={text}
          extensions={RESPONSE}
        />
      )}
    </>
  );
}

const RESPONSE = json();

/** What the API says, and what the schema says about this kind of error. */
function Fault({ fault, schema }: { readonly fault: AdminRequestFault; readonly schema: GraphQLSchema | undefined }) {
  const code = fault.extensions?.code;
  const codes = schema?.getType('ErrorCode');
  const meaning = code !== undefined && isEnumType(codes) ? codes.getValue(code)?.description : undefined;
  return (
    <li>
      {fault.path !== undefined && <code>{fault.path.join('.')}</code>}
      <Description text={fault.message} />
      {code !== undefined && (
        <details>
          <summary>{code}</summary>
          {meaning}
        </details>
      )}
    </li>
  );
}
