import { useEffect, useState } from 'preact/hooks';
import type { WebhookQuery } from '../../generated/webhooks.js';

/** A webhook with its deliveries. */
export type OneWebhook = NonNullable<WebhookQuery['webhook']>;
export type Delivery = NonNullable<OneWebhook['deliveries']>[number];

/** What a part of the page of a webhook takes. `reload` asks for the webhook again, after a change. */
export interface WebhookPartProps {
  readonly webhook: OneWebhook;
  readonly reload: () => void;
}

/** After an accepted message or a change, the server sends the events that wait. These delays give it time to do so. */
const DELAYS_MS = [1500, 4000, 10_000];

/**
 * Returns what to call after a message or a change. It asks for the webhook again: at once, and if the server now sends
 * the events that wait, several times more until the webhook no longer fails.
 */
export function useReloadAfter({ webhook, reload }: WebhookPartProps): (sendsWaiting: boolean) => void {
  const [count, setCount] = useState(0);
  const isFailing = webhook.failingSince !== null;
  useEffect(() => {
    if (count === 0 || !isFailing) return;
    const timers = DELAYS_MS.map((delay) => setTimeout(reload, delay));
    return () => timers.forEach(clearTimeout);
  }, [count, isFailing]);
  return (sendsWaiting) => {
    setCount(sendsWaiting ? count + 1 : 0);
    reload();
  };
}
