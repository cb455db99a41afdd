import { useConsole } from '../../parts/console-context.js';
import { Section } from '../../parts/page.js';
import type { OneWebhook } from './one-webhook.js';
import { Answer } from './outcome.js';

/** What to do about a failing webhook, with the last error and the answer of the receiver. */
export function Mend({ webhook: { lastError, deliveries } }: { readonly webhook: OneWebhook }) {
  const { texts } = useConsole();
  const failed = deliveries?.find(({ kind, accepted }) => kind === 'EVENT' && !accepted);
  return (
    <Section title={texts.say('webhooks.mendTitle')}>
      {lastError !== null && <p class="problem">{lastError}</p>}
      <Answer response={failed?.response ?? null} />
      <ul class="ways">
        <li>{texts.say('webhooks.mendUrl')}</li>
        <li>{texts.say('webhooks.mendReceiver')}</li>
        <li>{texts.say('webhooks.mendSecret')}</li>
      </ul>
    </Section>
  );
}
