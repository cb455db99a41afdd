/*
 * This folder checks how the server is set up: addresses, database, mail, keys and everything else that an operator can
 * get wrong. A check only reads, and decides by values that it is given, so tests can give it each fault. The folder must
 * not know HTTP: a running server passes in what only it knows. To understand it, read this file first, then
 * `database-checks.ts` as an example. `docs/check-setup.md` has a section for each check.
 */

import { hasPermission } from '../../access/administration/admin-permissions.js';
import type { Deps } from '../../model/deps.js';
import { StoreUnavailableError } from '../../model/errors.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { checkAddress, checkPublicUrl } from './address-checks.js';
import { checkBackup } from './backup-check.js';
import { checkClientSecrets } from './client-secret-check.js';
import { checkClock, checkDatabase, checkDiskSpace } from './database-checks.js';
import { type CheckState, type Finding, unknown } from './finding.js';
import { checkSigningKeys } from './key-checks.js';
import { checkMail } from './mail-check.js';
import { checkOwners } from './people-checks.js';
import { checkEnvironment, checkJobs, checkNodeVersion } from './process-checks.js';
import { checkProxy, type RequestFacts } from './proxy-check.js';
import type { CheckDeps, DatedReport, SetupSurroundings } from './surroundings.js';

type RunCheck = (deps: CheckDeps, signal: AbortSignal) => Finding | Promise<Finding>;

/** All checks that do not depend on the request, in the order in which they are shown. */
const CHECKS = {
  ADDRESS: checkAddress,
  PUBLIC_URL: checkPublicUrl,
  CLOCK: checkClock,
  DATABASE: checkDatabase,
  DISK_SPACE: checkDiskSpace,
  BACKUP: checkBackup,
  OWNERS: checkOwners,
  MAIL: checkMail,
  SIGNING_KEYS: checkSigningKeys,
  CLIENT_SECRETS: checkClientSecrets,
  ENVIRONMENT: checkEnvironment,
  JOBS: checkJobs,
  NODE_VERSION: checkNodeVersion,
} as const satisfies Readonly<Record<string, RunCheck>>;

type SharedCheckId = keyof typeof CHECKS;
export type CheckId = SharedCheckId | 'PROXY';

/** A check with its result, for one caller. */
export interface SetupCheck {
  readonly id: CheckId;
  readonly state: CheckState;
  readonly message: string;
  /** The section of the documentation, as a path in the repository. */
  readonly documentation: string;
}

/** Runs the checks for a caller. `facts` are those of the caller's request. */
export type CheckSetup = (caller: AdminCaller, facts?: RequestFacts) => Promise<readonly SetupCheck[]>;

/** However many callers ask, the checks run at most once in this time. */
const KEPT_MS = 20_000;
const LIMIT_MS = 2_000;

export interface CheckTimes {
  readonly keptMs?: number;
  readonly limitMs?: number;
}

export function makeSetupChecks(
  deps: Deps,
  around: SetupSurroundings,
  { keptMs = KEPT_MS, limitMs = LIMIT_MS }: CheckTimes = {},
): CheckSetup {
  const running = new Set<SharedCheckId>();
  /** A check that hangs is not started again, so that its requests do not pile up. */
  const runOnce = async (id: SharedCheckId, checkDeps: CheckDeps): Promise<Finding> => {
    if (running.has(id)) return unknown(TOO_SLOW);
    running.add(id);
    const check: RunCheck = CHECKS[id];
    const result = (async () => check(checkDeps, AbortSignal.timeout(limitMs)))().finally(() => running.delete(id));
    return withinLimit(result, limitMs).catch((error: unknown) => explain(deps, id, error));
  };
  let latest: { readonly at: number; readonly findings: Promise<(readonly [CheckId, Finding])[]> } | undefined;
  const runAll = () => {
    const now = performance.now();
    if (latest === undefined || now - latest.at > keptMs) {
      const ids = Object.keys(CHECKS) as SharedCheckId[];
      const checkDeps = { ...deps, around, readDatabase: once(() => readDatabase(deps)) };
      latest = { at: now, findings: Promise.all(ids.map(async (id) => [id, await runOnce(id, checkDeps)] as const)) };
    }
    return latest.findings;
  };
  return async (caller, facts) => {
    checkPermission(caller, 'issuers:read');
    const [address, publicUrl, ...others] = await runAll();
    const proxy = ['PROXY', checkProxy(deps.config, facts)] as const;
    return [address, publicUrl, proxy, ...others]
      .filter((found) => found !== undefined)
      .map(([id, finding]) => forCaller(caller, id, finding));
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

async function readDatabase({ store, clock }: Pick<Deps, 'store' | 'clock'>): Promise<DatedReport> {
  const askedAt = clock.now();
  const report = await store.report();
  return { report, askedAt, answeredAt: clock.now() };
}

const TOO_SLOW = 'The check took longer than 2 seconds. Ask again later.';

async function withinLimit(result: Promise<Finding>, limitMs: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Finding>((resolve) => {
    timer = setTimeout(() => resolve(unknown(TOO_SLOW)), limitMs);
  });
  try {
    return await Promise.race([result, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function explain({ log }: Pick<Deps, 'log'>, id: CheckId, error: unknown): Finding {
  if (error instanceof StoreUnavailableError) {
    log.warn({ err: error, check: id }, 'a check of the setup could not reach the database');
    return unknown('The database was not available. Check that it runs, then ask again.');
  }
  log.error({ err: error, check: id }, 'a check of the setup failed');
  return unknown('The check failed with an error, which the log has.');
}

function forCaller({ permissions }: AdminCaller, id: CheckId, { state, message, more }: Finding): SetupCheck {
  const texts = more !== undefined && hasPermission(permissions, more.permission) ? [message, more.text] : [message];
  const anchor = id.toLowerCase().replaceAll('_', '-');
  return { id, state, message: texts.join(' '), documentation: `docs/check-setup.md#${anchor}` };
}
