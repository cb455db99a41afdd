import { isDeepStrictEqual } from 'node:util';
import { changeRecordIf } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Webhook, WebhookDelivery } from '../../model/log/webhook.js';

/**
 * Erases what receivers of webhooks answered to events that concern the user or in which the user acted, because an
 * answer can repeat the values of the event. If the log no longer has an event, it may have concerned the user. Every
 * webhook gets a new version, so that a delivery that stores an answer at the same time looks at its event again.
 */
export async function eraseResponses({ store }: Pick<Deps, 'store'>, userId: string): Promise<void> {
  const mayConcern = async ({ eventId }: WebhookDelivery): Promise<boolean> => {
    const event = await store.auditEvents.findEvent(eventId);
    if (event === undefined) return true;
    return event.userId === userId || (event.actorKind === 'USER' && event.actorId === userId);
  };
  const withoutAnswers = ({ deliveries = [] }: Webhook): Promise<WebhookDelivery[]> =>
    Promise.all(
      deliveries.map(async ({ response, ...one }) =>
        response !== undefined && (one.kind === 'TEST' || !(await mayConcern(one))) ? { ...one, response } : one,
      ),
    );
  for (const { id } of await store.webhooks.all())
    await changeRecordIf(store.webhooks, id, async (seen) => ({ deliveries: await withoutAnswers(seen) }));
}

/**
 * Removes the answer of a receiver from a delivery if the event was erased meanwhile, or deleted. The answer can take some
 * seconds, so `eraseResponses` may have looked for it before. The webhook must have been read before this function looks,
 * and its version must be a condition of the change that stores the delivery.
 */
export async function withoutErased(
  { store }: Pick<Deps, 'store'>,
  sent: AuditEvent,
  { response, ...delivery }: WebhookDelivery,
): Promise<WebhookDelivery> {
  if (response === undefined) return delivery;
  const event = await store.auditEvents.findEvent(sent.id);
  const isSame = event !== undefined && isDeepStrictEqual(event.erased, sent.erased);
  return isSame ? { ...delivery, response } : delivery;
}
