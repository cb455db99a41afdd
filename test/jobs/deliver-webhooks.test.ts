import { spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { createWebhook, deleteWebhook, updateWebhook } from '../../src/admin/webhooks/webhook-changes.js';
import { makeOutboundFetch } from '../../src/http/outbound/outbound-fetch.js';
import { deliverWebhooks } from '../../src/jobs/deliver-webhooks.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEventType } from '../../src/model/log/audit-event.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { startTestApp } from '../support/app.js';
import { countingStore } from '../support/counting-store.js';
import { type FrozenClock, frozenClock, systemClock, testDeps } from '../support/deps.js';
import { dyingStore } from '../support/dying-store.js';
import {
  describeOnEachDatabase,
  describeOnMongodb,
  fileDatabase,
  mongodbDatabase,
  openMemoryStore,
  type TestDatabase,
} from '../support/stores.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';

const allowed = { config: { allowedPrivateHosts: ['localhost'] }, fetch: makeOutboundFetch(['localhost']) };

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

let clock: FrozenClock;
let deps: Deps;
let receiver: WebhookReceiver;
const logged: string[] = [];

function noted(detail: object, message: string) {
  return void logged.push(`${message} ${JSON.stringify(detail)}`);
}
const log = { debug: noted, info: noted, warn: noted, error: noted };

/** A webhook of the receiver. */
async function make(input: { id?: string; types?: AuditEventType[]; url?: string } = {}) {
  const { webhook, secret } = await createWebhook(deps, systemCaller, {
    id: 'siem',
    url: receiver.url,
    types: ['SIGNED_IN'],
    ...input,
  });
  receiver.secret = secret;
  return webhook;
}

let happened = 0;

/** So many events, one a second, which count by now. */
async function happen(count = 1, type: AuditEventType = 'SIGNED_IN') {
  for (const _ of upTo(count)) {
    await deps.audit.record({ type, userId: 'ada', ipAddress: '192.0.2.1', detail: { index: happened } });
    happened += 1;
    clock.advance(1);
  }
  clock.advance(5);
}

async function found(id = 'siem') {
  const webhook = await deps.store.webhooks.find(id);
  if (webhook === undefined) throw new Error('there is no such webhook');
  return webhook;
}

async function open(store: Store) {
  clock = frozenClock();
  happened = 0;
  logged.length = 0;
  deps = testDeps(store, { clock, log, ...allowed });
  receiver = await startWebhookReceiver(clock);
}

async function close() {
  await receiver.stop();
  await deps.store.close();
}

describe('a webhook', () => {
  beforeEach(async () => open(await openMemoryStore()));
  afterEach(close);

  it('gets each event since it was made, in order, signed, as the audit log has it', async () => {
    await happen(2);
    await make();
    await happen(3);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([2, 3, 4]);
    const [first] = receiver.received;
    const event = (await deps.store.auditEvents.page({ first: 3 }, 'NEWEST_FIRST', {})).items[2]?.record;
    expect(first?.method).toBe('POST');
    expect(first?.headers['content-type']).toBe('application/json');
    expect(first?.message).toEqual({
      type: 'SIGNED_IN',
      timestamp: '2026-11-21T12:00:07.000Z',
      data: {
        id: event?.id,
        type: 'SIGNED_IN',
        at: '2026-11-21T12:00:07.000Z',
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
      },
    });
    await deliverWebhooks(deps);
    expect(receiver.received).toHaveLength(3);
  });

  it('has its deliveries signed with HMAC-SHA256 of id, time and body (Standard Webhooks)', async () => {
    await make();
    await happen();
    await deliverWebhooks(deps);
    const { headers = {}, body = '' } = receiver.received[0] ?? {};
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const key = Buffer.from(receiver.secret.slice('whsec_'.length), 'base64');
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
    expect(headers['webhook-timestamp']).toBe(String(clock.now().getTime() / 1000));
  });

  it('gets the events of its types alone, and those of a type that it gets from then on', async () => {
    await make({ types: ['SIGNED_IN', 'CONSENT_GIVEN'] });
    await happen(1, 'SIGNED_OUT');
    await happen(1, 'CONSENT_GIVEN');
    await happen(1, 'SIGNED_OUT');
    await deliverWebhooks(deps);
    await updateWebhook(deps, systemCaller, { id: 'siem', types: ['SIGNED_OUT'] });
    await happen(1, 'SIGNED_IN');
    await happen(1, 'SIGNED_OUT');
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([1, 4]);
  });

  it('gets an event once it is 5 s old, when none that is older can come any more', async () => {
    await make();
    await deps.audit.record({ type: 'SIGNED_IN', detail: { index: 0 } });
    clock.advance(4.999);
    await deliverWebhooks(deps);
    expect(receiver.received).toEqual([]);
    clock.advance(0.001);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
  });

  it('gets more events than one page of the log has', async () => {
    await make();
    await happen(250);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual(upTo(250));
  });

  it('gets as many at a time as come within 3 s, so that others are served as well', async () => {
    await make();
    await happen(10);
    receiver.meanwhile = () => clock.advance(1);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2]);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual(upTo(6));
  });

  it('costs two reads while nothing happens, and one write where nothing is for it', async () => {
    await make();
    await happen(3, 'SIGNED_OUT');
    const calls: string[] = [];
    const counted = { ...deps, store: countingStore(deps.store, calls) };
    await deliverWebhooks(counted);
    expect(calls).toEqual(['webhooks.all', 'auditEvents.page', 'webhooks.update']);
    await deliverWebhooks(counted);
    expect(calls.slice(3)).toEqual(['webhooks.all', 'auditEvents.page']);
  });

  it('is delivered to beside others, each with its own', async () => {
    const other = await startWebhookReceiver(clock);
    await make({ types: ['SIGNED_OUT'], id: 'other', url: other.url });
    other.secret = receiver.secret;
    await make({ id: 'closed', url: 'http://localhost:1/' });
    await make();
    await happen(2);
    await happen(1, 'SIGNED_OUT');
    await deliverWebhooks(deps);
    expect([receiver.indexes(), other.indexes()]).toEqual([[0, 1], [2]]);
    await other.stop();
  });
});

