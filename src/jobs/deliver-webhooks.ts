import pMap from 'p-map';
import { followAuditLog } from '../admin/audit-log/audit-log-read.js';
import { deliveryOf, withDelivery } from '../admin/webhooks/delivery-list.js';
import { withoutErased } from '../admin/webhooks/response-erase.js';
import { goneEvent } from '../admin/webhooks/webhook-changes.js';
import { NO_LEASE } from '../admin/webhooks/webhook-redeliver.js';
import { messageOf, sendMessage } from '../admin/webhooks/webhook-send.js';
import { newSecret } from '../keys/secrets.js';
import { changeRecordIf, commitPlan } from '../model/change-record.js';
import { update } from '../model/change-set.js';
import type { Deps, Random } from '../model/deps.js';
import type { AuditEvent } from '../model/log/audit-event.js';
import type { Webhook, WebhookDelivery } from '../model/log/webhook.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { abortable } from './abortable.js';
import { pauseAfter } from './pause-after.js';
import type { Job } from './start-jobs.js';

const INTERVAL_SECONDS = 1;
/**
 * One run delivers to a webhook for at most this long, because the next run and the shutdown of the process wait for
 * it.
 */
const TURN_SECONDS = 3;
/**
 * While a process delivers to a webhook, it holds a lease, which it renews after each event. If it stops renewing,
 * another process takes over after this time, which is much longer than one delivery takes.
 */
const LEASE_SECONDS = 30;
const MAX_CONCURRENT = 100;

/** Sends new events of the audit log to the webhooks that administrators registered. */
export function webhookJob(deps: Deps): Job {
  return {
    name: 'webhooks',
    everySeconds: INTERVAL_SECONDS,
    run: (signal) => deliverWebhooks(abortable(deps, signal)),
  };
}

export async function deliverWebhooks(deps: Deps): Promise<void> {
  const due = (await deps.store.webhooks.all()).filter((webhook) => isDue(webhook, deps.clock.now()));
  // An error in the deliveries to one webhook must not stop the deliveries to the others.
  await pMap(due, (webhook) => serve(deps, webhook), { concurrency: MAX_CONCURRENT, stopOnError: false });
}

function isDue({ enabled, nextAttemptAt, leasedUntil }: Webhook, now: Date): boolean {
  return enabled && [nextAttemptAt, leasedUntil].every((instant) => instant === undefined || hasPassed(instant, now));
}

/**
 * Delivers the events after the webhook's cursor, one at a time. The cursor advances only after the receiver accepted
 * an event, so no event is lost; if the process dies in between, the receiver gets that event twice.
 */
async function serve(deps: Deps, seen: Webhook): Promise<void> {
  const end = secondsAfter(deps.clock.now(), TURN_SECONDS);
  let turn: Webhook | undefined;
  let cursor = seen.cursor;
  for await (const item of followAuditLog(deps, seen.createdAt, seen.cursor)) {
    if ((turn ?? seen).types.includes(item.record.type)) {
      turn ??= await takeTurn(deps, seen);
      turn = turn && (await deliver(deps, turn, item.record, { before: cursor, after: item.cursor }));
      if (turn === undefined) return;
    }
    cursor = item.cursor;
    if (turn?.enabled === false || hasPassed(end, deps.clock.now())) break;
  }
  if (turn !== undefined) await writeProgress(deps, turn, () => ({ cursor, ...NO_LEASE }));
  else if (cursor !== seen.cursor) await deps.store.webhooks.update(seen, { cursor, ...NO_LEASE });
}

/**
 * Takes the lease of the webhook. Returns `undefined` if the webhook has changed since it was read, for example because
 * another process took the lease first.
 */
function takeTurn(deps: Deps, seen: Webhook): Promise<Webhook | undefined> {
  const now = deps.clock.now();
  const isPreviousExpired = (seen.previousSecret?.expiresAt ?? Number.POSITIVE_INFINITY) <= now.getTime();
  return deps.store.webhooks.update(seen, {
    lease: newSecret(deps.random),
    leasedUntil: secondsAfter(now, LEASE_SECONDS),
    ...(isPreviousExpired && { previousSecret: undefined }),
  });
}

