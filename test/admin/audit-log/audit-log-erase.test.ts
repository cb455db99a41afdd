import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ROLE_PERMISSIONS } from '../../../src/access/administration/admin-permissions.js';
import { eraseFromAuditLog } from '../../../src/admin/audit-log/audit-log-erase.js';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { deleteUser } from '../../../src/admin/users/user-delete.js';
import { createWebhook } from '../../../src/admin/webhooks/webhook-changes.js';
import { redeliverWebhookEvent } from '../../../src/admin/webhooks/webhook-redeliver.js';
import type { AuditEntry, Deps } from '../../../src/model/deps.js';
import type { AuditEvent } from '../../../src/model/log/audit-event.js';
import type { WebhookDelivery } from '../../../src/model/log/webhook.js';
import { hashOf } from '../../../src/storage/log/event-hash.js';
import { openStore } from '../../../src/storage/open-store.js';
import { aWebhook } from '../../storage/records.js';
import { testDeps } from '../../support/deps.js';
import { makeUser } from '../../support/fixtures.js';
import { describeOnEachDatabase, type TestDatabase } from '../../support/stores.js';

describeOnEachDatabase('The erasure of a user from the audit log', (makeDatabase) => {
  let database: TestDatabase;
  let deps: Deps;
  let userId: string;
  beforeEach(async () => {
    database = await makeDatabase();
    deps = testDeps(await openStore(database.config));
    userId = (await makeUser(deps)).id;
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  const number = () => deps.store.auditEvents.numberEvents('test', deps.clock.now());
  const record = (entry: Partial<AuditEntry>) =>
    deps.audit.record({ type: 'UPDATED', ipAddress: '192.0.2.1', ...entry });
  const events = async (): Promise<AuditEvent[]> => {
    const { items } = await deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {});
    return items.map(({ record: event }) => event);
  };
  const erase = (id = userId) => eraseFromAuditLog(deps, systemCaller, { userId: id });

  it('removes addresses and names of events about and by the user, and leaves the chain valid', async () => {
    const [from, to] = [
      { username: 'ada', enabled: true },
      { username: 'countess', enabled: false },
    ];
    await record({ userId, detail: { from, to, changed: ['username'] } });
    await record({ actorKind: 'USER', actorId: userId, detail: { name: 'My key', deviceAddress: '192.0.2.1' } });
    await number();
    // This one has no sequence yet on MongoDB.
    await record({ userId, detail: { username: 'ada' } });
    expect(await erase()).toBe(3);
    await number();
    const all = await events();
    expect(JSON.stringify(all.slice(0, 3))).not.toMatch(/192\.0\.2\.1|"ada"|countess|My key/);
    expect(all[0]).toMatchObject({
      detail: { from: { enabled: true }, to: { enabled: false }, changed: ['username'] },
    });
    expect(Object.keys(all[0]?.erased ?? {}).toSorted()).toEqual([
      'detail.from.username',
      'detail.to.username',
      'ipAddress',
    ]);
    for (const [index, event] of all.entries()) {
      expect(event.hash).toBe(hashOf(event, all[index - 1]?.hash ?? ''));
      if (index < 3) expect(event).not.toHaveProperty('salts');
    }
    expect(all.at(-1)).toMatchObject({ type: 'DELETED', resource: 'personalValues', resourceId: userId });
    expect(await erase()).toBe(0);
  });

  it('removes what receivers of webhooks answered to these events', async () => {
    const eventOf = async (entry: Partial<AuditEntry>) => {
      await record(entry);
      return (await deps.store.auditEvents.page({ first: 1 }, 'NEWEST_FIRST', {})).items[0]?.record.id ?? '';
    };
    const about = await eventOf({ userId });
    const by = await eventOf({ actorKind: 'USER', actorId: userId });
    const other = await eventOf({ userId: 'grace' });
    const times = { attempts: 1, firstAttemptAt: 1, lastAttemptAt: 1 };
    const delivered = (eventId: string, kind: WebhookDelivery['kind'] = 'EVENT') => ({
      ...times,
      kind,
      eventId,
      response: `no ${eventId}`,
    });
    const deliveries = [delivered(about), delivered(by, 'REDELIVERY'), delivered(other), delivered('deleted')];
    await deps.store.webhooks.insert(aWebhook({ id: 'siem', deliveries: [...deliveries, delivered('test', 'TEST')] }));
    await erase();
    const left = (await deps.store.webhooks.find('siem'))?.deliveries?.map(({ response }) => response);
    expect(left).toEqual([undefined, undefined, `no ${other}`, undefined, 'no test']);
  });

  it('keeps no answer that arrives during the erasure', async () => {
    const fetch = async () => {
      await erase();
      return new Response('no 192.0.2.1', { status: 400 });
    };
    const { webhook } = await createWebhook(deps, systemCaller, { url: 'https://siem.example/', types: ['UPDATED'] });
    await record({ userId });
    await number();
    const redelivery = { id: webhook.id, eventId: (await events()).at(-1)?.id ?? '' };
    const { delivery } = await redeliverWebhookEvent({ ...deps, fetch }, systemCaller, redelivery);
    expect([delivery.statusCode, delivery.response]).toEqual([400, undefined]);
  });

  it('keeps no answer that is stored during the erasure, although its event was not erased a moment before', async () => {
    const { webhook } = await createWebhook(deps, systemCaller, { url: 'https://siem.example/', types: ['UPDATED'] });
    await record({ userId });
    await number();
    const eventId = (await events()).at(-1)?.id ?? '';
    let isSent = false;
    const fetch = async () => {
      isSent = true;
      return new Response('no 192.0.2.1', { status: 400 });
    };
    const findEvent = async (id: string) => {
      const found = await deps.store.auditEvents.findEvent(id);
      if (isSent && found?.erased === undefined) await erase();
      return found;
    };
    const store = { ...deps.store, auditEvents: { ...deps.store.auditEvents, findEvent } };
    await redeliverWebhookEvent({ ...deps, store, fetch }, systemCaller, { id: webhook.id, eventId });
    const [delivery] = (await deps.store.webhooks.find(webhook.id))?.deliveries ?? [];
    expect([delivery?.statusCode, delivery?.response]).toEqual([400, undefined]);
  });

  it('is refused to callers who lack a permission of the user, as every other change of the user is', async () => {
    const owner = await makeUser(deps, { username: 'owner', adminRole: 'OWNER' });
    const manager = await makeUser(deps, { username: 'manager', adminRole: 'USER_MANAGER' });
    for (const { id } of [owner, manager]) await record({ type: 'SIGN_IN_REFUSED', userId: id });
    const admin = { ...systemCaller, permissions: ROLE_PERMISSIONS.ADMIN };
    await expect(eraseFromAuditLog(deps, admin, { userId: owner.id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await deps.store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', { userId: owner.id })).items).toMatchObject(
      [{ record: { ipAddress: '192.0.2.1' } }],
    );
    expect(await eraseFromAuditLog(deps, admin, { userId: manager.id })).toBe(1);
  });

  it('leaves the events of others, also of a client with the id of the user', async () => {
    await record({ userId: 'grace', detail: { username: 'grace' } });
    await record({ actorKind: 'CLIENT', actorId: userId });
    await number();
    const before = await events();
    expect(await erase()).toBe(0);
    await number();
    expect((await events()).slice(0, 2)).toEqual(before);
  });

  it('is possible after the user was deleted, and impossible for an id that no user had', async () => {
    await record({ userId });
    await record({ actorKind: 'CLIENT', actorId: 'wiki' });
    await deleteUser(deps, systemCaller, { id: userId });
    expect(await erase()).toBe(2);
    for (const id of ['wiki', 'nothing']) {
      await expect(erase(id)).rejects.toMatchObject({ code: 'NOT_FOUND', field: 'userId' });
    }
  });
});
