import { createServer, type Server } from 'node:http';
import { makeClientUses } from './access/client-uses.js';
import { makeLogWatch } from './admin/audit-log/log-watch.js';
import type { DatabaseTools } from './admin/backups/database-tools.js';
import { addConsoleClient } from './admin/console/console-client.js';
import { ensureDefaultIssuer } from './admin/issuers/issuer-default.js';
import { reportOlderScopes } from './admin/scopes/computed-claims.js';
import { checkSettingsInForce, makeCurrentConfig } from './admin/server-settings/settings-in-force.js';
import { ownHosts } from './admin/setup/own-urls.js';
import { makeSetupChecks } from './admin/setup/setup-checks.js';
import type { SetupSurroundings } from './admin/setup/surroundings.js';
import { checkSealedValues } from './admin/signing-keys/sealed-values.js';
import { makeAudit, type QueuedAudit } from './audit/audit-log.js';
import { makeGraphqlHandler } from './graphql/graphql-handler.js';
import { closeServer } from './http/close-server.js';
import { makeGraphqlLook } from './http/graphql-look.js';
import { listen } from './http/listen.js';
import { makeHttpApp } from './http/make-http-app.js';
import type { LogDestination } from './http/observe/log-destination.js';
import { makeMetrics } from './http/observe/metrics.js';
import { startTracing } from './http/observe/tracing.js';
import { makeMailLook } from './http/outbound/mail-look.js';
import { makeOutboundFetch } from './http/outbound/outbound-fetch.js';
import { rememberDates } from './http/outbound/remote-dates.js';
import { limitsOf, makeLimits } from './http/request/limits.js';
import { handleInOrder } from './http/request/pipelining.js';
import { keyAgeingJob } from './jobs/age-signing-keys.js';
import { deleteAccountsJob } from './jobs/delete-accounts.js';
import { deliveryJobs } from './jobs/deliver-logouts.js';
import { mailJob } from './jobs/deliver-mails.js';
import { webhookJob } from './jobs/deliver-webhooks.js';
import { auditLogJobs, finishAuditLog } from './jobs/keep-audit-log.js';
import { expiringKeysJob } from './jobs/notify-expiring-keys.js';
import { metadataJob } from './jobs/read-metadata.js';
import { settingsJob } from './jobs/reload-settings.js';
import { excessJob } from './jobs/revoke-excess.js';
import { startJobs } from './jobs/start-jobs.js';
import { leftoversJob } from './jobs/sweep-leftovers.js';
import { makeKeys } from './keys/make-keys.js';
import { newSecret } from './keys/secrets.js';
import { makeSmtpMailer } from './mail/smtp-mailer.js';
import { type Config, MEMORY } from './model/config.js';
import type { Clock, Deps, Log, Mailer, Random } from './model/deps.js';
import { loadAssets } from './pages/layout/assets.js';
import { makeMailRenderer } from './pages/mail/render-mail.js';
import { makePictureConverter } from './pictures/picture-converter.js';
import { cacheStore } from './storage/cached-store.js';
import { openStore } from './storage/open-store.js';
import { makeDatabaseFiles } from './storage/sqlite/files/database-files.js';
import { guardRpId } from './webauthn/ceremony/rp-id-guard.js';

/**
 * The clock, the random source and the log. `main.ts` passes them to the functions of this file, so that tests can pass
 * others.
 */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** The result of `makeParts`: every dependency of the application, and `close`, which releases them. */
export interface Parts {
  readonly deps: Deps;
  readonly audit: QueuedAudit;
  /** What the checks of the setup need, except the jobs, which only a server has. */
  readonly around: SetupSurroundings;
  /** Writes the audit events that are still queued, then closes the store. */
  close(): Promise<void>;
}

/**
 * Checks the logo once in the primary process. Without this check, every worker process would start and then fail
 * because of the logo.
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
export async function makeParts(loaded: Config, { clock, random, log }: Surroundings): Promise<Parts> {
  const stored = cacheStore(await openStore(loaded.database, { log }), clock);
  const { config, reload: reloadSettings } = makeCurrentConfig(loaded, stored);
  const store = addConsoleClient(stored, config);
  const audit = makeAudit({ config, store, clock, random, log });
  const { fetch, dates } = rememberDates(makeOutboundFetch(config.allowedPrivateHosts), clock);
  const pictures = makePictureConverter(log);
  const deps: Deps = {
    config,
    reloadSettings,
    store,
    clock,
    random,
    log,
    audit,
    clientUses: makeClientUses({ store, clock, log }),
    keys: makeKeys({ config, store, clock, random, fetch, log }),
    fetch,
    limits: makeLimits(limitsOf(config)),
    pictures,
    mailer: makeMailer({ config, store, fetch, clock, log, pictures }),
  };
  const close = async () => {
    await audit.stop();
    await deps.clientUses.store();
    await store.close();
  };
  try {
    await reloadSettings();
    checkSettingsInForce(config);
    await ensureDefaultIssuer(deps);
    await checkSealedValues(deps);
    await guardRpId(deps);
    await reportOlderScopes(deps);
  } catch (error) {
    await close();
    throw error;
  }
  const fetchOwn = makeOutboundFetch(ownHosts(config));
  return { deps, audit, around: { nodeVersion: process.version, remoteDates: dates, fetchOwn }, close };
}

/** Makes the function that sends mails, if the operator has set a mail server. */
function makeMailer(around: Parameters<typeof makeMailLook>[0]): Mailer | undefined {
  const { config } = around;
  if (config.mail === undefined) return undefined;
  return makeSmtpMailer(config, config.mail, makeMailRenderer(config, makeMailLook(around)));
}

