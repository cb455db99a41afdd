import { z } from 'zod';
import { newOrderedId } from '../../keys/secrets.js';
import { commitPlan } from '../../model/change-record.js';
import { recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { JsonObject } from '../../model/json.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Webhook, WebhookDelivery } from '../../model/log/webhook.js';
import type { AdminCaller } from '../admin-caller.js';
import { auditEventView } from '../audit-log/audit-event-view.js';
import { checkPermission } from '../authorization.js';
import { givenId, invalid, parseInput } from '../input-parser.js';
import { deliveryOf, withDelivery } from './delivery-list.js';
import { withoutErased } from './response-erase.js';
import { absent, getWebhook, receiverOf, webhookEvent } from './webhook-changes.js';
import { messageOf, sendMessage, type WebhookMessage } from './webhook-send.js';

interface Sent {
  readonly webhook: Webhook;
  readonly delivery: WebhookDelivery;
}

const testWebhookInput = z.object({ id: givenId });

/**
 * Sends a message of the type `TEST` to a webhook, under the same rules as an event, and returns what the receiver
 * answered. If the receiver accepts it, events that wait after a failure are sent at once.
 */
export async function testWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof testWebhookInput>,
): Promise<Sent> {
  checkPermission(caller, 'webhooks:write');
  const { id } = parseInput(testWebhookInput, input);
  const webhook = await getWebhook(deps, caller, id);
  await checkLimit(deps, caller);
  const message = testMessage(deps, caller, webhook);
  const attempt = await sendMessage(deps, webhook, message, { readsAnswer: true });
  const delivery = deliveryOf('TEST', { id: message.id }, attempt, deps.clock.now());
  return storeSent(deps, caller, webhook, { delivery, detail: {} });
}

function testMessage({ clock, random }: Deps, { kind, id: actorId }: AdminCaller, { id }: Webhook): WebhookMessage {
  const at = clock.now();
  const event: AuditEvent = {
    id: newOrderedId({ now: () => at }, random),
    type: 'CREATED',
    at,
    outcome: 'SUCCESS',
    actorKind: kind,
    actorId,
    resource: 'webhook',
    resourceId: id,
    detail: {},
    expiresAt: at,
  };
  return { ...messageOf(event), type: 'TEST', data: { ...auditEventView(event), type: 'TEST' } };
}

const redeliverWebhookEventInput = z.object({ id: givenId, eventId: givenId });

/** Sends an event to a webhook once more, at once, and returns what the receiver answered. */
export async function redeliverWebhookEvent(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof redeliverWebhookEventInput>,
): Promise<Sent> {
  checkPermission(caller, 'webhooks:write');
  const { id, eventId } = parseInput(redeliverWebhookEventInput, input);
  const webhook = await getWebhook(deps, caller, id);
  const event = await deps.store.auditEvents.findEvent(eventId);
  if (event?.sequence === undefined || event.at < webhook.createdAt || !webhook.types.includes(event.type))
    throw new AdminError(
      'NOT_FOUND',
      'The event does not exist, or is none that this webhook receives: one of its types that happened since its creation.',
      'eventId',
    );
  await checkLimit(deps, caller);
  const attempt = await sendMessage(deps, webhook, messageOf(event), { readsAnswer: true });
  const delivery = deliveryOf('REDELIVERY', event, attempt, deps.clock.now());
  return storeSent(deps, caller, webhook, { delivery, event, detail: { event: event.id } });
}

const replayWebhookInput = z.object({ id: givenId, since: z.date() });

/**
 * Moves the webhook back in the log, so that it receives all events again that happened since a time. A webhook that
 * waits at an earlier event stays there.
 */
export async function replayWebhook(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof replayWebhookInput>,
): Promise<Webhook> {
  checkPermission(caller, 'webhooks:write');
  const { id, since } = parseInput(replayWebhookInput, input);
  return commitPlan(deps.store, async () => {
    const webhook = await getWebhook(deps, caller, id);
    if (since < webhook.createdAt) throw invalid('since', 'must not be before the webhook was created');
    const start = await startOf(deps, since);
    const next = await nextSequence(deps, webhook);
    // The lease ends, so that a process that delivers at this moment does not store a later position.
    const changes = {
      ...(start !== undefined && start.sequence < next && { cursor: start.cursor, ...NO_LEASE }),
      nextAttemptAt: undefined,
    };
    const detail = { changed: ['cursor'], since: since.toISOString() };
    const event = webhookEvent(deps, caller, 'UPDATED', { webhook, detail });
    return { changes: [update('webhooks', webhook, changes), event], result: recordAfter(webhook, changes) };
  });
}

export const NO_LEASE = { lease: undefined, leasedUntil: undefined };

/** The first event since a time, and the cursor before it. */
async function startOf(
  { store }: Deps,
  from: Date,
): Promise<{ sequence: number; cursor: string | undefined } | undefined> {
  const [first] = (await store.auditEvents.page({ first: 1 }, 'OLDEST_FIRST', { from })).items;
  if (first?.record.sequence === undefined) return undefined;
  const [previous] = (await store.auditEvents.page({ last: 1, before: first.cursor }, 'OLDEST_FIRST', {})).items;
  return { sequence: first.record.sequence, cursor: previous?.cursor };
}

/** The sequence of the event that the webhook receives next. */
async function nextSequence({ store }: Deps, { cursor }: Webhook): Promise<number> {
  if (cursor === undefined) return 0;
  const [next] = (await store.auditEvents.page({ first: 1, after: cursor }, 'OLDEST_FIRST', {})).items;
  return next?.record.sequence ?? Number.POSITIVE_INFINITY;
}

async function checkLimit({ limits }: Deps, { kind, id }: AdminCaller): Promise<void> {
  if (kind === undefined || (await limits.take('webhookTest', `${kind} ${id}`))) return;
  throw new AdminError(
    'RATE_LIMITED',
    'This caller sent 30 messages to webhooks in 10 minutes. Wait 10 minutes, then try again.',
  );
}

interface Sending {
  readonly delivery: WebhookDelivery;
  /** Absent if the message was a test. */
  readonly event?: AuditEvent;
  readonly detail: JsonObject;
}

/** Stores the result of a message that was sent. */
async function storeSent(
  deps: Deps,
  caller: AdminCaller,
  webhook: Webhook,
  { delivery: made, event, detail }: Sending,
): Promise<Sent> {
  return commitPlan(deps.store, async () => {
    const seen = await deps.store.webhooks.find(webhook.id);
    if (seen?.generation !== webhook.generation || seen === undefined) throw absent();
    const delivery = event === undefined ? made : await withoutErased(deps, event, made);
    const isFixed = delivery.error === undefined && seen.url === webhook.url;
    const changes = { deliveries: withDelivery(seen, delivery), ...(isFixed && { nextAttemptAt: undefined }) };
    const logged = { ...detail, host: receiverOf(webhook), statusCode: delivery.statusCode ?? null };
    const type = event === undefined ? 'WEBHOOK_TESTED' : 'WEBHOOK_EVENT_REDELIVERED';
    return {
      changes: [update('webhooks', seen, changes), webhookEvent(deps, caller, type, { webhook, detail: logged })],
      result: { webhook: recordAfter(seen, changes), delivery },
    };
  });
}
