import type { WebhookQuery } from '../../generated/webhooks.js';

/** A webhook with its deliveries. */
export type OneWebhook = NonNullable<WebhookQuery['webhook']>;
export type Delivery = NonNullable<OneWebhook['deliveries']>[number];

/** What a part of the page of a webhook takes. `reload` asks for the webhook again, after a change. */
export interface WebhookPartProps {
  readonly webhook: OneWebhook;
  readonly reload: () => void;
}
