import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { makeGraphqlHandler } from '../../src/graphql/graphql-handler.js';
import { makeHttpApp } from '../../src/http/make-http-app.js';
import { cacheStore } from '../../src/storage/cached-store.js';
import { openStore } from '../../src/storage/open-store.js';
import { frozenClock, systemClock, testDeps } from '../support/deps.js';
import { freePort } from '../support/free-port.js';
import { connect } from './contender.js';
import { type BenchDatabase, makeDatabases } from './databases.js';
import { printTable } from './print-table.js';
import { type Scenario, type Setting, scenarios } from './scenarios.js';
import { settle } from './settings.js';

const SHOTS = 3;
/** Seconds after which the use of a session is noted anew, so that the dearest request is counted. */
const BETWEEN_SHOTS = 61;

/** The application in this process, and how often it asked its database. */
interface Counted {
  readonly setting: Setting;
  readonly statements: () => number;
  advance(seconds: number): void;
  stop(): Promise<void>;
}

/**
 * Without jobs: what is written behind the answers has no part in the budget. What the process remembers of clients,
 * scopes and keys does not age, for it has a clock of its own, which stands.
 */
async function startCounted(database: BenchDatabase): Promise<Counted> {
  let statements = 0;
  const opened = await openStore(database.config, {
    onStatement: () => {
      statements += 1;
    },
  });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const key = randomBytes(32).toString('base64url');
  const clock = frozenClock(systemClock.now());
  const store = cacheStore(opened, frozenClock(systemClock.now()));
  const deps = testDeps(store, { clock, config: { port, issuer: origin, bootstrapApiKey: key } });
  await ensureDefaultIssuer(deps);
  const server = createServer(makeHttpApp(deps, { graphql: await makeGraphqlHandler(deps), tracing: undefined }));
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const target = connect(origin);
  return {
    setting: await settle(target, key),
    statements: () => statements,
    advance: clock.advance,
    stop: async () => {
      await target.stop();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      await database.drop();
    },
  };
}

async function shoot({ setting, statements, advance }: Counted, scenario: Scenario): Promise<number> {
  advance(BETWEEN_SHOTS);
  const [worker] = await scenario.prepare(setting, 1, 1);
  if (worker === undefined) throw new Error('a scenario has a worker');
  const before = statements();
  const answer = await setting.target.send(worker.next());
  const counted = statements() - before;
  worker.learn?.(answer);
  return counted;
}

/**
 * The most that one request cost, of several one after another. The first, which fills the memory and has the day's use
 * of the client's secret noted, is not among them, nor the second, which reads anew what that note changed.
 */
async function count(counted: Counted, scenario: Scenario): Promise<number> {
  await shoot(counted, scenario);
  await shoot(counted, scenario);
  const counts: number[] = [];
  for (let shot = 0; shot < SHOTS; shot += 1) counts.push(await shoot(counted, scenario));
  return Math.max(...counts);
}

export async function printRoundTrips(): Promise<void> {
  const columns: { name: string; counts: number[] }[] = [];
  for (const makeDatabase of makeDatabases) {
    const database = await makeDatabase();
    const counted = await startCounted(database);
    const counts: number[] = [];
    for (const scenario of scenarios) counts.push(await count(counted, scenario));
    columns.push({ name: database.name, counts });
    await counted.stop();
  }
  printTable(
    'Round trips to the store',
    ['', 'budget', ...columns.map(({ name }) => name)],
    scenarios.map(({ name, roundTrips }, row) => [
      name,
      String(roundTrips),
      ...columns.map(({ counts }) => String(counts[row])),
    ]),
  );
}
