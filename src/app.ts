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

/** The clock, the random source and the log. The process passes them in, so that tests can replace them. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The result of `makeParts`: every dependency of the application, and `close`, which releases them. */
export interface Parts {
  readonly deps: Deps;
  readonly audit: QueuedAudit;
  /** Writes the audit events that are still queued, then closes the store. */
  close(): Promise<void>;
}

/**
 * Checks the logo once in the primary process. Without this check, every worker process would start and fail.
 *
 * @throws Error whose message names the environment variable to change
 */
export function checkBrand(config: Config): void {
  loadAssets(config);
}

/**
 * Opens the store and makes every dependency.
 *
 * @throws Error whose message names the environment variable to change, if a dependency cannot be made
 */
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
    await audit.stop();
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

/** A server that listens. */
export interface RunningApp {
  readonly server: Server;
  /** Waits until the requests in progress are finished, then stops the jobs and closes the store. */
  stop(): Promise<void>;
}

const SWEEP_SECONDS = 60;
const FLUSH_SECONDS = 1;

/** The time limits for receiving the headers and a whole request. They stop slow clients from occupying connections. */
const REQUEST_TIMEOUTS_MS = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 };

/** The server closes a connection on which no data is sent or received for this long. Every response is faster. */
const IDLE_TIMEOUT_MS = 60_000;

export async function startApp({ deps, audit, close }: Parts): Promise<RunningApp> {
  const graphql = await makeGraphqlHandler(deps);
  const tracing = deps.config.otlpEndpoint === undefined ? undefined : await startTracing();
  const server = createServer(REQUEST_TIMEOUTS_MS, makeHttpApp(deps, { graphql, tracing }));
  server.setTimeout(IDLE_TIMEOUT_MS);
  const jobs = startJobs(deps, [
    { name: 'sweep', everySeconds: SWEEP_SECONDS, run: () => deps.store.sweep(deps.clock.now()) },
    { name: 'audit', everySeconds: FLUSH_SECONDS, run: () => audit.flush() },
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
    return new Error(
      `PORT: another program uses port ${port}. Stop it, or choose another port: PORT=${port + 1} npm start.`,
    );
  if (error.code === 'EACCES')
    return new Error(`PORT: this user is not allowed to use port ${port}. Choose a port above 1023.`);
  return new Error(
    `HOST: the server cannot listen at ${host}:${port} (${error.code ?? error.message}). Check HOST and PORT.`,
  );
}
