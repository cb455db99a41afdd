import { useConsole } from '../../parts/console-context.js';
import type { Delivery } from './one-webhook.js';

/** What the receiver answered to a message that was just sent. */
export function Outcome({ delivery }: { readonly delivery: Delivery | undefined }) {
  const { texts } = useConsole();
  return (
    <div role="status">
      {delivery !== undefined && (
        <div class={delivery.accepted ? 'outcome good' : 'outcome problem'}>
          <p>
            {delivery.accepted
              ? texts.say('webhooks.accepted', { status: String(delivery.statusCode) })
              : texts.say('webhooks.refused')}{' '}
            {delivery.error}
          </p>
          <Answer response={delivery.response} />
        </div>
      )}
    </div>
  );
}

/** The beginning of an answer, as text: the receiver chose it. */
export function Answer({ response }: Pick<Delivery, 'response'>) {
  const { texts } = useConsole();
  if (response === null || response === '') return null;
  return (
    <figure class="answer">
      <figcaption>{texts.say('webhooks.answer')}</figcaption>
      <pre>{response}</pre>
    </figure>
  );
}
