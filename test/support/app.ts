import { randomBytes } from 'node:crypto';
import { makeParts, startApp } from '../../src/app.js';
import type { Config } from '../../src/model/config.js';
import type { Clock, Deps } from '../../src/model/deps.js';
import { systemClock, testConfig, testRandom } from './deps.js';
import { freePort } from './free-port.js';
import { memoryDatabase, type TestDatabase } from './stores.js';

/** The whole application on a port of its own, and what a test needs to talk to it. */
export interface TestApp {
  readonly origin: string;
  /** What the server uses. After a restart, these are other ones. */
  readonly deps: Deps;
  /** A key with every permission. */
  readonly apiKey: string;
  /** `data` of an operation; throws where there are errors. */
  graphql<T = Record<string, unknown>>(query: string, variables?: Record<string, unknown>): Promise<T>;
  stop(): Promise<void>;
}

export interface RestartableApp extends TestApp {
  /**
   * Stops the server, calls `meanwhile`, and starts another server on the same port. It needs a database that outlives the
   * server.
   */
  restart(meanwhile: (deps: Deps) => Promise<void>): Promise<void>;
}

/**
 * `makeDatabase` gives the database, which is dropped with the application; `clock` is the system's otherwise. `prepare`
 * stores what is there before the server starts with its jobs.
 */
export interface TestAppOptions {
  readonly prepare?: (deps: Deps) => Promise<void>;
  readonly makeDatabase?: () => Promise<TestDatabase>;
  readonly clock?: Clock;
}

export async function startTestApp(
  changes: Partial<Config> = {},
  { makeDatabase = memoryDatabase, clock = systemClock, prepare }: TestAppOptions = {},
): Promise<RestartableApp> {
  const database = await makeDatabase();
  const port = await freePort();
  const apiKey = randomBytes(32).toString('base64url');
  const config = testConfig({
    port,
    issuer: `http://localhost:${port}`,
    bootstrapApiKey: apiKey,
    database: database.config,
    ...changes,
  });
  const log = { debug: ignore, info: ignore, warn: ignore, error: (detail: object) => unexpected.push(detail) };
  const unexpected: object[] = [];
  const start = async (before: TestAppOptions['prepare']) => {
    const parts = await makeParts(config, { clock, random: testRandom(), log });
    await before?.(parts.deps);
    return { deps: parts.deps, running: await startApp(parts) };
  };
  let server = await start(prepare);
  return {
    origin: config.issuer,
    get deps() {
      return server.deps;
    },
    apiKey,
    graphql: (query, variables) => callGraphql(config.issuer, apiKey, query, variables),
    restart: async (meanwhile) => {
      await server.running.stop();
      server = await start(meanwhile);
    },
    stop: async () => {
      await server.running.stop();
      await database.drop();
      // What the application did not expect is a bug, whatever it answered.
      if (unexpected.length > 0) throw new AggregateError(unexpected, 'the application logged errors');
    },
  };
}

async function callGraphql<T>(
  origin: string,
  key: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown[] };
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

function ignore(): void {}
