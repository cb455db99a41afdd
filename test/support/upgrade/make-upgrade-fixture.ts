import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { deliveryJobs } from '../../../src/jobs/deliver-logouts.js';
import type { DatabaseConfig } from '../../../src/model/config.js';
import { openCommands } from '../configuration-commands.js';
import { frozenClock } from '../deps.js';
import { clientSide } from './client-side.js';
import type { Facts } from './facts.js';
import { fillAccessTokens, fillSigningKeys, introspectAll, publishedKeys } from './fill-access-tokens.js';
import { fillApiKeys } from './fill-api-keys.js';
import { fillApplications } from './fill-applications.js';
import { fillGenerations } from './fill-generations.js';
import { endSession, fillGrants } from './fill-grants.js';
import { createWebhook, deliverSome, eventsAfter, fillLog, readLog } from './fill-log.js';
import { fillPending } from './fill-pending.js';
import { fillPeople } from './fill-people.js';
import { startFixtureServer } from './fixture-server.js';
import { keepPerson } from './kept-person.js';
import type { Making } from './making.js';
import { dumpMongodb } from './mongodb-dump.js';

/**
 * Fills one database of each kind through the server's own interfaces, for `test/storage/upgrade.test.ts`. Run it before
 * a change of what is stored, with the code of the version that is to be upgraded from; keep the older folders:
 * `npm run build && MONGODB_TEST_URL=… node dist/test/support/upgrade/make-upgrade-fixture.js VERSION [--into FOLDER]`.
 */
async function makeFixtures(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { into: { type: 'string' } } });
  const [version] = positionals;
  const url = process.env.MONGODB_TEST_URL;
  if (version === undefined || url === undefined) throw new Error('It needs VERSION, and MONGODB_TEST_URL.');
  const into = join(values.into ?? join('test', 'fixtures', 'upgrade'), version);
  await mkdir(into, { recursive: true });
  await makeSqliteFixture(version, into);
  await makeMongodbFixture(version, into, url);
}

async function makeSqliteFixture(version: string, into: string): Promise<void> {
  const path = join(into, 'passgraph.db');
  for (const name of ['', '-wal', '-shm']) await rm(`${path}${name}`, { force: true });
  const facts = await fill(version, { kind: 'sqlite', path });
  const file = new DatabaseSync(path);
  file.exec('pragma wal_checkpoint(truncate); pragma journal_mode = delete; vacuum;');
  file.close();
  await writeFile(join(into, 'secret-key'), `${facts.secretKey}\n`);
  await writeFacts(join(into, 'sqlite-facts.json'), facts);
}

async function makeMongodbFixture(version: string, into: string, server: string): Promise<void> {
  const url = new URL(server);
  url.pathname = `/passgraph-fixture-${randomBytes(4).toString('hex')}`;
  const facts = await fill(version, { kind: 'mongodb', url: url.href });
  await writeFile(join(into, 'mongodb.json.gz'), await dumpMongodb(url.href));
  await writeFacts(join(into, 'mongodb-facts.json'), facts);
  const client = new MongoClient(url.href);
  await client.db().dropDatabase();
  await client.close();
}

async function writeFacts(path: string, facts: Facts): Promise<void> {
  await writeFile(path, `${JSON.stringify(facts, null, 1)}\n`);
}

/** Far ahead, so that a server whose own clock is right never takes what is kept for expired. */
const BEGINNING = new Date('2040-05-01T08:00:00.000Z');

async function fill(version: string, database: DatabaseConfig): Promise<Facts> {
  const identity = {
    issuer: 'http://localhost:3000',
    secretKey: randomBytes(32).toString('base64url'),
    bootstrapApiKey: randomBytes(32).toString('base64url'),
  };
  const clock = frozenClock(BEGINNING);
  const server = await startFixtureServer(identity, database, clock);
  const clients: Making['clients'] = {};
  const side = clientSide(identity.issuer, clock, clients);
  const made = { people: {}, chains: {}, accessTokens: {}, deadTokens: {}, apiKeys: {}, idTokens: {} };
  const making: Making = { ...server, ...made, clock, clients, side };
  try {
    return { version, ...identity, ...(await fillAll(making)) };
  } finally {
    await server.app.stop();
  }
}

type Identity = 'version' | 'issuer' | 'secretKey' | 'bootstrapApiKey';

/** What lives for minutes comes last. */
async function fillAll(making: Making): Promise<Omit<Facts, Identity>> {
  const { app, clients, clock, people } = making;
  await fillPeople(making);
  await fillApplications(making);
  await fillSigningKeys(making);
  await fillGrants(making);
  await fillApiKeys(making);
  const webhook = await createWebhook(making);
  await fillLog(making);
  const logout = await endSession(making);
  const delivery = await deliverSome(making, webhook);
  for (const job of deliveryJobs(app.deps)) await job.run(new AbortController().signal);
  await fillGenerations(making);
  await fillAccessTokens(making);
  const pending = await fillPending(making);
  const accessTokens = await introspectAll(making);
  await making.flush();
  clock.advance(6);
  const { chains, deadTokens, apiKeys, idTokens } = making;
  return {
    people: Object.fromEntries(Object.entries(people).map(([name, person]) => [name, keepPerson(app.origin, person)])),
    ...{ clients, chains, accessTokens, deadTokens, apiKeys, idTokens, logout, pending },
    publishedKeys: await publishedKeys(making),
    webhook: {
      ...delivery,
      pending: await eventsAfter(making, delivery.types, delivery.delivered.at(-1) ?? ''),
    },
    log: await readLog(making),
    configuration: await exportOf(making),
    now: clock.now().toISOString(),
  };
}

async function exportOf({ app }: Making): Promise<string> {
  const commands = await openCommands(app.origin, app.apiKey);
  try {
    return await commands.export();
  } finally {
    await commands.close();
  }
}

await makeFixtures();
