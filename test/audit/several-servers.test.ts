import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import {
  type AdminClientOptions,
  AuditEventsStreamDocument,
  createAdminClient,
} from '../../packages/admin/src/client/admin-client.js';
import type { DatabaseConfig } from '../../src/model/config.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { systemClock } from '../support/deps.js';
import { freePort } from '../support/free-port.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase } from '../support/stores.js';

const run = promisify(execFile);

const PAGE = `query ($after: String) { auditEvents(first: 10, after: $after, order: OLDEST_FIRST) {
  edges { node { id sequence type resource } } pageInfo { endCursor hasNextPage }
} }`;

interface Page {
  readonly auditEvents: {
    readonly edges: readonly { readonly node: AuditEvent }[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

/** A program that follows the log over the API, until `isComplete`. */
async function followApi(app: TestApp, isComplete: (events: readonly AuditEvent[]) => boolean): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  for (let after: string | null = null; !isComplete(events); ) {
    const { edges, pageInfo }: Page['auditEvents'] = (await app.graphql<Page>(PAGE, { after })).auditEvents;
    events.push(...edges.map(({ node }) => node));
    after = pageInfo.endCursor ?? after;
    if (!pageInfo.hasNextPage) await new Promise((done) => setTimeout(done, 20));
  }
  return events;
}

const createClient = (app: TestApp, id: string) =>
  app.graphql('mutation ($id: ID!) { createClient(input: { id: $id, name: "App" }) { client { id } } }', { id });

function created(events: readonly AuditEvent[], resource: string): number {
  return events.filter((event) => event.type === 'CREATED' && event.resource === resource).length;
}

function expectOneOrder(events: readonly AuditEvent[]): void {
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
}

it('A server and the command api-key on one SQLite file: a follower gets each event once, in one order', async () => {
  const database = await fileDatabase();
  const path = database.config.kind === 'sqlite' ? database.config.path : '';
  const secretKey = randomBytes(32).toString('base64url');
  const app = await startTestApp({ secretKeys: [secretKey] }, { makeDatabase: async () => database });
  const events = followApi(app, (received) => created(received, 'client') === 40 && created(received, 'apiKey') === 3);
  const env = { PATH: process.env.PATH, DATABASE_URL: `sqlite:${path}`, SECRET_KEY: secretKey, ISSUER: app.origin };
  const makeKeys = async () => {
    for (const name of ['one', 'two', 'three'])
      await run(process.execPath, [resolve('dist/src/main.js'), 'api-key', name], { env });
  };
  const makeClients = async () => {
    for (let index = 0; index < 40; index += 1) await createClient(app, `app-${index}`);
  };
  await Promise.all([makeKeys(), makeClients()]);
  expectOneOrder(await events);
  await app.stop();
}, 240_000);

/** Follows the log by a stream of the typed client, which connects again whenever the connection breaks. */
function followStream(options: AdminClientOptions, after?: string) {
  const events: AuditEvent[] = [];
  const end = new AbortController();
  const read = async () => {
    const client = createAdminClient(options);
    for await (const { auditEvents } of client.subscribe(AuditEventsStreamDocument, { after }, { signal: end.signal }))
      events.push(auditEvents.node as unknown as AuditEvent);
  };
  const ended = read();
  const hears = async (isHeard: (event: AuditEvent) => boolean): Promise<void> => {
    while (!events.some(isHeard)) await Promise.race([ended, new Promise((done) => setTimeout(done, 20))]);
  };
  return { events, hears, stop: () => Promise.all([end.abort(), ended]) };
}

it('A stream has each event once, through a restart, the end of a token and the events of a second server', async () => {
  const database = await fileDatabase();
  const secretKeys = [randomBytes(32).toString('base64url')];
  const port = await freePort();
  let skippedSeconds = 0;
  const clock = { now: () => new Date(systemClock.now().getTime() + skippedSeconds * 1000) };
  const makeDatabase = async () => ({ ...database, drop: async () => undefined });
  const startFirst = () =>
    startTestApp({ secretKeys, port, issuer: `http://localhost:${port}` }, { clock, makeDatabase });
  let first = await startFirst();
  const second = await startTestApp({ secretKeys }, { clock, makeDatabase });

  const { createClient: created } = await second.graphql<{ createClient: { clientSecret: string } }>(
    'mutation { createClient(input: { id: "follower", name: "Follower", grantTypes: [CLIENT_CREDENTIALS], scopes: ["audit:read"] }) { clientSecret } }',
  );
  let tokens = 0;
  const accessToken = async () => {
    const response = await fetch(`${first.origin}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`follower:${created.clientSecret}`)}` },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: 'audit:read',
        resource: `${first.origin}/graphql`,
      }),
    });
    tokens += 1;
    return ((await response.json()) as { access_token: string }).access_token;
  };
  const start = await second.deps.store.auditEvents.head();
  const stream = followStream(
    { url: first.origin, accessToken },
    second.deps.store.auditEvents.cursorAfter(start.sequence),
  );
  const happens = async (app: TestApp, id: string, during = async (): Promise<void> => undefined) => {
    await createClient(app, id);
    await during();
    await stream.hears((event) => event.type === 'CREATED' && event.resourceId === id);
  };
  await happens(second, 'one');
  skippedSeconds = 400;
  await happens(second, 'after-the-token-has-ended');
  expect(tokens).toBe(2);
  await first.stop();
  await happens(second, 'during-the-restart', async () => {
    first = await startFirst();
  });
  await happens(second, 'after-the-restart');
  await stream.stop();
  expect(stream.events.map(({ sequence }) => sequence)).toEqual(
    stream.events.map((_, index) => start.sequence + 1 + index),
  );
  await first.stop();
  await second.stop();
  await database.drop();
});

describeOnMongodb('two servers on MongoDB', () => {
  it('give followers of either each event once, in one order', async () => {
    const database = await mongodbDatabase();
    const config: DatabaseConfig = database.config;
    const secretKeys = [randomBytes(32).toString('base64url')];
    const start = () =>
      startTestApp({ secretKeys }, { makeDatabase: async () => ({ config, drop: async () => undefined }) });
    const apps = [await start(), await start()];
    const logs = apps.map((app) => followApi(app, (received) => created(received, 'client') === 60));
    const atStart = apps[0]?.deps.store.auditEvents.cursorAfter(0);
    const streams = apps.map(({ origin: url, apiKey }) => followStream({ url, apiKey }, atStart));
    const makeClients = async (app: TestApp, server: number) => {
      for (let index = 0; index < 30; index += 1) await createClient(app, `app-${server}-${index}`);
    };
    await Promise.all(apps.map(makeClients));
    const [first = [], second = []] = await Promise.all(logs);
    expectOneOrder(first);
    expect(second.map(({ id }) => id).slice(0, first.length)).toEqual(
      first.map(({ id }) => id).slice(0, second.length),
    );
    for (const { events, hears, stop } of streams) {
      await hears(({ sequence }) => sequence === first.length);
      await stop();
      expect(events.slice(0, first.length).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    }
    for (const app of apps) await app.stop();
    await database.drop();
  }, 240_000);
});
