import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { makeAudit } from '../../src/audit/audit-log.js';
import { makeGraphqlHandler } from '../../src/graphql/graphql-handler.js';
import { makeGraphqlLook } from '../../src/http/graphql-look.js';
import { makeHttpApp } from '../../src/http/make-http-app.js';
import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';
import { cacheStore } from '../../src/storage/cached-store.js';
import type { Statement } from '../../src/storage/database.js';
import { openStore } from '../../src/storage/open-store.js';
import { countingStore } from '../support/counting-store.js';
import { frozenClock, systemClock, testDeps } from '../support/deps.js';
import { freePort } from '../support/free-port.js';
import { connect, type Target } from './contender.js';
import type { BenchDatabase } from './databases.js';
import type { Setting } from './scenarios/scenario.js';
import { settle } from './settle.js';

/** The application in this process. */
export interface CountedApp {
  readonly setting: Setting;
  /** The calls of the store that reached the database so far. */
  readonly calls: readonly string[];
  advance(seconds: number): void;
  /** Stores the audit events that wait in memory. */
  storeEvents(): Promise<void>;
  stop(): Promise<void>;
}

export interface CountedOptions {
  readonly alg: AsymmetricAlg;
  readonly onStatement: (statement: Statement) => void;
  /** Wraps the function that answers requests. */
  readonly wrap?: (listener: RequestListener) => RequestListener;
}

/**
 * Starts the application without jobs, because writes after the response do not count. The clock of the cache does not
 * move, so clients, scopes and keys stay cached.
 */
export async function startCountedApp(
  { config }: Pick<BenchDatabase, 'config'>,
  { alg, onStatement, wrap = (listener) => listener }: CountedOptions,
): Promise<CountedApp> {
  const calls: string[] = [];
  const opened = await openStore(config, { onStatement });
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const key = randomBytes(32).toString('base64url');
  const clock = frozenClock(systemClock.now());
  const store = cacheStore(countingStore(opened, calls), frozenClock(systemClock.now()));
  const made = testDeps(store, { clock, config: { port, issuer: origin, bootstrapApiKey: key } });
  const audit = makeAudit(made);
  const deps = { ...made, audit };
  await ensureDefaultIssuer(deps);
  const app = makeHttpApp(deps, {
    graphql: await makeGraphqlHandler(deps, makeGraphqlLook(deps.config)),
    tracing: undefined,
  });
  const server = createServer(wrap(app as RequestListener));
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  const target: Target = connect(origin);
  return {
    setting: await settle(target, key, alg),
    calls,
    advance: clock.advance,
    storeEvents: audit.flush,
    stop: async () => {
      await target.stop();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
    },
  };
}
