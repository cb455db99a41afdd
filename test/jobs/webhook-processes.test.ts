import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deliverWebhooks } from '../../src/jobs/deliver-webhooks.js';
import type { Deps } from '../../src/model/deps.js';
import { openStore } from '../../src/storage/open-store.js';
import { startTestApp } from '../support/app.js';
import { type FrozenClock, systemClock } from '../support/deps.js';
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
import { closeFixture, makeWebhook, openFixture, recordEvents, upTo, type WebhookFixture } from './webhook-fixture.js';

describe('a process that is killed', () => {
  let fixture: WebhookFixture;
  let deps: Deps;
  let clock: FrozenClock;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    fixture = await openFixture(await openMemoryStore());
    ({ deps, clock, receiver } = fixture);
  });
  afterEach(() => closeFixture(fixture));

  it('loses no event after any of its writes, and repeats at most one', async () => {
    await makeWebhook(fixture);
    let complete = false;
    for (let writes = 0; !complete; writes += 1) {
      expect(writes).toBeLessThan(20);
      receiver.received.length = 0;
      const before = fixture.happened;
      await recordEvents(fixture, 2);
      await recordEvents(fixture, 1, 'SIGNED_OUT');
      await recordEvents(fixture, 2);
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

  it('keeps its turn for 30 s, until another process continues', async () => {
    await makeWebhook(fixture);
    await recordEvents(fixture, 2);
    await expect(deliverWebhooks({ ...deps, store: dyingStore(deps.store, 1).store })).rejects.toMatchObject({
      errors: [{ message: 'the process is dead' }],
    });
    expect(receiver.indexes()).toEqual([0]);
    clock.advance(29.999);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0]);
    clock.advance(0.001);
    await deliverWebhooks(deps);
    expect(receiver.indexes()).toEqual([0, 0, 1]);
  });
});

describe('a process that is killed by SIGKILL during a delivery', () => {
  let database: TestDatabase;
  const secretKey = randomBytes(32).toString('base64url');
  beforeAll(async () => {
    database = await fileDatabase();
  });
  afterAll(() => database.drop());

  it('loses none of the events', async () => {
    const path = database.config.kind === 'sqlite' ? database.config.path : '';
    const fixture = await openFixture(await openStore(database.config), { secretKeys: [secretKey] });
    const { clock, deps, receiver } = fixture;
    // The other process goes by the system's clock, by which the events have to be old enough.
    clock.set(new Date(systemClock.now().getTime() - 60_000));
    await makeWebhook(fixture);
    await recordEvents(fixture, 5);
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
    await closeFixture(fixture);
  });
});

function onSeveralProcesses(makeDatabase: () => Promise<TestDatabase>) {
  it('deliver each event once and in order', async () => {
    const database = await makeDatabase();
    const fixture = await openFixture(await openStore(database.config));
    const { deps, receiver } = fixture;
    const stores = await Promise.all(upTo(3).map(() => openStore(database.config)));
    await makeWebhook(fixture);
    receiver.meanwhile = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
    for (const _ of upTo(5)) {
      await recordEvents(fixture, 8);
      const processes = [deps, ...stores.map((store) => ({ ...deps, store }))];
      const untilAllCame = async (process: Deps) => {
        while (receiver.received.length < fixture.happened) {
          await deliverWebhooks(process);
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      };
      await Promise.all(processes.map(untilAllCame));
      // The process with the last turn returns it.
      await Promise.all(processes.map((process) => deliverWebhooks(process)));
    }
    expect(receiver.indexes()).toEqual(upTo(40));
    for (const store of stores) await store.close();
    await closeFixture(fixture);
    await database.drop();
  });
}

describe('several processes that deliver to webhooks, SQLite in a file', () => onSeveralProcesses(fileDatabase));
describeOnMongodb('several processes that deliver to webhooks, MongoDB', () => onSeveralProcesses(mongodbDatabase));

describeOnEachDatabase('webhooks of a running server', (makeDatabase) => {
  it('get the events from the time when the receiver, or the server, was away', async () => {
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
