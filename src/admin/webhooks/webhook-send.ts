import { signedHeaders } from '../../keys/webhook-secret.js';
import type { Deps } from '../../model/deps.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Webhook } from '../../model/log/webhook.js';
import { auditEventView } from '../audit-log/audit-event-view.js';

/** Milliseconds that a receiver has to answer. */
const PATIENCE = 5_000;

/**
 * Delivers an event. Its id is the same at each attempt, so that a receiver knows it when it comes again.
 * {@link https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md | Standard Webhooks}
 *
 * `gone`: the receiver wants no more of them. Rejects where it was not delivered.
 */
export async function sendEvent(deps: Deps, webhook: Webhook, event: AuditEvent): Promise<'delivered' | 'gone'> {
  const body = JSON.stringify({ type: event.type, timestamp: event.at, data: auditEventView(event) });
  const {
    status,
    ok,
    body: answer,
  } = await deps.fetch(webhook.url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...signedHeaders(deps.keys, webhook, { id: event.id, sentAt: deps.clock.now(), body }),
    },
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  });
  await answer?.cancel();
  if (status === 410) return 'gone';
  if (!ok) throw new Error(`It was answered with ${status}.`);
  return 'delivered';
}
