import type { WebhooksQuery } from '../../generated/webhooks.js';
import { useConsole } from '../../parts/console-context.js';
import { Badge } from '../../parts/page.js';

export type Webhook = WebhooksQuery['webhooks'][number];
type State = 'working' | 'failing' | 'paused' | 'new';

const TONES = { working: 'good', failing: 'problem', paused: 'plain', new: 'plain' } as const;

export function stateOf({ enabled, failingSince, lastDeliveredAt }: Webhook): State {
  if (!enabled) return 'paused';
  if (failingSince !== null) return 'failing';
  return lastDeliveredAt === null ? 'new' : 'working';
}

/** The state of a webhook: one word, and if it fails, the last error and the next attempt. */
export function WebhookState({ webhook }: { readonly webhook: Webhook }) {
  const { texts } = useConsole();
  const state = stateOf(webhook);
  const { lastError, nextAttemptAt } = webhook;
  return (
    <>
      <Badge tone={TONES[state]}>{texts.say(`webhooks.state.${state}`)}</Badge>
      {state === 'failing' && lastError !== null && <small>{lastError}</small>}
      {state === 'failing' && nextAttemptAt !== null && (
        <small>{texts.say('webhooks.nextAttempt', { time: texts.moment(nextAttemptAt) })}</small>
      )}
    </>
  );
}
