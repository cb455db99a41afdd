/*
 * This folder does the work that no request waits for: deleting leftover records, delivering logout tokens and
 * webhooks, rotating signing keys, fetching authenticator metadata. Every process runs every job. A conditional write
 * decides which process does a piece of work, and another process takes over if that process dies. Jobs never call
 * request handlers. Start here: `startJobs` runs the jobs that the other files define.
 */

import type { Deps } from '../model/deps.js';

export interface Job {
  readonly name: string;
  /** Seconds between the end of one run of the job and the start of the next. */
  readonly everySeconds: number;
  /** If `true`, the first run is at the start of the process. Otherwise it is `everySeconds` later. */
  readonly atOnce?: boolean;
  readonly run: () => Promise<unknown>;
}

export interface Jobs {
  /** Starts no further runs, and waits until the current runs have ended. */
  stop(): Promise<void>;
}

/**
 * Runs each job again and again until `stop` is called. If a run fails, the error is logged and the next run takes
 * place as usual.
 */
export function startJobs(deps: Pick<Deps, 'log'>, jobs: readonly Job[]): Jobs {
  const stops = jobs.map((job) => repeat(deps, job));
  return {
    stop: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

function repeat(deps: Pick<Deps, 'log'>, { name, everySeconds, atOnce, run }: Job): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const runOnce = () => {
    running = run()
      .catch((error: unknown) => deps.log.error({ err: error, job: name }, 'a job failed'))
      .then(() => (stopped ? undefined : plan()));
  };
  const plan = () => {
    timer = setTimeout(runOnce, everySeconds * 1000).unref();
  };
  if (atOnce === true) runOnce();
  else plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
