import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeParts, startApp } from '../../../src/app.js';
import { type FrozenClock, frozenClock, testRandom } from '../deps.js';
import { freePort } from '../free-port.js';
import { mongodbDatabase, type TestDatabase } from '../stores.js';
import { type ClientSide, clientSide } from './client-side.js';
import type { Facts } from './facts.js';
import { callGraphql, fixtureConfig, redirectRequests } from './fixture-config.js';
import { type ReturningPerson, restorePerson } from './kept-person.js';
import { restoreMongodb } from './mongodb-dump.js';

/** A copy of a fixture's database, and what it was filled with. */
export interface FixtureCopy {
  readonly facts: Facts;
  readonly database: TestDatabase;
}

const FIXTURES = join('test', 'fixtures', 'upgrade');

async function factsOf(version: string, kind: string): Promise<Facts> {
  return JSON.parse(await readFile(join(FIXTURES, version, `${kind}-facts.json`), 'utf8')) as Facts;
}

export async function copySqliteFixture(version: string): Promise<FixtureCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'passgraph-'));
  const path = join(folder, 'passgraph.db');
  await copyFile(join(FIXTURES, version, 'passgraph.db'), path);
  const database = { config: { kind: 'sqlite', path } as const, drop: () => rm(folder, { recursive: true }) };
  return { database, facts: await factsOf(version, 'sqlite') };
}

export async function copyMongodbFixture(version: string): Promise<FixtureCopy> {
  const database = await mongodbDatabase();
  if (database.config.kind !== 'mongodb') throw new Error('MONGODB_TEST_URL is no MongoDB.');
  await restoreMongodb(database.config.url, await readFile(join(FIXTURES, version, 'mongodb.json.gz')));
  return { database, facts: await factsOf(version, 'mongodb') };
}

/** The whole application on a fixture, shortly after the fixture was complete. */
export interface UpgradedServer {
  readonly facts: Facts;
  readonly clock: FrozenClock;
  readonly side: ClientSide;
  person(username: string): ReturningPerson;
  /** With the key of the environment, unless another is given. */
  graphql<T>(query: string, variables?: Record<string, unknown>, key?: string): Promise<T>;
  /** Throws if the application logged an error. */
  stop(): Promise<void>;
}

/** Seconds: more than the ten in which a replaced refresh token still counts, less than a code lives. */
const AFTER_FIXTURE_SECONDS = 12;

export async function startUpgraded({ facts, database }: FixtureCopy, clock = clockOf(facts)): Promise<UpgradedServer> {
  const unexpected: object[] = [];
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: (detail: object) => unexpected.push(detail) };
  const random = testRandom();
  const port = await freePort();
  const running = await startApp(await makeParts(fixtureConfig(facts, database.config, port), { clock, random, log }));
  const restoreFetch = redirectRequests(facts.issuer, port);
  const people = Object.entries(facts.people).map(([name, kept]) => [name, restorePerson(facts.issuer, kept)] as const);
  return {
    facts,
    clock,
    side: clientSide(facts.issuer, clock, facts.clients),
    person: (username) => {
      const person = new Map(people).get(username);
      if (person === undefined) throw new Error(`The fixture has no person ${username}.`);
      return person;
    },
    graphql: (query, variables, key = facts.bootstrapApiKey) => callGraphql(facts.issuer, key, query, variables),
    stop: async () => {
      restoreFetch();
      await running.stop();
      if (unexpected.length > 0) throw new AggregateError(unexpected, 'the application logged errors');
    },
  };
}

function clockOf({ now }: Facts): FrozenClock {
  const clock = frozenClock(new Date(now));
  clock.advance(AFTER_FIXTURE_SECONDS);
  return clock;
}
