import type { Deps } from '../model/deps.js';

/** What happens without a request. `stop` waits for the run that is under way. */
export interface Jobs {
  stop(): Promise<void>;
}

export interface Job {
  readonly name: string;
  /** Seconds between the end of one run and the start of the next. */
  readonly every: number;
  /** Runs first when it is started, not only after `every`. */
  readonly atOnce?: boolean;
  readonly run: () => Promise<unknown>;
}

/** Runs each job again and again; a run that fails is logged and the next one comes all the same. */
export function startJobs(deps: Pick<Deps, 'log'>, jobs: readonly Job[]): Jobs {
  const stops = jobs.map((job) => repeat(deps, job));
  return { stop: async () => void (await Promise.all(stops.map((stop) => stop()))) };
}

function repeat(deps: Pick<Deps, 'log'>, { name, every, atOnce, run }: Job): () => Promise<void> {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const runOnce = () => {
    running = run()
      .catch((error: unknown) => deps.log.error({ err: error, job: name }, 'a job failed'))
      .then(() => (stopped ? undefined : plan()));
  };
  const plan = () => {
    timer = setTimeout(runOnce, every * 1000).unref();
  };
  if (atOnce === true) runOnce();
  else plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
