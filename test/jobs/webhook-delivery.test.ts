import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { deleteWebhook, updateWebhook } from '../../src/admin/webhooks/webhook-changes.js';
import { writeCheckpoint } from '../../src/audit/checkpoint.js';
import { deliverWebhooks } from '../../src/jobs/deliver-webhooks.js';
import type { Deps } from '../../src/model/deps.js';
import type { Webhook } from '../../src/model/log/webhook.js';
import { countingStore } from '../support/counting-store.js';
import type { FrozenClock } from '../support/deps.js';
import { openMemoryStore } from '../support/stores.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';
import {
  closeFixture,
  makeWebhook,
  openFixture,
  readWebhook,
  recordEvents,
  upTo,
  type WebhookFixture,
} from './webhook-fixture.js';

describe('a webhook', () => {
  let fixture: WebhookFixture;
  let deps: Deps;
  let clock: FrozenClock;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    fixture = await openFixture(await openMemoryStore());
    ({ deps, clock, receiver } = fixture);
  });
  afterEach(() => closeFixture(fixture));

  it('gets each event since its creation, in order, signed, as it is in the audit log', async () => {
    await recordEvents(fixture, 2);
    await makeWebhook(fixture);
    await recordEvents(fixture, 3);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([2, 3, 4]);
    const [first] = receiver.received;
    const event = (await deps.store.auditEvents.page({ first: 3 }, 'NEWEST_FIRST', {})).items[2]?.record;
    expect(first?.method).toBe('POST');
    expect(first?.headers['content-type']).toBe('application/json');
    expect(first?.message).toEqual({
      type: 'SIGNED_IN',
      timestamp: '2040-11-21T12:00:02.000Z',
      data: {
        id: event?.id,
        sequence: 4,
        type: 'SIGNED_IN',
        at: '2040-11-21T12:00:02.000Z',
        outcome: 'SUCCESS',
        actorKind: null,
        actorId: null,
        userId: 'ada',
        clientId: null,
        sessionId: null,
        resource: null,
        resourceId: null,
        ipAddress: '192.0.2.1',
        detail: { index: 2 },
        hash: event?.hash,
        salts: event?.salts,
        erased: {},
      },
    });
    await deliverWebhooks(deps);
    expect(receiver.received).toHaveLength(3);
  });

  it('signs deliveries with HMAC-SHA256 over id, time and body (Standard Webhooks)', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture);
    await deliverWebhooks(deps);
    const { headers = {}, body = '' } = receiver.received[0] ?? {};
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(receiver.secret.slice('whsec_'.length), 'base64');
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(headers['webhook-timestamp']).toBe(String(clock.now().getTime() / 1000));
  });

  it('gets only the events of its types, and those of a new type from then on', async () => {
    await makeWebhook(fixture, { types: ['SIGNED_IN', 'CONSENT_GIVEN'] });
    await recordEvents(fixture, 1, 'SIGNED_OUT');
    await recordEvents(fixture, 1, 'CONSENT_GIVEN');
    await recordEvents(fixture, 1, 'SIGNED_OUT');
    await deliverWebhooks(deps);
    await updateWebhook(deps, systemCaller, { id: 'siem', types: ['SIGNED_OUT'] });
    await recordEvents(fixture, 1, 'SIGNED_IN');
    await recordEvents(fixture, 1, 'SIGNED_OUT');
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([1, 4]);
  });

  it('gets an event as soon as it is in the log, also one that is written late or under a slow clock', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 1);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    clock.advance(-3600);
    await recordEvents(fixture, 1);
    clock.advance(3600);
    await recordEvents(fixture, 1);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2]);
  });

  it('gets the checkpoints of the log, if it asks for them', async () => {
    await makeWebhook(fixture, { types: ['AUDIT_CHECKPOINT'] });
    await recordEvents(fixture, 1);
    await writeCheckpoint(deps);
    await deliverWebhooks(deps);
    const [checkpoint] = (await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', {})).items;
    const detail = checkpoint?.record.detail;
    expect(detail).toHaveProperty('jws');
    expect(receiver.received.map(({ message }) => message)).toEqual([
      expect.objectContaining({ type: 'AUDIT_CHECKPOINT', data: expect.objectContaining({ detail }) }),
    ]);
  });

  it('gets more events than fit on one page of the log', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 250);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual(upTo(250));
  });

  it('gets as many events as fit into 3 s, then waits for the other webhooks', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 10);
    receiver.meanwhile = () => clock.advance(1);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2]);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual(upTo(6));
  });

  it('costs two reads if nothing happened, and one write if all events are of other types', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 3, 'SIGNED_OUT');
    const calls: string[] = [];
    const counted = { ...deps, store: countingStore(deps.store, calls) };
    await deliverWebhooks(counted);
    expect(calls).toEqual(['webhooks.all', 'auditEvents.page', 'webhooks.update']);
    await deliverWebhooks(counted);
    expect(calls.slice(3)).toEqual(['webhooks.all', 'auditEvents.page']);
  });

  it('is served at the same time as others, each with its own events', async () => {
    const other = await startWebhookReceiver(clock);
    await makeWebhook(fixture, { types: ['SIGNED_OUT'], id: 'other', url: other.url });
    other.secret = receiver.secret;
    await makeWebhook(fixture, { id: 'closed', url: 'http://localhost:1/' });
    await makeWebhook(fixture);
    await recordEvents(fixture, 2);
    await recordEvents(fixture, 1, 'SIGNED_OUT');
    await deliverWebhooks(deps);
    expect([receiver.indexes(), other.indexes()]).toEqual([[0, 1], [2]]);
    await other.stop();
  });
});

