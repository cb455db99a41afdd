import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Webhook, WebhookDelivery, WebhookDeliveryKind } from '../../model/log/webhook.js';
import type { Attempt } from './webhook-send.js';

/** The number of deliveries that a webhook shows. */
const MAX_DELIVERIES = 30;

/** Makes the record of a first attempt. `event` is absent if the message was a test. */
export function deliveryOf(
  kind: WebhookDeliveryKind,
  event: Pick<AuditEvent, 'id'> & Partial<Pick<AuditEvent, 'type'>>,
  { statusCode, error, response }: Attempt,
  at: Date,
): WebhookDelivery {
  return {
    kind,
    eventId: event.id,
    ...(event.type !== undefined && { eventType: event.type }),
    attempts: 1,
    firstAttemptAt: at.getTime(),
    lastAttemptAt: at.getTime(),
    ...(statusCode !== undefined && { statusCode }),
    ...(error !== undefined && { error }),
    ...(response !== undefined && { response }),
  };
}

/** Returns the deliveries of a webhook after another one. A further attempt for an event replaces the one before it. */
export function withDelivery(
  { deliveries = [] }: Pick<Webhook, 'deliveries'>,
  delivery: WebhookDelivery,
): WebhookDelivery[] {
  const earlier = delivery.kind === 'EVENT' ? lastEventDelivery({ deliveries }) : undefined;
  if (earlier === undefined || earlier.eventId !== delivery.eventId || earlier.error === undefined)
    return [delivery, ...deliveries].slice(0, MAX_DELIVERIES);
  const { attempts, firstAttemptAt } = earlier;
  const others = deliveries.filter((one) => one !== earlier);
  return [{ ...delivery, attempts: attempts + 1, firstAttemptAt }, ...others];
}

/** Returns the newest delivery that was neither a test nor asked for. */
export function lastEventDelivery({ deliveries = [] }: Pick<Webhook, 'deliveries'>): WebhookDelivery | undefined {
  return deliveries.find(({ kind }) => kind === 'EVENT');
}