describe('a receiver that fails', () => {
  beforeEach(async () => open(await openMemoryStore()));
  afterEach(close);

  it('for a while gets every event once it is back, in order, each with a signature that holds', async () => {
    await make();
    await happen(2);
    await deliverWebhooks(deps);
    receiver.status = 503;
    const since = clock.now();
    for (const hour of upTo(30)) {
      await happen(1, hour % 3 === 0 ? 'SIGNED_OUT' : 'SIGNED_IN');
      await deliverWebhooks(deps);
      clock.advance(3600);
    }
    expect((await found()).lastDeliveredAt).toEqual(since);
    expect((await found()).failingSince?.getTime()).toBeGreaterThan(since.getTime());
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
    expect(await found()).not.toHaveProperty('failingSince');
    expect((await found()).lastDeliveredAt).toEqual(clock.now());
  });

  it('is tried again after pauses that double up to an hour, none of them the same', async () => {
    await make();
    await happen();
    receiver.status = 500;
    const pauses: number[] = [];
    for (const _ of upTo(14)) {
      await deliverWebhooks(deps);
      const { nextAttemptAt } = await found();
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

  it.each([302, 400, 401, 404, 500])('with %d has not taken the event', async (status) => {
    await make();
    await happen();
    receiver.status = status;
    await deliverWebhooks(deps);
    expect(receiver.received).toHaveLength(1);
    expect(await found()).toMatchObject({ failures: 1, failingSince: clock.now() });
    receiver.status = 200;
    clock.advance(10);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 0]);
  });

  it('by not answering has not taken the event', async () => {
    await make();
    await happen();
    let answer = (): void => {};
    receiver.meanwhile = () => new Promise<void>((resolve) => (answer = resolve));
    await deliverWebhooks(deps);
    expect((await found()).failures).toBe(1);
    answer();
  }, 20_000);

  it('by lying at a private address gets nothing, unless its name is allowed', async () => {
    await make();
    await happen();
    await deliverWebhooks({ ...deps, fetch: makeOutboundFetch([]) });
    expect(receiver.received).toEqual([]);
    expect((await found()).failures).toBe(1);
    clock.advance(10);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
  });

  it('for longer than the log keeps an event goes on with the next one', async () => {
    await make();
    await happen(1);
    receiver.status = 500;
    await deliverWebhooks(deps);
    clock.advance(deps.config.auditRetention);
    await deps.store.sweep(clock.now());
    await happen(1);
    receiver.status = 200;
    receiver.received.length = 0;
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([1]);
  });

  it('is told of in the log, without a secret and without the event', async () => {
    await make();
    await happen();
    receiver.status = 500;
    await deliverWebhooks(deps);
    const { headers = {} } = receiver.received[0] ?? {};
    const text = logged.join();
    expect(text).toContain('a webhook failed and is tried again {"err":{},"webhook":"siem"');
    for (const secret of [receiver.secret.slice(6), headers['webhook-signature'], '192.0.2.1', 'tenant']) {
      expect(text).not.toContain(secret);
    }
  });

  it('with 410 Gone disables its webhook, which is in the audit log, and can be enabled again', async () => {
    await make();
    await happen(2);
    receiver.status = 410;
    await deliverWebhooks(deps);
    expect(receiver.received).toHaveLength(1);
    expect(await found()).toMatchObject({ enabled: false, failingSince: clock.now() });
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

describe('a webhook that is changed', () => {
  beforeEach(async () => open(await openMemoryStore()));
  afterEach(close);

  it('by disabling gets nothing, and goes on where it was when it is enabled again', async () => {
    await make();
    await happen(1);
    await deliverWebhooks(deps);
    await updateWebhook(deps, systemCaller, { id: 'siem', enabled: false });
    await happen(2);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    await updateWebhook(deps, systemCaller, { id: 'siem', enabled: true });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2]);
  });

  it('by disabling, while an event is under way, gets no other', async () => {
    await make();
    await happen(3);
    receiver.meanwhile = () => updateWebhook(deps, systemCaller, { id: 'siem', enabled: false });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    receiver.meanwhile = () => undefined;
    await updateWebhook(deps, systemCaller, { id: 'siem', enabled: true });
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2]);
  });

  it('by deleting, while an event is under way, gets no other; and one of its id begins anew', async () => {
    await make();
    await happen(3);
    receiver.meanwhile = async () => {
      receiver.meanwhile = () => undefined;
      await deleteWebhook(deps, systemCaller, { id: 'siem' });
      await make();
    };
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    expect(await found()).not.toHaveProperty('cursor');
    await happen(1);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 3]);
  });

  it.each([500, 410])(
    'by giving it another URL, while the old one answers %d, is tried there at once',
    async (status) => {
      await make();
      await happen(2);
      const moved = await startWebhookReceiver(clock);
      moved.secret = receiver.secret;
      receiver.status = status;
      receiver.meanwhile = () => updateWebhook(deps, systemCaller, { id: 'siem', url: moved.url });
      await deliverWebhooks(deps);
      expect(await found()).toMatchObject({ enabled: true, failures: 0 });
      await deliverWebhooks(deps);
      expect([receiver.indexes(), moved.indexes()]).toEqual([[0], [0, 1]]);
      await moved.stop();
    },
  );

  it('by giving it another URL after it failed for long is tried there at once', async () => {
    await make({ url: 'http://localhost:1/' });
    await happen();
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

describe('a process that is killed', () => {
  beforeEach(async () => open(await openMemoryStore()));
  afterEach(close);

  it('after whatever write has lost no event, and one at most comes twice', async () => {
    await make();
    let complete = false;
    for (let writes = 0; !complete; writes += 1) {
      expect(writes).toBeLessThan(20);
      receiver.received.length = 0;
      const before = happened;
      await happen(2);
      await happen(1, 'SIGNED_OUT');
      await happen(2);
      complete = await deliverWebhooks({ ...deps, store: dyingStore(deps.store, writes).store }).then(
        () => true,
        () => false,
      );
      clock.advance(30);
      await deliverWebhooks(deps);
      const wanted = [0, 1, 3, 4].map((index) => before + index);
      const came = receiver.indexes();
      expect(came.filter((index, at) => index !== came[at - 1])).toEqual(wanted);
      expect(came.length).toBeLessThanOrEqual(wanted.length + 1);
      if (complete) expect(came).toEqual(wanted);
    }
  });

  it('is not waited for longer than 30 s, and until then nobody else delivers', async () => {
    await make();
    await happen(2);
    await expect(deliverWebhooks({ ...deps, store: dyingStore(deps.store, 1).store })).rejects.toThrow('dead');
    expect(receiver.indexes()).toEqual([0]);
    clock.advance(29.999);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    clock.advance(0.001);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 0, 1]);
  });
});

describe('a process that is killed by SIGKILL while its event is under way', () => {
  let database: TestDatabase;
  const secretKey = randomBytes(32).toString('base64url');
  beforeAll(async () => {
    database = await fileDatabase();
  });
  afterAll(() => database.drop());

  it('has lost none of them', async () => {
    const path = database.config.kind === 'sqlite' ? database.config.path : '';
    await open(await openStore(database.config));
    // As old as they must be by the system's clock, which the other process goes by.
    clock.set(new Date(systemClock.now().getTime() - 60_000));
    deps = testDeps(deps.store, { clock, ...allowed, config: { ...allowed.config, secretKeys: [secretKey] } });
    await make();
    await happen(5);
    clock.set(systemClock.now());
    const child = spawn(
      process.execPath,
      ['--no-warnings', fileURLToPath(new URL('../support/deliver-until-killed.js', import.meta.url)), path, secretKey],
      { stdio: 'inherit' },
    );
    const exited = once(child, 'exit');
    receiver.meanwhile = () => {
      if (receiver.received.length === 3) child.kill('SIGKILL');
    };
    await exited;
    expect(receiver.indexes()).toEqual([0, 1, 2]);
    clock.advance(60);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 1, 2, 2, 3, 4]);
    await close();
  });
});

