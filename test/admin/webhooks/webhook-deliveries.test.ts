import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeOutboundFetch } from '../../../src/http/outbound/outbound-fetch.js';
import { makeLimits } from '../../../src/http/request/limits.js';
import { deliverWebhooks } from '../../../src/jobs/deliver-webhooks.js';
import type { AuditEventType } from '../../../src/model/log/audit-event.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const DELIVERY = `kind eventId eventType accepted attempts firstAttemptAt lastAttemptAt nextAttemptAt statusCode error
  response`;
const STATE = `failingSince nextAttemptAt lastError oldSecretExpiresAt deliveries { ${DELIVERY} }`;

let server: Administration;
let receiver: WebhookReceiver;
beforeAll(async () => {
  server = await openAdministration({
    config: { allowedPrivateHosts: ['localhost'] },
    fetch: makeOutboundFetch(['localhost']),
    limits: makeLimits(),
  });
});
afterAll(() => server.close());

let count = 0;
/** The webhook of the test, which delivers to its receiver. */
let id: string;
beforeEach(async () => {
  receiver = await startWebhookReceiver(server.clock);
  count += 1;
  id = `w${count}`;
  const { data } = await server.mutate('createWebhook', { id, url: receiver.url, types: ['SIGNED_IN'] }, 'secret');
  receiver.secret = data.createWebhook.secret;
});
afterEach(() => receiver.stop());

const send = (field: string, input: object, key?: string) =>
  server.mutate(field, { id, ...input }, `delivery { ${DELIVERY} }`, key);
const deliver = () => deliverWebhooks(server.deps);

async function happened(type: AuditEventType = 'SIGNED_IN'): Promise<string> {
  count += 1;
  await server.deps.audit.record({ type, detail: { index: count } });
  const { items } = await server.deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', {});
  return items[0]?.record.id ?? '';
}

async function state() {
  const { data } = await server.call(`{ webhooks { id ${STATE} } }`);
  return data.webhooks.find((one: { id: string }) => one.id === id);
}

describe('Webhook.deliveries', () => {
  it('lists what was sent, newest first, with the attempts of an event in one entry', async () => {
    const first = await happened();
    await deliver();
    const second = await happened();
    receiver.status = 503;
    receiver.answer = '<b>Maintenance</b>\n\u202eback\u0000 soon';
    await deliver();
    const since = server.clock.now().toISOString();
    server.clock.advance(10);
    await deliver();
    const now = server.clock.now().toISOString();
    const error = 'The receiver answered with the status 503, not with a 2xx status.';
    const { nextAttemptAt, deliveries, ...others } = await state();
    expect(others).toEqual({ id, failingSince: since, lastError: error, oldSecretExpiresAt: null });
    expect(deliveries).toEqual([
      {
        kind: 'EVENT',
        eventId: second,
        eventType: 'SIGNED_IN',
        accepted: false,
        attempts: 2,
        firstAttemptAt: since,
        lastAttemptAt: now,
        nextAttemptAt,
        statusCode: 503,
        error,
        response: '<b>Maintenance</b> back soon',
      },
      expect.objectContaining({
        eventId: first,
        accepted: true,
        attempts: 1,
        statusCode: 200,
        error: null,
        response: null,
      }),
    ]);
    expect(new Date(nextAttemptAt).getTime()).toBeGreaterThan(server.clock.now().getTime());
    receiver.status = 204;
    server.clock.advance(20);
    await deliver();
    expect(await state()).toMatchObject({
      lastError: null,
      nextAttemptAt: null,
      deliveries: [{ eventId: second, accepted: true, attempts: 3, nextAttemptAt: null, error: null }, {}],
    });
  });

  it('are at most 30, and need the permission to read the audit log', async () => {
    for (let index = 0; index < 32; index += 1) await happened();
    await deliver();
    expect((await state()).deliveries).toHaveLength(30);
    const query = `{ webhooks { id lastError deliveries { eventId } } }`;
    const { data, errors } = await server.call(query, {}, await server.keyWith('webhooks:read'));
    expect(data.webhooks[0]).toEqual({ id: 'w1', lastError: expect.any(String), deliveries: null });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it.each([
    ['a closed port', 'http://localhost:2/', 'The receiver refused the connection.'],
    ['a port of another protocol', 'http://localhost:1/', /^The server sends no requests to this port/],
    ['no TLS', (url: string) => url.replace('http:', 'https:'), 'The receiver does not answer with TLS at this port.'],
  ])('say in words what is wrong: %s', async (_, url, error) => {
    const changed = typeof url === 'string' ? url : url(receiver.url);
    await server.mutate('updateWebhook', { id, url: changed }, 'webhook { id }');
    expect((await send('testWebhook', {})).data.testWebhook.delivery).toMatchObject({
      error: expect.stringMatching(error),
      statusCode: null,
    });
  });
});

describe('testWebhook', () => {
  it('sends a signed message, also to a disabled webhook, and returns the answer', async () => {
    await server.mutate('updateWebhook', { id, enabled: false }, 'webhook { id }');
    receiver.answer = 'x'.repeat(5000);
    const { data } = await send('testWebhook', {});
    const { delivery } = data.testWebhook;
    expect(delivery).toMatchObject({
      kind: 'TEST',
      eventType: null,
      accepted: true,
      attempts: 1,
      statusCode: 200,
      error: null,
      response: 'x'.repeat(300),
    });
    expect(receiver.received).toEqual([
      expect.objectContaining({
        headers: expect.objectContaining({ 'webhook-id': delivery.eventId }),
        message: expect.objectContaining({
          type: 'TEST',
          data: expect.objectContaining({ id: delivery.eventId, type: 'TEST', resourceId: id, sequence: null }),
        }),
      }),
    ]);
    expect((await state()).deliveries).toEqual([delivery]);
  });

  it('does not follow a redirect, and reaches no private address', async () => {
    receiver.status = 302;
    const redirected = (await send('testWebhook', {})).data.testWebhook.delivery;
    expect([redirected.accepted, redirected.error]).toEqual([false, expect.stringMatching(/redirect/)]);
    const { deps } = server;
    const closed = { ...deps, fetch: makeOutboundFetch([]) };
    await server.mutate('updateWebhook', { id, url: receiver.url }, 'webhook { id }');
    await happened();
    receiver.received.length = 0;
    await deliverWebhooks(closed);
    expect((await state()).lastError).toMatch(
      /^The server is not allowed to connect to localhost, .*ALLOWED_PRIVATE_HOSTS/,
    );
    expect(receiver.received).toEqual([]);
  });

  it('lets events that wait after a failure be sent at once, if the receiver accepts it', async () => {
    receiver.status = 500;
    await happened();
    await deliver();
    await send('testWebhook', {});
    receiver.received.length = 0;
    await deliver();
    expect(receiver.received).toEqual([]);
    receiver.status = 200;
    await send('testWebhook', {});
    await deliver();
    expect(receiver.received.map(({ message }) => (message as { type: string }).type)).toEqual(['TEST', 'SIGNED_IN']);
  });

  it('does not disable a webhook whose receiver is gone', async () => {
    receiver.status = 410;
    expect((await send('testWebhook', {})).data.testWebhook.delivery).toMatchObject({
      accepted: false,
      statusCode: 410,
    });
    expect((await server.deps.store.webhooks.find(id))?.enabled).toBe(true);
  });

  it('needs webhooks:write and audit:read, and a webhook', async () => {
    expect(refusal(await send('testWebhook', {}, await server.keyWith('webhooks:read', 'audit:read')))).toBe(
      'FORBIDDEN',
    );
    expect(refusal(await send('testWebhook', {}, await server.keyWith('webhooks:write')))).toBe('FORBIDDEN');
    expect(refusal(await send('testWebhook', { id: 'unknown' }))).toBe('NOT_FOUND id');
    expect(receiver.received).toEqual([]);
  });

  it('is limited to 30 messages in 10 minutes', async () => {
    const key = await server.keyWith('webhooks:write', 'audit:read');
    await server.mutate('updateWebhook', { id, url: 'http://localhost:1/' }, 'webhook { id }');
    const codes = new Set<string | undefined>();
    for (let index = 0; index < 31; index += 1) codes.add(refusal(await send('testWebhook', {}, key)));
    expect([...codes]).toEqual([undefined, 'RATE_LIMITED']);
  });
});

describe('redeliverWebhookEvent', () => {
  it('sends an event again, with its id', async () => {
    const eventId = await happened();
    await deliver();
    const { data } = await send('redeliverWebhookEvent', { eventId });
    expect(data.redeliverWebhookEvent.delivery).toMatchObject({ kind: 'REDELIVERY', eventId, accepted: true });
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId]);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
  });

  it('rejects events that the webhook does not receive', async () => {
    const other = await happened('SIGNED_OUT');
    expect(refusal(await send('redeliverWebhookEvent', { eventId: other }))).toBe('NOT_FOUND eventId');
    expect(refusal(await send('redeliverWebhookEvent', { eventId: 'unknown' }))).toBe('NOT_FOUND eventId');
    server.clock.advance(-1);
    const earlier = await happened();
    server.clock.advance(1);
    expect(refusal(await send('redeliverWebhookEvent', { eventId: earlier }))).toBe('NOT_FOUND eventId');
    const key = await server.keyWith('webhooks:write');
    expect(refusal(await send('redeliverWebhookEvent', { eventId: earlier }, key))).toBe('FORBIDDEN');
    expect(receiver.received).toEqual([]);
  });
});

describe('replayWebhook', () => {
  const replay = (since: Date, key?: string) =>
    server.mutate('replayWebhook', { id, since: since.toISOString() }, 'webhook { id }', key);

  it('sends all events since a time again, in order and before new ones', async () => {
    const start = count;
    await happened();
    server.clock.advance(5);
    const since = server.clock.now();
    await happened();
    await happened();
    await deliver();
    receiver.received.length = 0;
    expect(refusal(await replay(since))).toBeUndefined();
    await happened();
    await deliver();
    expect(receiver.indexes()).toEqual([start + 2, start + 3, start + 4]);
  });

  it('skips no event of a webhook that waits at an earlier one', async () => {
    receiver.status = 500;
    const start = count;
    await happened();
    await deliver();
    server.clock.advance(5);
    await happened();
    expect(refusal(await replay(server.clock.now()))).toBeUndefined();
    receiver.status = 200;
    receiver.received.length = 0;
    await deliver();
    expect(receiver.indexes()).toEqual([start + 1, start + 2]);
    server.clock.advance(5);
    expect(refusal(await replay(server.clock.now()))).toBeUndefined();
    await deliver();
    expect(receiver.received).toHaveLength(2);
  });

  it('ends a delivery that is under way, which would store a later position', async () => {
    const start = count;
    const since = server.clock.now();
    await happened();
    await happened();
    receiver.meanwhile = async () => {
      if (receiver.received.length === 2) await replay(since);
    };
    await deliver();
    await deliver();
    expect(receiver.indexes()).toEqual([start + 1, start + 2, start + 1, start + 2]);
  });

  it('rejects a time before the webhook, and needs the permission to read the audit log', async () => {
    const earlier = new Date(server.clock.now().getTime() - 1);
    expect(refusal(await replay(earlier))).toBe('INVALID_INPUT since');
    expect(refusal(await replay(server.clock.now(), await server.keyWith('webhooks:write')))).toBe('FORBIDDEN');
  });
});

describe('rotateWebhookSecret', () => {
  const rotate = (input: object = {}, key?: string) =>
    server.mutate('rotateWebhookSecret', { id, ...input }, 'secret oldSecretExpiresAt', key);
  /** Whether the secrets verify a test. */
  const verify = async (...secrets: string[]) => {
    const verified: boolean[] = [];
    for (const secret of secrets) {
      receiver.secret = secret;
      receiver.received.length = 0;
      await send('testWebhook', {});
      verified.push(typeof receiver.received[0]?.message === 'object');
    }
    return verified;
  };

  it('signs with both secrets until the old one expires', async () => {
    const old = receiver.secret;
    const { secret, oldSecretExpiresAt } = (await rotate({ expireOldIn: 60 })).data.rotateWebhookSecret;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(new Date(oldSecretExpiresAt).getTime() - server.clock.now().getTime()).toBe(60_000);
    expect((await state()).oldSecretExpiresAt).toBe(oldSecretExpiresAt);
    expect(await verify(old, secret)).toEqual([true, true]);
    expect(receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
    const newest = (await rotate()).data.rotateWebhookSecret.secret;
    expect(await verify(old, secret, newest)).toEqual([false, true, true]);
    server.clock.advance(86_400);
    expect((await state()).oldSecretExpiresAt).toBeNull();
    expect(await verify(secret, newest)).toEqual([false, true]);
    await happened();
    await deliver();
    expect(await server.deps.store.webhooks.find(id)).not.toHaveProperty('previousSecret');
  });

  it('ends the old secret at once with 0, and stores no secret in clear', async () => {
    const old = receiver.secret;
    const { secret, oldSecretExpiresAt } = (await rotate({ expireOldIn: 0 })).data.rotateWebhookSecret;
    expect(oldSecretExpiresAt).toBeNull();
    expect(await verify(old, secret)).toEqual([false, true]);
    const kept = JSON.stringify([await server.deps.store.webhooks.find(id), await server.events()]);
    expect(kept).not.toContain(secret.slice('whsec_'.length));
  });

  it('rejects wrong input and callers', async () => {
    expect(refusal(await rotate({ expireOldIn: -1 }))).toBe('INVALID_INPUT expireOldIn');
    expect(refusal(await rotate({ expireOldIn: 604_801 }))).toBe('INVALID_INPUT expireOldIn');
    expect(refusal(await rotate({ id: 'unknown' }))).toBe('NOT_FOUND id');
    expect(refusal(await rotate({}, await server.keyWith('webhooks:write')))).toBe('FORBIDDEN');
  });
});
