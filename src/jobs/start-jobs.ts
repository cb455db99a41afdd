/*
 * Work without a request: sweeping, delivering logout tokens and webhooks, rotating old signing keys, reading metadata.
 * Every process runs every job, so each job claims its work by a conditional write, and a process that dies in the middle
 * leaves the work to another. The jobs call the functions of the inner folders and never a request handler. Start here:
 * the other files each make one job, and `app.ts` starts them all.
 */

import type { Deps } from '../model/deps.js';

export interface Job {
  readonly name: string;
  /** Seconds between the end of one run and the start of the next. */
  readonly everySeconds: number;
  /** Runs at the start too, not only after the first interval. */
  readonly atOnce?: boolean;
  readonly run: () => Promise<unknown>;
}

export interface Jobs {
  /** Waits for the runs in progress. */
  stop(): Promise<void>;
}

/** Repeats each job until it is stopped. A failed run is logged, and the next one follows as usual. */
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