/** Makes what a command on the file of an SQLite database uses. The file is not opened. */
export function makeDatabaseTools(config: Config, { clock, random, log }: Surroundings): DatabaseTools {
  const around = { clock, random, log };
  const { database } = config;
  if (database.kind !== 'sqlite') throw new Error('DATABASE_URL: this command works only with an SQLite file.');
  return {
    clock,
    files: makeDatabaseFiles(database.path, around),
    use: async (work, path = database.path) => {
      const { deps, close } = await makeParts({ ...config, database: { kind: 'sqlite', path } }, around);
      try {
        return await work(deps);
      } finally {
        await close();
      }
    },
    useSecrets: async (path, work) => {
      const store = await openStore({ kind: 'sqlite', path: MEMORY }, { log, secretsOf: path });
      const fetch = makeOutboundFetch([]);
      try {
        return await work({ store, keys: makeKeys({ config, store, fetch, ...around }) });
      } finally {
        await store.close();
      }
    },
  };
}

/** A server that listens. */
export interface RunningApp {
  readonly server: Server;
  /** Waits a few seconds for the requests in progress, closes all connections, stops the jobs and closes the store. */
  stop(): Promise<void>;
}

const SWEEP_SECONDS = 60;
/** After the server was stopped for long, many records have expired. */
const SWEEP_LIMIT_SECONDS = 600;
const FLUSH_SECONDS = 1;
const CLIENT_USES_SECONDS = 60;

/**
 * The time limits for receiving the headers and a whole request stop slow clients from occupying connections. An idle
 * connection stays open for longer than proxies keep it (nginx 60 s, Caddy 120 s). If the server closed an idle
 * connection first, a request that the proxy sends at that moment could be lost.
 */
const CONNECTION_TIMEOUTS_MS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 125_000,
};

/** If no data is sent or received for this long while a request is in progress, the server closes the connection. */
const IDLE_TIMEOUT_MS = 60_000;

export async function startApp(
  { deps, audit, around, close }: Parts,
  output?: Pick<LogDestination, 'dropped'>,
): Promise<RunningApp> {
  const checkSetup = makeSetupChecks(deps, { ...around, jobRuns: () => jobs.runs() });
  const watch = makeLogWatch(deps);
  audit.onEvent(watch.hint);
  const graphql = await makeGraphqlHandler(deps, makeGraphqlLook(deps.config), { checkSetup, watch });
  const tracing = deps.config.otlpEndpoint === undefined ? undefined : await startTracing();
  const metrics = makeMetrics(output);
  const server = createServer(CONNECTION_TIMEOUTS_MS);
  handleInOrder(server, makeHttpApp(deps, { graphql, checkSetup, metrics, tracing }));
  server.setTimeout(IDLE_TIMEOUT_MS);
  const owner = newSecret(deps.random);
  const jobs = startJobs(deps, [
    {
      name: 'sweep',
      everySeconds: SWEEP_SECONDS,
      limitSeconds: SWEEP_LIMIT_SECONDS,
      run: () => deps.store.sweep(deps.clock.now()),
    },
    { name: 'client uses', everySeconds: CLIENT_USES_SECONDS, run: () => deps.clientUses.store() },
    { name: 'audit', everySeconds: FLUSH_SECONDS, run: () => audit.flush() },
    ...auditLogJobs(deps, owner),
    ...deliveryJobs(deps),
    webhookJob(deps),
    settingsJob(deps),
    mailJob(deps),
    expiringKeysJob(deps),
    deleteAccountsJob(deps),
    leftoversJob(deps),
    excessJob(deps),
    keyAgeingJob(deps),
    metadataJob(deps),
  ]);
  await listen(server, deps.config);
  return {
    server,
    stop: async () => {
      graphql.closeStreams();
      await closeServer(server);
      await jobs.stop();
      await tracing?.stop();
      await audit.stop();
      await finishAuditLog(deps, owner);
      await close();
    },
  };
}
