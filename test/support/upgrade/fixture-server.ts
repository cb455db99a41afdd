import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeParts } from '../../../src/app.js';
import { makeGraphqlHandler } from '../../../src/graphql/graphql-handler.js';
import { makeGraphqlLook } from '../../../src/http/graphql-look.js';
import { makeHttpApp } from '../../../src/http/make-http-app.js';
import type { DatabaseConfig } from '../../../src/model/config.js';
import type { Deps } from '../../../src/model/deps.js';
import type { TestApp } from '../app.js';
import type { FrozenClock } from '../deps.js';
import { dyingStore } from '../dying-store.js';
import type { Facts } from './facts.js';
import { callGraphql, fixtureConfig, redirectRequests } from './fixture-config.js';

/** The server that fills a fixture: the whole application without its jobs, which would tidy up what a fixture needs. */
export interface FixtureServer {
  readonly app: TestApp;
  /** Writes the audit events that wait. */
  flush(): Promise<void>;
  /** Serves `act` as a process that dies after so many writes; `act` must fail of it. */
  dieDuring(writes: number, act: () => Promise<unknown>): Promise<void>;
}

/** Seconds that pass with each request. */
const REQUEST_SECONDS = 0.2;

export async function startFixtureServer(
  facts: Pick<Facts, 'issuer' | 'secretKey' | 'bootstrapApiKey'>,
  database: DatabaseConfig,
  clock: FrozenClock,
): Promise<FixtureServer> {
  const ignore = () => undefined;
  const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) };
  const { deps, audit, close } = await makeParts(fixtureConfig(facts, database, 0), { clock, random, log });
  const unlimited: Deps = { ...deps, limits: { take: async () => true } };
  const living = await listenerOf(unlimited);
  let listener = living;
  const server = createServer((request, response) => {
    clock.advance(REQUEST_SECONDS);
    listener(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const restoreFetch = redirectRequests(facts.issuer, (server.address() as AddressInfo).port);
  return {
    app: {
      origin: facts.issuer,
      deps: unlimited,
      apiKey: facts.bootstrapApiKey,
      graphql: (query, variables) => callGraphql(facts.issuer, facts.bootstrapApiKey, query, variables),
      stop: async () => {
        restoreFetch();
        server.closeAllConnections();
        await new Promise((stopped) => server.close(stopped));
        await close();
      },
    },
    flush: () => audit.flush(),
    dieDuring: async (writes, act) => {
      listener = await listenerOf({ ...unlimited, store: dyingStore(deps.store, writes).store });
      const survived = await act().then(
        () => true,
        () => false,
      );
      listener = living;
      if (survived) throw new Error('The process did not die.');
    },
  };
}

async function listenerOf(deps: Deps): Promise<RequestListener> {
  return makeHttpApp(deps, { graphql: await makeGraphqlHandler(deps, makeGraphqlLook(deps.config)) });
}
