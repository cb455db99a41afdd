import { createServer, type Server } from 'node:http';
import { ensureDefaultIssuer } from './admin/issuers/issuer-default.js';
import { checkSealedValues } from './admin/signing-keys/sealed-values.js';
import { makeAudit, type QueuedAudit } from './audit/audit-log.js';
import { makeGraphqlHandler } from './graphql/graphql-handler.js';
import { makeHttpApp } from './http/make-http-app.js';
import { startTracing } from './http/observe/tracing.js';
import { makeOutboundFetch } from './http/outbound/outbound-fetch.js';
import { makeLimits } from './http/request/limits.js';
import { keyAgeingJob } from './jobs/age-signing-keys.js';
import { deliveryJobs } from './jobs/deliver.js';
import { webhookJob } from './jobs/deliver-webhooks.js';
import { metadataJobs } from './jobs/read-metadata.js';
import { startJobs } from './jobs/start-jobs.js';
import { leftoversJob } from './jobs/sweep-leftovers.js';
import { makeKeys } from './keys/make-keys.js';
import type { Config } from './model/config.js';
import type { Clock, Deps, Log, Random } from './model/deps.js';
import { loadAssets } from './pages/layout/assets.js';
import { cacheStore } from './storage/cached-store.js';
import { openStore } from './storage/open-store.js';
import { guardRpId } from './webauthn/ceremony/rp-id-guard.js';

/** What only the process can give. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The parts put together, with what is needed to take them apart again. */
export interface Parts {
  readonly deps: Deps;
  readonly audit: QueuedAudit;
  /** Writes what is queued and closes the store. */
  close(): Promise<void>;
}

/** Before processes are started that would each end at it. Throws with a sentence that names the variable. */
export function checkBrand(config: Config): void {
  return void loadAssets(config);
}

/** Opens the store and makes every dependency. Rejects, with a sentence that names the variable, where one cannot be. */
export async function makeParts(config: Config, { clock, random, log }: Surroundings): Promise<Parts> {
  const store = cacheStore(await openStore(config.database, { log }), clock);
  const audit = makeAudit({ config, store, clock, random, log });
  const fetch = makeOutboundFetch(config.allowedPrivateHosts);
  const deps: Deps = {
    config,
    store,
    clock,
    random,
    log,
    audit,
    keys: makeKeys({ config, store, clock, random, fetch, log }),
    fetch,
    limits: makeLimits(),
  };
  const close = async () => {
    await audit.flush();
    await store.close();
  };
  try {
    await ensureDefaultIssuer(deps);
    await checkSealedValues(deps);
    await guardRpId(deps);
  } catch (error) {
    await close();
    throw error;
  }
  return { deps, audit, close };
}

/** A server that listens, and how it stops. */
export interface RunningApp {
  readonly server: Server;
  /** Answers what is under way, then lets go of everything. */
  stop(): Promise<void>;
}

/** Seconds between two sweeps, and two writings of queued audit events. */
const SWEEP_EVERY = 60;
const FLUSH_EVERY = 1;

/** Milliseconds for the headers of a request, and for all of it: who sends slower only holds a connection. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/** Milliseconds without a byte in either direction, after which a connection is closed: no answer takes as long. */
const LONGEST_SILENCE = 60_000;

export async function startApp({ deps, audit, close }: Parts): Promise<RunningApp> {
  const graphql = await makeGraphqlHandler(deps);
  const tracing = deps.config.otlpEndpoint === undefined ? undefined : await startTracing();
  const server = createServer(PATIENCE, makeHttpApp(deps, { graphql, tracing }));
  server.setTimeout(LONGEST_SILENCE);
  const jobs = startJobs(deps, [
    { name: 'sweep', every: SWEEP_EVERY, run: () => deps.store.sweep(deps.clock.now()) },
    { name: 'audit', every: FLUSH_EVERY, run: () => audit.flush() },
    ...deliveryJobs(deps),
    webhookJob(deps),
    leftoversJob(deps),
    keyAgeingJob(deps),
    ...metadataJobs(deps),
  ]);
  await listen(server, deps.config);
  return {
    server,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await jobs.stop();
      await tracing?.stop();
      await close();
    },
  };
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
    server.listen(port, host, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(`PORT: ${port} is taken by another program; PORT=${port + 1} npm start would take the next.`);
  if (error.code === 'EACCES') return new Error(`PORT: this user may not listen on ${port}.`);
  return new Error(`HOST, PORT: cannot listen on ${host}:${port} (${error.code ?? error.message}).`);
}