describe('a webhook that an administrator changes', () => {
  let fixture: WebhookFixture;
  let deps: Deps;
  let clock: FrozenClock;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    fixture = await openFixture(await openMemoryStore());
    ({ deps, clock, receiver } = fixture);
  });
  afterEach(() => closeFixture(fixture));

  it('gets nothing while it is disabled, and continues where it was afterwards', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 1);
    await deliverWebhooks(deps);
    await updateWebhook(deps, systemCaller, { id: 'siem', enabled: false });
    await recordEvents(fixture, 2);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    await updateWebhook(deps, systemCaller, { id: 'siem', enabled: true });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2]);
  });

  it('gets no other event if it is disabled during a delivery', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 3);
    receiver.meanwhile = () => updateWebhook(deps, systemCaller, { id: 'siem', enabled: false });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    receiver.meanwhile = () => undefined;
    await updateWebhook(deps, systemCaller, { id: 'siem', enabled: true });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2]);
  });

  it('gets no other event if it is deleted during a delivery; a new one with its id starts from its own creation', async () => {
    let made: Webhook | undefined;
    await makeWebhook(fixture);
    await recordEvents(fixture, 3);
    receiver.meanwhile = async () => {
      receiver.meanwhile = () => undefined;
      await deleteWebhook(deps, systemCaller, { id: 'siem' });
      made = await makeWebhook(fixture);
    };
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    expect((await readWebhook(fixture)).cursor).toBe(made?.cursor);
    await recordEvents(fixture, 1);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 3]);
  });

  it.each([500, 410])('is tried at once at a new URL, if the old one returns %d at that moment', async (status) => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 2);
    const moved = await startWebhookReceiver(clock);
    moved.secret = receiver.secret;
    receiver.status = status;
    receiver.meanwhile = () => updateWebhook(deps, systemCaller, { id: 'siem', url: moved.url });
    await deliverWebhooks(deps);
    expect(await readWebhook(fixture)).toMatchObject({ enabled: true, failures: 0 });
    await deliverWebhooks(deps);
    expect([receiver.indexes(), moved.indexes()]).toEqual([[0], [0, 1]]);
    await moved.stop();
  });

  it('is tried at once at a new URL after the old one failed for a long time', async () => {
    await makeWebhook(fixture, { url: 'http://localhost:1/' });
    await recordEvents(fixture);
    for (const _ of upTo(12)) {
      await deliverWebhooks(deps);
      clock.advance(3600);
    }
    await deliverWebhooks(deps);
    await updateWebhook(deps, systemCaller, { id: 'siem', url: receiver.url });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
  });
});
