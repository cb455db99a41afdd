import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createWebhook } from '../../src/admin/webhooks/webhook-changes.js';
import { makeOutboundFetch } from '../../src/http/outbound/outbound-fetch.js';
import type { Config } from '../../src/model/config.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEventType } from '../../src/model/log/audit-event.js';
import type { Webhook } from '../../src/model/log/webhook.js';
import type { Store } from '../../src/model/store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

/** A store, a clock and a receiver, which each test opens and closes. */
export interface WebhookFixture {
  readonly clock: FrozenClock;
  readonly deps: Deps;
  readonly receiver: WebhookReceiver;
  /** The lines of the log. */
  readonly logged: string[];
  /** How many events there have been. */
  happened: number;
}

export async function openFixture(store: Store, config: Partial<Config> = {}): Promise<WebhookFixture> {
  const clock = frozenClock();
  const logged: string[] = [];
  const note = (detail: object, message: string) => void logged.push(`${message} ${JSON.stringify(detail)}`);
  const deps = testDeps(store, {
    clock,
    log: { debug: note, info: note, warn: note, error: note },
    config: { allowedPrivateHosts: ['localhost'], ...config },
    fetch: makeOutboundFetch(['localhost']),
  });
  return { clock, deps, receiver: await startWebhookReceiver(clock), logged, happened: 0 };
}

export async function closeFixture({ receiver, deps }: WebhookFixture): Promise<void> {
  await receiver.stop();
  await deps.store.close();
}

/** Creates the webhook `siem`, which delivers to the receiver. */
export async function makeWebhook(
  { deps, receiver }: WebhookFixture,
  input: { id?: string; types?: AuditEventType[]; url?: string } = {},
): Promise<Webhook> {
  const { webhook, secret } = await createWebhook(deps, systemCaller, {
    id: 'siem',
    url: receiver.url,
    types: ['SIGNED_IN'],
    ...input,
  });
  receiver.secret = secret;
  return webhook;
}

/** Records events, one a second, and gives them their sequence. */
export async function recordEvents(
  fixture: WebhookFixture,
  count = 1,
  type: AuditEventType = 'SIGNED_IN',
): Promise<void> {
  const { deps, clock } = fixture;
  for (const _ of upTo(count)) {
    const detail = { index: fixture.happened };
    await deps.audit.record({ type, userId: 'ada', ipAddress: '192.0.2.1', detail });
    fixture.happened += 1;
    clock.advance(1);
  }
  await deps.store.auditEvents.numberEvents('test', clock.now());
}

export async function readWebhook({ deps }: WebhookFixture, id = 'siem'): Promise<Webhook> {
  const webhook = await deps.store.webhooks.find(id);
  if (webhook === undefined) throw new Error('there is no such webhook');
  return webhook;
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
