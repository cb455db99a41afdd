import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { makeGraphqlHandler } from '../../src/graphql/graphql-handler.js';
import { makeHttpApp } from '../../src/http/make-http-app.js';
import { cacheStore } from '../../src/storage/cached-store.js';
import { openStore } from '../../src/storage/open-store.js';
import { countingStore } from '../support/counting-store.js';
import { frozenClock, systemClock, testDeps } from '../support/deps.js';
import { freePort } from '../support/free-port.js';
import { connect } from './contender.js';
import { type BenchDatabase, makeDatabases } from './databases.js';
import { printTable } from './print-table.js';
import { type Scenario, type Setting, scenarios } from './scenarios.js';
import { settle } from './settings.js';

const SHOTS = 3;
/** After this time the last use of a session is stored again, so the most expensive request is counted. */
const SECONDS_BETWEEN_SHOTS = 61;

/** What an operation costs: calls of the store that reach the database, and the commands or statements that they send. */
interface Trips {
  readonly calls: number;
  readonly statements: number;
}

/** The application in this process, and what its store has sent so far. */
interface Counted {
  readonly setting: Setting;
  readonly sent: () => Trips;
  advance(seconds: number): void;
  stop(): Promise<void>;
}

/**
 * Starts the application without jobs, because writes after the response do not count. The clock of the cache does not
 * move, so clients, scopes and keys stay cached.
 */
async function startCounted(database: BenchDatabase): Promise<Counted> {
  const calls: string[] = [];
  let statements = 0;
  const onStatement = () => {
    statements += 1;
  };
  const opened = await openStore(database.config, { onStatement });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const key = randomBytes(32).toString('base64url');
  const clock = frozenClock(systemClock.now());
  const store = cacheStore(countingStore(opened, calls), frozenClock(systemClock.now()));
  const deps = testDeps(store, { clock, config: { port, issuer: origin, bootstrapApiKey: key } });
  await ensureDefaultIssuer(deps);
  const server = createServer(makeHttpApp(deps, { graphql: await makeGraphqlHandler(deps), tracing: undefined }));
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const target = connect(origin);
  return {
    setting: await settle(target, key, 'ES256'),
    sent: () => ({ calls: calls.length, statements }),
    advance: clock.advance,
    stop: async () => {
      await target.stop();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
      await database.drop();
    },
  };
}

async function shoot({ setting, sent, advance }: Counted, scenario: Scenario): Promise<Trips> {
  advance(SECONDS_BETWEEN_SHOTS);
  const [operation] = await scenario.prepare(setting, 1, 1);
  if (operation === undefined) throw new Error('a scenario has an operation');
  const before = sent();
  await operation();
  const after = sent();
  return { calls: after.calls - before.calls, statements: after.statements - before.statements };
}

/**
 * The most expensive of several requests. The first two do not count: the first fills the cache and stores the last use
 * of the client's secret, and the second reads that client again.
 */
async function count(counted: Counted, scenario: Scenario): Promise<Trips> {
  await shoot(counted, scenario);
  await shoot(counted, scenario);
  const shots: Trips[] = [];
  for (let shot = 0; shot < SHOTS; shot += 1) shots.push(await shoot(counted, scenario));
  const most = (figure: keyof Trips) => Math.max(...shots.map((trips) => trips[figure]));
  return { calls: most('calls'), statements: most('statements') };
}

/** The round trips of each scenario, on one database. */
export interface RoundTrips {
  readonly name: string;
  readonly counts: readonly Trips[];
}

export async function countRoundTrips(): Promise<RoundTrips[]> {
  const columns: RoundTrips[] = [];
  for (const makeDatabase of makeDatabases) {
    const database = await makeDatabase();
    const counted = await startCounted(database);
    const counts: Trips[] = [];
    for (const scenario of scenarios) counts.push(await count(counted, scenario));
    columns.push({ name: database.name, counts });
    await counted.stop();
  }
  return columns;
}

export async function printRoundTrips(): Promise<void> {
  const columns = await countRoundTrips();
  printTable(
    'Round trips to the store',
    ['', 'budget', ...columns.flatMap(({ name }) => [name, 'sent'])],
    scenarios.map(({ name, roundTrips }, row) => [
      name,
      String(roundTrips),
      ...columns.flatMap(({ counts }) => [String(counts[row]?.calls), String(counts[row]?.statements)]),
    ]),
  );
}