/**
 * Delivers one event and returns the updated webhook. Returns `undefined` if no further event must be sent in this run,
 * because the delivery failed, the receiver is gone, or another process took over the lease.
 */
async function deliver(
  deps: Deps,
  turn: Webhook,
  event: AuditEvent,
  cursor: { readonly before: string | undefined; readonly after: string },
): Promise<Webhook | undefined> {
  const attempt = await sendMessage(deps, turn, messageOf(event));
  const now = deps.clock.now();
  const deliveriesOf = async (seen: Webhook) =>
    withDelivery(seen, await withoutErased(deps, event, deliveryOf('EVENT', event, attempt, now)));
  if (attempt.statusCode === GONE) return disable(deps, turn, deliveriesOf, cursor.before);
  if (attempt.error !== undefined) {
    deps.log.warn(
      { err: attempt.cause, webhook: turn.id, event: event.id },
      'a webhook failed; it will be tried again',
    );
    await writeProgress(deps, turn, async (seen) => ({
      ...failure(deps, turn, seen),
      deliveries: await deliveriesOf(seen),
      cursor: cursor.before,
      ...NO_LEASE,
    }));
    return undefined;
  }
  return writeProgress(deps, turn, async (seen) => ({
    ...WORKING,
    deliveries: await deliveriesOf(seen),
    cursor: cursor.after,
    lastDeliveredAt: now,
    leasedUntil: secondsAfter(now, LEASE_SECONDS),
  }));
}

/** Standard Webhooks: a receiver that responds with this status must get no more events. */
const GONE = 410;

const WORKING = { failures: 0, failingSince: undefined, nextAttemptAt: undefined };

/**
 * Returns the changes to a webhook after a failed delivery. If an administrator changed the URL during the delivery,
 * the failure is not counted, because it belongs to the old receiver.
 */
function failure({ clock, random }: Deps, turn: Webhook, seen: Webhook): Partial<Webhook> {
  if (seen.url !== turn.url) return {};
  const now = clock.now();
  return {
    failures: seen.failures + 1,
    failingSince: seen.failingSince ?? now,
    nextAttemptAt: secondsAfter(now, pauseAfter(seen.failures) * jitter(random)),
  };
}

/**
 * A random factor from 0.5 to 1 for the pause, so that receivers that failed at the same time are not retried at the
 * same time.
 */
function jitter(random: Random): number {
  return 0.5 + (random.bytes(1)[0] ?? 0) / 510;
}

/** Disables the webhook of a receiver that is gone. */
async function disable(
  deps: Deps,
  turn: Webhook,
  deliveriesOf: (seen: Webhook) => Promise<WebhookDelivery[]>,
  cursor: string | undefined,
): Promise<undefined> {
  const now = deps.clock.now();
  await commitPlan(deps.store, async () => {
    const seen = await deps.store.webhooks.find(turn.id);
    if (seen?.lease !== turn.lease || seen === undefined) return { changes: [], result: undefined };
    // If an administrator changed the URL during the delivery, the response came from the old receiver, so the webhook
    // stays enabled.
    const isGone = seen.url === turn.url && seen.enabled;
    const changes = {
      ...(isGone && { enabled: false, failingSince: seen.failingSince ?? now }),
      deliveries: await deliveriesOf(seen),
      cursor,
      ...NO_LEASE,
    };
    const events = isGone ? [goneEvent(deps, seen)] : [];
    return { changes: [update('webhooks', seen, changes), ...events], result: undefined };
  });
}

/**
 * Changes the webhook while this process holds its lease, and keeps the changes that administrators made meanwhile.
 * Returns the stored webhook, or `undefined` if another process took over the lease.
 */
async function writeProgress(
  deps: Deps,
  turn: Webhook,
  change: (seen: Webhook) => Partial<Webhook> | Promise<Partial<Webhook>>,
): Promise<Webhook | undefined> {
  const written = await changeRecordIf(deps.store.webhooks, turn.id, (seen) =>
    seen.lease === turn.lease ? change(seen) : undefined,
  );
  return written?.after;
}
