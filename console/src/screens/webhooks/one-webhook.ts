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

/** After an accepted message, the server sends the events that wait. These delays give it time to do so. */
const DELAYS_MS = [1500, 4000, 10_000];

/**
 * Returns what to call after a message was sent. It asks for the webhook again: at once, and if the receiver accepted the
 * message, several times more until the webhook no longer fails.
 */
export function useReloadAfter({ webhook, reload }: WebhookPartProps): (delivery: Delivery) => void {
  const [accepted, setAccepted] = useState<Delivery>();
  const isFailing = webhook.failingSince !== null;
  useEffect(() => {
    if (accepted === undefined || !isFailing) return;
    const timers = DELAYS_MS.map((delay) => setTimeout(reload, delay));
    return () => timers.forEach(clearTimeout);
  }, [accepted, isFailing]);
  return (delivery) => {
    setAccepted(delivery.accepted ? delivery : undefined);
    reload();
  };
}
