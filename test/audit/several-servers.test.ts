import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import type { DatabaseConfig } from '../../src/model/config.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import { startTestApp, type TestApp } from '../support/app.js';
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

describeOnMongodb('two servers on MongoDB', () => {
  it('give followers of either each event once, in one order', async () => {
    const database = await mongodbDatabase();
    const config: DatabaseConfig = database.config;
    const secretKeys = [randomBytes(32).toString('base64url')];
    const start = () =>
      startTestApp({ secretKeys }, { makeDatabase: async () => ({ config, drop: async () => undefined }) });
    const apps = [await start(), await start()];
    const logs = apps.map((app) => followApi(app, (received) => created(received, 'client') === 60));
    const makeClients = async (app: TestApp, server: number) => {
      for (let index = 0; index < 30; index += 1) await createClient(app, `app-${server}-${index}`);
    };
    await Promise.all(apps.map(makeClients));
    const [first = [], second = []] = await Promise.all(logs);
    expectOneOrder(first);
    expect(second.map(({ id }) => id).slice(0, first.length)).toEqual(
      first.map(({ id }) => id).slice(0, second.length),
    );
    for (const app of apps) await app.stop();
    await database.drop();
  }, 240_000);
});
