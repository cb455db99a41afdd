import { jest } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import type { Clock } from '../../src/model/deps.js';
import type { JsonObject } from '../../src/model/json.js';
import { type Receiver, startReceiver } from './receiver.js';

/** An event as a receiver got it. */
export interface ReceivedEvent {
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The message, where its signature and its time hold; otherwise why it is refused. */
  readonly message: { type: string; timestamp: string; data: JsonObject } | string;
}

export interface WebhookReceiver extends Receiver<ReceivedEvent> {
  /** What deliveries are signed with. */
  secret: string;
  /** A detail of each message, in the order in which they came. */
  indexes(): unknown[];
}

/** A server that checks what it gets with the library of Standard Webhooks, at the time that the clock has. */
export async function startWebhookReceiver(clock: Clock): Promise<WebhookReceiver> {
  const receiver = await startReceiver<ReceivedEvent>('/events?tenant=1', ({ method, headers }, body) => ({
    method,
    headers: headers as Record<string, string>,
    body,
    message: verified(webhook.secret, clock, headers as Record<string, string>, body),
  }));
  const webhook: WebhookReceiver = Object.assign(receiver, {
    secret: 'whsec_bm90IGtub3du',
    indexes: () =>
      receiver.received.map(({ message }) => (typeof message === 'string' ? message : indexOf(message.data))),
  });
  return webhook;
}

function indexOf({ detail }: JsonObject) {
  return (detail as JsonObject).index;
}

function verified(
  secret: string,
  clock: Clock,
  headers: Record<string, string>,
  body: string,
): ReceivedEvent['message'] {
  const time = jest.spyOn(Date, 'now').mockReturnValue(clock.now().getTime());
  try {
    return new Webhook(secret).verify(body, headers) as Exclude<ReceivedEvent['message'], string>;
  } catch (error) {
    return String(error);
  } finally {
    time.mockRestore();
  }
}
