import { followAuditLog } from '../admin/audit-log/audit-log-read.js';
import { recordGone } from '../admin/webhooks/webhook-changes.js';
import { sendEvent } from '../admin/webhooks/webhook-send.js';
import { newSecret } from '../keys/secrets.js';
import type { Deps, Random } from '../model/deps.js';
import type { AuditEvent } from '../model/log/audit-event.js';
import type { Webhook } from '../model/log/webhook.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { pauseAfter } from './pause-after.js';
import type { Job } from './start-jobs.js';

/** Seconds that one webhook is served while others, and the end of the process, wait. */
const TURN = 3;
/** Seconds without a word from who delivers, after which somebody else does. Far more than one delivery takes. */
const LEASE = 30;

/** Delivers the audit log to webhooks, behind the answers of requests. */
export function webhookJob(deps: Deps): Job {
  return { name: 'webhooks', every: 1, run: () => deliverWebhooks(deps) };
}

export async function deliverWebhooks(deps: Deps): Promise<void> {
  const due = (await deps.store.webhooks.all()).filter((webhook) => isDue(webhook, deps.clock.now()));
  const served = await Promise.allSettled(due.map((webhook) => serve(deps, webhook)));
  for (const result of served) if (result.status === 'rejected') throw result.reason;
}

function isDue({ enabled, nextAttemptAt, leasedUntil }: Webhook, now: Date): boolean {
  return enabled && [nextAttemptAt, leasedUntil].every((instant) => instant === undefined || hasPassed(instant, now));
}

/**
 * Delivers what has come since the webhook's cursor, one event after the other. The cursor is moved once an event was
 * taken, so that none is lost; who dies in between has it come twice.
 */
async function serve(deps: Deps, seen: Webhook): Promise<void> {
  const end = secondsAfter(deps.clock.now(), TURN);
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
  if (turn !== undefined) await note(deps, turn, () => ({ cursor, ...NO_LEASE }));
  else if (cursor !== seen.cursor) await deps.store.webhooks.update(seen, { cursor, ...NO_LEASE });
}

const NO_LEASE = { lease: undefined, leasedUntil: undefined };

/** Of several processes exactly one gets the turn: nobody may have changed the webhook since it was seen. */
async function takeTurn(deps: Deps, seen: Webhook): Promise<Webhook | undefined> {
  const changes = { lease: newSecret(deps.random), leasedUntil: secondsAfter(deps.clock.now(), LEASE) };
  const taken = await deps.store.webhooks.update(seen, changes);
  return taken ? { ...seen, ...changes, version: seen.version + 1 } : undefined;
}

/** The webhook as it is after an event was delivered; `undefined` where the turn has ended with it. */
async function deliver(
  deps: Deps,
  turn: Webhook,
  event: AuditEvent,
  cursor: { readonly before: string | undefined; readonly after: string },
): Promise<Webhook | undefined> {
  const answer = await sendEvent(deps, turn, event).catch((error: unknown) => {
    deps.log.warn({ err: error, webhook: turn.id, event: event.id }, 'a webhook failed and is tried again');
    return 'failed' as const;
  });
  if (answer === 'gone') return disable(deps, turn, cursor.before);
  if (answer === 'failed') {
    await note(deps, turn, (seen) => ({ ...failure(deps, turn, seen), cursor: cursor.before, ...NO_LEASE }));
    return undefined;
  }
  const now = deps.clock.now();
  return note(deps, turn, () => ({
    ...WORKING,
    cursor: cursor.after,
    lastDeliveredAt: now,
    leasedUntil: secondsAfter(now, LEASE),
  }));
}

const WORKING = { failures: 0, failingSince: undefined, nextAttemptAt: undefined };

/** A receiver that was replaced meanwhile has not failed. */
function failure({ clock, random }: Deps, turn: Webhook, seen: Webhook): Partial<Webhook> {
  if (seen.url !== turn.url) return {};
  const now = clock.now();
  const pause = pauseAfter(seen.failures) * betweenHalfAndOne(random);
  return {
    failures: seen.failures + 1,
    failingSince: seen.failingSince ?? now,
    nextAttemptAt: secondsAfter(now, pause),
  };
}

/** So that receivers which failed together are not tried together. */
function betweenHalfAndOne(random: Random): number {
  return 0.5 + (random.bytes(1)[0] ?? 0) / 510;
}

/** Standard Webhooks: whoever answers that it is gone is not to be asked again. */
async function disable(deps: Deps, turn: Webhook, cursor: string | undefined): Promise<undefined> {
  const now = deps.clock.now();
  const after = await note(deps, turn, (seen) => ({
    ...(seen.url === turn.url && { enabled: false, failingSince: seen.failingSince ?? now }),
    cursor,
    ...NO_LEASE,
  }));
  if (after?.enabled === false && after.url === turn.url) await recordGone(deps, after);
}

/** Writes how far it came, while the turn lasts; the webhook as it is then, with what others changed meanwhile. */
async function note(
  deps: Deps,
  turn: Webhook,
  change: (seen: Webhook) => Partial<Webhook>,
): Promise<Webhook | undefined> {
  for (;;) {
    const seen = await deps.store.webhooks.find(turn.id);
    if (seen === undefined || seen.lease !== turn.lease) return undefined;
    const changes = change(seen);
    if (await deps.store.webhooks.update(seen, changes)) return { ...seen, ...changes, version: seen.version + 1 };
  }
}
