import { signedHeaders } from '../../keys/webhook-secret.js';
import type { Deps } from '../../model/deps.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Webhook } from '../../model/log/webhook.js';
import { auditEventView } from '../audit-log/audit-event-view.js';
import { deliveryError } from './delivery-error.js';
import { excerptOf } from './response-excerpt.js';

const TIMEOUT_MS = 5_000;

/** The result of an attempt to send a message. */
export interface Attempt {
  /** The status code of the answer. Absent if there was none. */
  readonly statusCode?: number;
  /** Why the receiver did not accept the message, in a sentence. Absent if it did. */
  readonly error?: string;
  /** The beginning of the answer, as one line of text. */
  readonly response?: string;
  /** The error for the log of the server. */
  readonly cause?: unknown;
}

/** A message to a receiver. `id` is the same in all attempts, so that the receiver recognizes repetitions. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  readonly timestamp: Date;
  readonly data: object;
}

export function messageOf(event: AuditEvent): WebhookMessage {
  return { id: event.id, type: event.type, timestamp: event.at, data: auditEventView(event) };
}

/**
 * Sends a message to the receiver of a webhook. The beginning of the answer is read if the receiver does not accept the
 * message, or if `readsAnswer`.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export async function sendMessage(
  deps: Deps,
  webhook: Webhook,
  { id, ...content }: WebhookMessage,
  { readsAnswer = false } = {},
): Promise<Attempt> {
  try {
    const body = JSON.stringify(content);
    const answer = await deps.fetch(webhook.url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...signedHeaders(deps.keys, webhook, { id, sentAt: deps.clock.now(), body }),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { status: statusCode, ok } = answer;
    const response = ok && !readsAnswer ? await skip(answer) : await excerptOf(answer.body);
    const read = { statusCode, ...(response !== undefined && { response }) };
    if (ok) return read;
    const error = `The receiver answered with the status ${statusCode}, not with a 2xx status.`;
    return { ...read, error, cause: new Error(error) };
  } catch (cause) {
    return { error: deliveryError(cause), cause };
  }
}

async function skip({ body }: Response): Promise<undefined> {
  await body?.cancel();
}
