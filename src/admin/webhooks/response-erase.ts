import { changeRecordIf } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { Webhook, WebhookDelivery } from '../../model/log/webhook.js';

/**
 * Erases what receivers of webhooks answered to events that concern the user or in which the user acted, because an
 * answer can repeat the values of the event. If the log no longer has an event, it may have concerned the user.
 */
export async function eraseResponses({ store }: Pick<Deps, 'store'>, userId: string): Promise<void> {
  const mayConcern = async ({ eventId }: WebhookDelivery): Promise<boolean> => {
    const event = await store.auditEvents.findEvent(eventId);
    if (event === undefined) return true;
    return event.userId === userId || (event.actorKind === 'USER' && event.actorId === userId);
  };
  for (const webhook of await store.webhooks.all()) {
    const answered = deliveriesOf(webhook).filter(({ kind, response }) => kind !== 'TEST' && response !== undefined);
    const flags = await Promise.all(answered.map(mayConcern));
    const erased = new Set(answered.filter((_, index) => flags[index]).map(({ eventId }) => eventId));
    if (erased.size === 0) continue;
    await changeRecordIf(store.webhooks, webhook.id, (seen) => ({
      deliveries: deliveriesOf(seen).map((one) => (erased.has(one.eventId) ? { ...one, response: undefined } : one)),
    }));
  }
}

function deliveriesOf({ deliveries = [] }: Webhook): readonly WebhookDelivery[] {
  return deliveries;
}
