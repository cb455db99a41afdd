import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { systemClock } from '../support/deps.js';
import { openTestStream } from '../support/event-stream.js';
import { type Guide, openGuide, settingsOf, start, startExample } from '../support/guides.js';

const shell = promisify(execFile);

describe('docs/audit-log.md', () => {
  let app: TestApp;
  let guide: Guide;
  let skipped = 0;

  beforeAll(async () => {
    const clock = { now: () => new Date(systemClock.now().getTime() + skipped * 1000) };
    app = await startTestApp({ allowedPrivateHosts: ['localhost'] }, { clock });
    guide = await openGuide('audit-log', app);
    await rm(join(guide.folder, 'cursor'), { force: true });
  });
  afterAll(() => app.stop());

  /** Writes an event, and waits until it is visible. */
  const createGroup = async (id: string) => {
    await app.graphql('mutation ($id: ID!) { createGroup(input: { id: $id, name: "Crew" }) { group { id } } }', { id });
    skipped += 5;
  };

  it('looks up refusals', async () => {
    expect(await guide.graphql(app, 'refusals')).toEqual({ auditEvents: { edges: [] } });
  });

  it('finds out why a client does not work', async () => {
    const answer = await guide.graphql(app, 'why', { clientId: 'unknown' });
    expect(answer).toEqual({ auditEvents: { edges: [] } });
  });

  it('searches by text, shows records beside ids, and counts by day', async () => {
    const found = await guide.graphql(app, 'what-happened', { text: 'nothing like this' });
    expect(found).toEqual({ auditEvents: { isComplete: true, edges: [] } });
    expect(await guide.graphql(app, 'who')).toHaveProperty('auditEvents.edges');
    const day = new Date().toISOString().slice(0, 10);
    const yesterday = { from: '2026-01-29T00:00:00+01:00', to: '2026-01-29T23:59:59.999+01:00' };
    expect(await guide.graphql(app, 'yesterday', yesterday)).toMatchObject({ auditEvents: { edges: [] } });
    const week = { from: '2026-01-23', to: '2026-01-29' };
    expect(await guide.graphql(app, 'refused-sign-ins', week)).toEqual({ auditEventCounts: [] });
    const { dailyStatistics } = (await guide.graphql(app, 'last-days', { from: day, to: day })) as {
      dailyStatistics: object[];
    };
    expect(dailyStatistics).toEqual([{ day, signIns: 0, refusals: 0, newUsers: 0, activeUsers: 0 }]);
    expect(await guide.graphql(app, 'health', { clientId: 'unknown' })).toEqual({ client: null });
  });

  it('follow.mjs prints each event once, however often it runs', async () => {
    const printed = async () => {
      const env = { ...process.env, ...settingsOf(guide, 4000), KEY: app.apiKey };
      const program = resolve('examples/audit-log/follow.mjs');
      const { stdout } = await shell(process.execPath, [program], { cwd: guide.folder, env });
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line).resourceId]));
    };
    await createGroup('one');
    await createGroup('two');
    expect(await printed()).toEqual(['one', 'two']);
    expect(await printed()).toEqual([]);
    await createGroup('three');
    expect(await printed()).toEqual(['three']);
  });

  it('stream.mjs prints each event as it happens, and continues after a restart', async () => {
    const file = join(guide.folder, 'stream-cursor');
    await rm(file, { force: true });
    const cursorAfter = async (last: string): Promise<string> => {
      for (;;) {
        const cursor = await readFile(file, 'utf8').catch(() => '');
        if (cursor !== '' && cursor !== last) return cursor;
        await new Promise((done) => setTimeout(done, 20));
      }
    };
    const env = { ...settingsOf(guide, 4000), KEY: app.apiKey };
    const program = resolve('examples/audit-log/stream.mjs');
    const begin = () => start(process.execPath, [program], { cwd: guide.folder, env });
    const first = begin();
    // The position comes before the first event.
    const position = await cursorAfter('');
    await createGroup('streamed');
    await first.says(/"resourceId":"streamed"/);
    await cursorAfter(position);
    await first.stop();
    await createGroup('missed');
    const second = begin();
    await second.says(/"resourceId":"missed"/);
    await second.stop();
    expect(second.printed()).not.toContain('"streamed"');
    const refused = start(process.execPath, [program], { cwd: guide.folder, env: { ...env, KEY: 'wrong' } });
    expect([await refused.ends(), refused.printed()]).toEqual([1, expect.stringContaining('UNAUTHENTICATED')]);
  });

  it('curl shows the stream, and the documented subscription is accepted', async () => {
    const curl = start('sh', ['-c', `exec ${guide.block('sh stream')}`], { env: { KEY: app.apiKey } });
    await curl.says(/id: /);
    await createGroup('shown');
    await curl.says(/^data: .*"resourceId":"shown"/m);
    await curl.stop();
    const query = guide.block('graphql stream');
    const stream = await openTestStream(`${app.origin}/graphql`, { query, authorization: `Bearer ${app.apiKey}` });
    expect(stream.status).toBe(200);
    stream.close();
  });

  it('receiver.ts receives the events of the webhook, and accepts nothing that is not signed', async () => {
    const origin = guide.origin(4000);
    const watch = guide.block('graphql watch').replace('https://siem.example', origin);
    const { createWebhook } = await app.graphql<{ createWebhook: { secret: string } }>(watch);
    const receiver = startExample(guide, 'audit-log/receiver.ts', 4000, { WEBHOOK_SECRET: createWebhook.secret });
    try {
      await receiver.listens(origin);
      const forged = await fetch(`${origin}/events`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': 'event',
          'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
          'webhook-signature': `v1,${Buffer.alloc(32).toString('base64')}`,
        },
        body: '{"type":"CREATED","timestamp":"","data":{"id":"event","resourceId":"forged"}}',
      });
      expect(forged.status).toBe(401);
      await expect(guide.graphql(app, 'test')).resolves.toEqual({
        testWebhook: { delivery: { accepted: true, statusCode: 204, error: null, response: null } },
      });
      await createGroup('four');
      await receiver.says(/ four\n/);
      const events = receiver
        .printed()
        .split('\n')
        .filter((line) => /^\d{4}-/.test(line))
        .map((line) => line.split(' ').slice(1).join(' '));
      expect(events.toSorted()).toEqual(['CREATED group four', 'CREATED webhook siem', 'TEST webhook siem']);
      type Failing = { webhooks: { lastError: string | null; deliveries: { eventId: string; eventType: string }[] }[] };
      const [siem] = (await guide.graphql<Failing>(app, 'failing')).webhooks;
      expect(siem?.lastError).toBeNull();
      const eventId = siem?.deliveries.find(({ eventType }) => eventType === 'CREATED')?.eventId;
      const delivered = { redeliverWebhookEvent: { delivery: { accepted: true, statusCode: 204, error: null } } };
      expect(await guide.graphql(app, 'redeliver', { eventId })).toMatchObject(delivered);
      const input = { id: 'siem', eventId };
      expect(await (await openGuide('api', app)).graphql(app, 'redeliver', { input })).toEqual(delivered);
      const since = (await app.deps.store.webhooks.find('siem'))?.createdAt.toISOString();
      expect(await guide.graphql(app, 'replay', { since })).toMatchObject({
        replayWebhook: { webhook: { id: 'siem' } },
      });
      expect(await guide.graphql(app, 'rotate')).toMatchObject({
        rotateWebhookSecret: { secret: expect.stringMatching(/^whsec_/) },
      });
    } finally {
      await receiver.stop();
    }
  });

  it('receiver.ts says in a sentence that WEBHOOK_SECRET is missing', async () => {
    const lacking = startExample(guide, 'audit-log/receiver.ts', 4000, { WEBHOOK_SECRET: '' });
    expect(await lacking.ends()).toBe(1);
    expect(lacking.printed()).toMatch(/^WEBHOOK_SECRET is missing: .*\n$/);
  });
});
