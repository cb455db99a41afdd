import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { updateWebhook } from '../../src/admin/webhooks/webhook-changes.js';
import { makeOutboundFetch } from '../../src/http/outbound/outbound-fetch.js';
import { deliverWebhooks } from '../../src/jobs/deliver-webhooks.js';
import { keepAuditLog } from '../../src/jobs/keep-audit-log.js';
import type { Deps } from '../../src/model/deps.js';
import type { FrozenClock } from '../support/deps.js';
import { openMemoryStore } from '../support/stores.js';
import type { WebhookReceiver } from '../support/webhook-receiver.js';
import {
  closeFixture,
  makeWebhook,
  openFixture,
  readWebhook,
  recordEvents,
  upTo,
  type WebhookFixture,
} from './webhook-fixture.js';

describe('a receiver that fails', () => {
  let fixture: WebhookFixture;
  let deps: Deps;
  let clock: FrozenClock;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    fixture = await openFixture(await openMemoryStore());
    ({ deps, clock, receiver } = fixture);
  });
  afterEach(() => closeFixture(fixture));

  it('gets every event after it has recovered, in order, each with a valid signature', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 2);
    await deliverWebhooks(deps);
    receiver.status = 503;
    const since = clock.now();
    for (const hour of upTo(30)) {
      await recordEvents(fixture, 1, hour % 3 === 0 ? 'SIGNED_OUT' : 'SIGNED_IN');
      await deliverWebhooks(deps);
      clock.advance(3600);
    }
    expect((await readWebhook(fixture)).lastDeliveredAt).toEqual(since);
    expect((await readWebhook(fixture)).failingSince?.getTime()).toBeGreaterThan(since.getTime());
    // Only the first of those that wait is tried.
    expect(new Set(receiver.received.slice(2).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    receiver.received.length = 0;
    receiver.status = 204;
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual(
      upTo(30)
        .filter((hour) => hour % 3 !== 0)
        .map((hour) => hour + 2),
    );
    expect(await readWebhook(fixture)).not.toHaveProperty('failingSince');
    expect((await readWebhook(fixture)).lastDeliveredAt).toEqual(clock.now());
  });

  it('is tried again after pauses that double up to an hour, with jitter', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture);
    receiver.status = 500;
    const pauses: number[] = [];
    for (const _ of upTo(14)) {
      await deliverWebhooks(deps);
      const { nextAttemptAt } = await readWebhook(fixture);
      const pause = ((nextAttemptAt?.getTime() ?? 0) - clock.now().getTime()) / 1000;
      pauses.push(pause);
      clock.advance(pause - 0.001);
      await deliverWebhooks(deps);
      expect(receiver.received).toHaveLength(pauses.length);
      clock.advance(0.001);
    }
    for (const [failures, pause] of pauses.entries()) {
      const longest = Math.min(10 * 2 ** failures, 3600);
      expect(pause).toBeGreaterThanOrEqual(longest / 2);
      expect(pause).toBeLessThanOrEqual(longest);
    }
    expect(new Set(pauses.slice(-5)).size).toBeGreaterThan(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(14);
    expect(receiver.received.every(({ message }) => typeof message === 'object')).toBe(true);
  });

  it.each([302, 400, 401, 404, 500])('has not accepted the event if it returns %d', async (status) => {
    await makeWebhook(fixture);
    await recordEvents(fixture);
    receiver.status = status;
    await deliverWebhooks(deps);
    expect(receiver.received).toHaveLength(1);
    expect(await readWebhook(fixture)).toMatchObject({ failures: 1, failingSince: clock.now() });
    receiver.status = 200;
    clock.advance(10);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 0]);
  });

  it('has not accepted the event if it does not respond', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture);
    let answer = (): void => {};
    receiver.meanwhile = () => new Promise<void>((resolve) => (answer = resolve));
    await deliverWebhooks(deps);
    expect((await readWebhook(fixture)).failures).toBe(1);
    answer();
  });

  it('gets nothing at a private address, unless its host name is allowed', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture);
    await deliverWebhooks({ ...deps, fetch: makeOutboundFetch([]) });
    expect(receiver.received).toEqual([]);
    expect((await readWebhook(fixture)).failures).toBe(1);
    clock.advance(10);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
  });

  it('gets the next event if it failed for longer than the log keeps events', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 1);
    receiver.status = 500;
    await deliverWebhooks(deps);
    clock.advance(deps.config.auditRetention);
    await keepAuditLog(deps);
    await recordEvents(fixture, 1);
    receiver.status = 200;
    receiver.received.length = 0;
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([1]);
  });

  it('is logged, without a secret and without the event', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture);
    receiver.status = 500;
    await deliverWebhooks(deps);
    const { headers = {} } = receiver.received[0] ?? {};
    const text = fixture.logged.join();
    expect(text).toContain('a webhook failed; it will be tried again {"err":{},"webhook":"siem"');
    for (const secret of [receiver.secret.slice(6), headers['webhook-signature'], '192.0.2.1', 'tenant']) {
      expect(text).not.toContain(secret);
    }
  });

  it('disables its webhook with 410 Gone, which is audited, and can be enabled again', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 2);
    receiver.status = 410;
    await deliverWebhooks(deps);
    expect(receiver.received).toHaveLength(1);
    expect(await readWebhook(fixture)).toMatchObject({ enabled: false, failingSince: clock.now() });
    const { items } = await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', {});
    expect(items[0]?.record).toMatchObject({
      type: 'UPDATED',
      resource: 'webhook',
      resourceId: 'siem',
      detail: { changed: ['enabled'], to: { enabled: false }, reason: 'the receiver answered 410 Gone' },
    });
    clock.advance(86_400);
    await deliverWebhooks(deps);
    expect(receiver.received).toHaveLength(1);
    receiver.status = 200;
    receiver.received.length = 0;
    await updateWebhook(deps, systemCaller, { id: 'siem', enabled: true });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1]);
  });
});
