import { signedHeaders } from '../../keys/webhook-secret.js';
import type { Deps } from '../../model/deps.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Webhook } from '../../model/log/webhook.js';
import { auditEventView } from '../audit-log/audit-event-view.js';

const TIMEOUT_MS = 5_000;

/**
 * Sends an event to the receiver of a webhook. All attempts for one event have the same id, by which the receiver
 * recognizes repetitions. Returns `gone` if the receiver answers 410, and throws if the receiver does not accept the
 * event.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
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
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer?.cancel();
  if (status === 410) return 'gone';
  if (!ok) throw new Error(`The receiver of the webhook answered with the status ${status}, not with a 2xx status.`);
  return 'delivered';
}
