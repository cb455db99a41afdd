import { isDeepStrictEqual } from 'node:util';
import { changeRecordIf } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Webhook, WebhookDelivery } from '../../model/log/webhook.js';
import type { Attempt } from './webhook-send.js';

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

/**
 * Removes the answer of a receiver from the result of an attempt if the event was erased meanwhile, or deleted. The answer
 * can take some seconds, so `eraseResponses` may have looked for it before.
 */
export async function withoutErased(
  { store }: Pick<Deps, 'store'>,
  sent: AuditEvent,
  { response, ...attempt }: Attempt,
): Promise<Attempt> {
  if (response === undefined) return attempt;
  const event = await store.auditEvents.findEvent(sent.id);
  const isSame = event !== undefined && isDeepStrictEqual(event.erased, sent.erased);
  return isSame ? { ...attempt, response } : attempt;
}

function deliveriesOf({ deliveries = [] }: Webhook): readonly WebhookDelivery[] {
  return deliveries;
}
