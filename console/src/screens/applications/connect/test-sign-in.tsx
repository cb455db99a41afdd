import { useState } from 'preact/hooks';
import { EventSentence } from '../../../events/event-sentence.js';
import type { ShownEvent } from '../../../events/shown-event.js';
import { useConsole } from '../../../parts/console-context.js';
import { Section } from '../../../parts/page.js';
import { isSignIn } from '../refusals.js';
import { ExplainAddress } from './explain-address.js';
import { useNewEvents } from './new-events.js';
import { Refusal } from './refusal.js';
import { startOf, type TestedClient } from './tested-client.js';

/**
 * Opens the application, and shows what its sign-in leads to. Only the application can begin its sign-in, so the user
 * presses its button there.
 */
export function TestSignIn({ client }: { readonly client: TestedClient }) {
  const { texts } = useConsole();
  const [isWaiting, setWaiting] = useState(false);
  const { events, isReady } = useNewEvents(client.id, isWaiting);
  const start = startOf(client);
  const [newest] = events;
  const begin = () => setWaiting(true);
  return (
    <Section title={texts.say('applications.test')} text={texts.say('applications.testText', { name: client.name })}>
      <div class="actions">
        {start === undefined ? (
          <button type="button" onClick={begin} disabled={isWaiting}>
            {texts.say('applications.testWait')}
          </button>
        ) : (
          <a class="button" href={start} target="_blank" rel="noreferrer" onClick={begin}>
            {texts.say('applications.testStart')}
          </a>
        )}
      </div>
      <div role="status" class="test-result">
        {isReady && newest === undefined && (
          <p class="waiting">{texts.say('applications.testWaiting', { name: client.name })}</p>
        )}
        {newest !== undefined && <Result client={client} event={newest} />}
      </div>
      {client.integrations.includes('OIDC') && <ExplainAddress />}
    </Section>
  );
}

function Result({ client, event }: { readonly client: TestedClient; readonly event: ShownEvent }) {
  const { texts } = useConsole();
  const isGood = event.outcome === 'SUCCESS';
  return (
    <div class={isGood ? 'verdict good' : 'verdict problem'}>
      {isSignIn(event) && (
        <p>
          <strong>{texts.say('applications.testWorks')}</strong>
        </p>
      )}
      <p>
        <EventSentence event={event} /> <small>{texts.moment(event.at)}</small>
      </p>
      {!isGood && <Refusal client={client} event={event} />}
    </div>
  );
}
