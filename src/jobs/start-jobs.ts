/*
 * This folder does the work that no request waits for: deleting leftover records, delivering logout tokens and
 * webhooks, rotating signing keys, fetching authenticator metadata. Every process runs every job. A conditional write
 * decides which process does a piece of work, and another process takes over if that process dies. Jobs never call
 * request handlers. The other files define the jobs. To understand this folder, read the function `startJobs` first,
 * which runs them.
 */

import type { JobRun } from '../admin/setup/surroundings.js';
import type { Deps } from '../model/deps.js';
import { StoreUnavailableError } from '../model/errors.js';

export interface Job {
  readonly name: string;
  /** Seconds between the end of one run of the job and the start of the next. */
  readonly everySeconds: number;
  /** If `true`, the job first runs when the process starts. Otherwise, it first runs `everySeconds` seconds later. */
  readonly atOnce?: boolean;
  /** A run that takes longer is aborted. The default is `LIMIT_SECONDS`. */
  readonly limitSeconds?: number;
  /** `signal` says that the run was aborted. The run then has to end, because the next one may begin. */
  readonly run: (signal: AbortSignal) => Promise<unknown>;
}

export interface Jobs {
  /** Starts no further runs, and waits until the current runs have ended. */
  stop(): Promise<void>;
  /** Says how the runs of each job went. */
  runs(): readonly JobRun[];
}

const LIMIT_SECONDS = 60;

/**
 * Runs each job again and again until `stop` is called. If a run fails or is aborted, the error is logged and the next
 * run takes place as usual.
 */
export function startJobs(deps: Pick<Deps, 'log'>, jobs: readonly Job[]): Jobs {
  const repeated = jobs.map((job) => repeat(deps, job));
  return {
    stop: async () => {
      await Promise.all(repeated.map(({ stop }) => stop()));
    },
    runs: () => repeated.map(({ run }) => run()),
  };
}

interface RepeatedJob {
  stop(): Promise<void>;
  run(): JobRun;
}

function repeat(deps: Pick<Deps, 'log'>, job: Job): RepeatedJob {
  let stopped = false;
  let failures = 0;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const runOnce = () => {
    running = runWithinLimit(job)
      .then(
        () => {
          failures = 0;
        },
        (error: unknown) => {
          failures += 1;
          logFailure(deps, job, error);
        },
      )
      .then(() => (stopped ? undefined : plan()));
  };
  const plan = () => {
    timer = setTimeout(runOnce, job.everySeconds * 1000).unref();
  };
  if (job.atOnce === true) runOnce();
  else plan();
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
    run: () => ({ name: job.name, failures }),
  };
}

/** Waits for the run, but not longer than its limit, even if the run ignores the signal. */
async function runWithinLimit({ run, limitSeconds = LIMIT_SECONDS }: Job): Promise<void> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort.abort(new Error(`The run took longer than ${limitSeconds} seconds and was aborted.`));
      reject(abort.signal.reason);
    }, limitSeconds * 1000);
  });
  try {
    await Promise.race([run(abort.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}

function logFailure({ log }: Pick<Deps, 'log'>, { name }: Job, error: unknown): void {
  if (isTrouble(error)) log.warn({ err: error, job: name }, 'a job could not reach the database, and runs again later');
  else log.error({ err: error, job: name }, 'a job failed');
}

/** Whether the database was unavailable. A run that does several things at once fails with several errors. */
function isTrouble(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isTrouble);
  return error instanceof StoreUnavailableError;
}
