import type { Deps, Fetch } from '../../model/deps.js';
import type { DatabaseReport } from '../../model/server/database.js';

/** What the checks need in addition to `Deps`. Members that only a running server has are optional: a command lacks them. */
export interface SetupSurroundings {
  /** The version of Node, such as `v26.10.0`. */
  readonly nodeVersion: string;
  /** The jobs of this process. */
  readonly jobRuns?: (() => readonly JobRun[]) | undefined;
  /** The clocks of other servers, from their responses to this process. */
  readonly remoteDates?: (() => readonly RemoteDate[]) | undefined;
  /** Fetches from this server by its public URL, even if the address is private. */
  readonly fetchOwn?: Fetch | undefined;
}

/** How the runs of a job went. */
export interface JobRun {
  readonly name: string;
  /** The number of runs that have failed since the last one that succeeded. A run that takes too long has failed. */
  readonly failures: number;
}

/** The Date header of another server, and the time of this process when it arrived. */
export interface RemoteDate {
  readonly host: string;
  readonly date: Date;
  readonly receivedAt: Date;
}

export interface CheckDeps extends Deps {
  readonly around: SetupSurroundings;
  /** Asks the database how it is set up, once for all checks that run together. */
  readonly readDatabase: () => Promise<DatedReport>;
}

/** What the database said, and the times of this process before the question and after the answer. */
export interface DatedReport {
  readonly report: DatabaseReport;
  readonly askedAt: Date;
  readonly answeredAt: Date;
}