function onSeveralProcesses(makeDatabase: () => Promise<TestDatabase>) {
  it('get each event once and in order', async () => {
    const database = await makeDatabase();
    await open(await openStore(database.config));
    const stores = await Promise.all(upTo(3).map(() => openStore(database.config)));
    await make();
    receiver.meanwhile = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    for (const _ of upTo(5)) {
      await happen(8);
      const processes = [deps, ...stores.map((store) => ({ ...deps, store }))];
      const untilAllCame = async (process: Deps) => {
        while (receiver.received.length < happened) {
          await deliverWebhooks(process);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      };
      await Promise.all(processes.map(untilAllCame));
      // Whoever has the last turn gives it back.
      await Promise.all(processes.map((process) => deliverWebhooks(process)));
    }
    expect(receiver.indexes()).toEqual(upTo(40));
    for (const store of stores) await store.close();
    await close();
    await database.drop();
  });
}

describe('webhooks that several processes deliver to, SQLite in a file', () => onSeveralProcesses(fileDatabase));
describeOnMongodb('webhooks that several processes deliver to, MongoDB', () => onSeveralProcesses(mongodbDatabase));

describeOnEachDatabase('webhooks of a running server', (makeDatabase) => {
  it('get what happened while their receiver was away, and the server too', async () => {
    let skipped = 0;
    const time = { now: () => new Date(systemClock.now().getTime() + skipped * 1000) };
    const webhook = await startWebhookReceiver(time);
    const database = await makeDatabase();
    const secretKeys = [randomBytes(32).toString('base64url')];
    const start = () =>
      startTestApp(
        { allowedPrivateHosts: ['localhost'], secretKeys },
        { makeDatabase: async () => ({ ...database, drop: async () => undefined }), clock: time },
      );
    const came = async (count: number) => {
      while (webhook.received.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
      return webhook.received.map(({ message }) => (typeof message === 'string' ? message : message.data.resourceId));
    };
    const group = 'mutation ($id: ID!) { createGroup(input: { id: $id, name: "Crew" }) { group { id } } }';

    let app = await start();
    const { createWebhook } = await app.graphql<{ createWebhook: { secret: string } }>(
      'mutation ($url: String!) { createWebhook(input: { id: "siem", url: $url, types: [CREATED] }) { secret } }',
      { url: webhook.url },
    );
    webhook.secret = createWebhook.secret;
    await app.graphql(group, { id: 'one' });
    skipped += 5;
    expect(await came(2)).toEqual(['siem', 'one']);

    webhook.status = 503;
    await app.graphql(group, { id: 'two' });
    skipped += 5;
    await came(3);
    const stays = database.config.kind === 'mongodb' || database.config.path !== ':memory:';
    if (stays) {
      await app.graphql(group, { id: 'three' });
      await app.stop();
      app = await start();
    }
    webhook.status = 200;
    webhook.received.length = 0;
    skipped += 30;
    expect(await came(stays ? 2 : 1)).toEqual(stays ? ['two', 'three'] : ['two']);
    const { webhooks } = await app.graphql<{ webhooks: { failingSince: null }[] }>('{ webhooks { failingSince } }');
    expect(webhooks).toEqual([{ failingSince: null }]);
    await app.stop();
    await webhook.stop();
    await database.drop();
  });
});
