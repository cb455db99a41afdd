import type { DatabaseReport, MongodbReport, SqliteReport } from '../../model/server/database.js';
import { counted, type Finding, failed, ok, unknown, warning, worstOf } from './finding.js';
import type { CheckDeps, DatedReport, RemoteDate } from './surroundings.js';

/** Whether what the server has acknowledged survives a crash and a power failure. */
export async function checkDatabase({ readDatabase }: Pick<CheckDeps, 'readDatabase'>): Promise<Finding> {
  const { report } = await readDatabase();
  return report.kind === 'SQLITE' ? sqliteFinding(report) : mongodbFinding(report);
}

/** `pragma synchronous`: FULL. */
const FULL = 2;

function sqliteFinding({ version, file, journalMode, synchronous }: SqliteReport): Finding {
  if (file === undefined)
    return failed('The database is in memory: everything is lost when the server stops. Set DATABASE_URL=sqlite:PATH.');
  const problems: Finding[] = [];
  if (journalMode !== 'wal')
    problems.push(
      warning(
        `The journal mode of ${file.path} is ${journalMode}, although the server sets wal. Put the file on a local disk.`,
      ),
    );
  if (!(synchronous >= FULL))
    problems.push(
      failed(
        `Writes do not wait for the disk (synchronous is ${synchronous}). Restart the server, and report this bug if it remains.`,
      ),
    );
  const place = PLACES[file.place];
  if (place !== undefined) problems.push({ ...place, message: `${file.path} ${place.message}` });
  return worstOf(problems, `SQLite ${version} with ${file.path}. Each write waits for the disk.`);
}

const PLACES = {
  DISK: undefined,
  NETWORK: warning(
    'is on a network file system, which breaks the locks of SQLite. Put it on a local disk, or use MongoDB.',
  ),
  MEMORY: failed('is in the memory of the machine: everything is lost when it stops. Put it on a disk.'),
  CONTAINER: warning('is in the file system of a container, which is deleted with the container. Put it in a volume.'),
} as const;

function mongodbFinding({ version, writeConcern, members, isPersistent }: MongodbReport): Finding {
  const problems: Finding[] = [];
  if (writeConcern.w !== 'majority' || writeConcern.journal !== true)
    problems.push(
      failed(
        `Writes do not wait for the majority and the journal (w=${writeConcern.w}, journal=${writeConcern.journal}). Remove w and journal from DATABASE_URL.`,
      ),
    );
  if (isPersistent === false)
    problems.push(failed('The storage engine of MongoDB keeps the data in memory only. Use WiredTiger.'));
  const servers = members === 0 ? 'a sharded cluster' : `a replica set of ${counted(members, 'server')}`;
  return worstOf(problems, `MongoDB ${version}, ${servers}. Each write waits for the majority and the journal.`);
}

const GIGABYTE = 1_000_000_000;
const FEW_BYTES = GIGABYTE;
const TOO_FEW_BYTES = GIGABYTE / 10;

/** Whether the disk of the database has room. */
export async function checkDiskSpace({ readDatabase }: Pick<CheckDeps, 'readDatabase'>): Promise<Finding> {
  const free = freeBytes((await readDatabase()).report);
  if (free === undefined)
    return unknown('The database does not say how much space its disk has. Watch it in another way.');
  const text = `The disk of the database has ${(free / GIGABYTE).toFixed(1)} GB of free space.`;
  if (free < TOO_FEW_BYTES) return failed(`${text} Writes will soon fail. Make room now.`);
  return free < FEW_BYTES ? warning(`${text} Make room before writes fail.`) : ok(text);
}

function freeBytes(report: DatabaseReport): number | undefined {
  return report.kind === 'SQLITE' ? report.file?.freeBytes : report.freeBytes;
}

const WRONG_MS = 5_000;
const VERY_WRONG_MS = 60_000;

/** Whether this clock agrees with that of the database and with those of other servers. */
export async function checkClock({
  readDatabase,
  around,
}: Pick<CheckDeps, 'readDatabase' | 'around'>): Promise<Finding> {
  const differences = [...databaseDifference(await readDatabase()), ...remoteDifference(around.remoteDates?.() ?? [])];
  if (differences.length === 0)
    return unknown(
      'No other clock is known yet, because no other server has answered a request of this one. Compare the output of date -u with https://time.is, and run a time service such as NTP.',
    );
  const problems = differences
    .filter(({ ms }) => Math.abs(ms) > WRONG_MS)
    .map(({ of, ms }) => {
      const text = `The clock of this machine is ${Math.round(Math.abs(ms) / 1000)} seconds ${ms < 0 ? 'ahead of' : 'behind'} that of ${of}. Set both with a time service such as NTP, because tokens and links are valid by the clock.`;
      return Math.abs(ms) > VERY_WRONG_MS ? failed(text) : warning(text);
    });
  return worstOf(problems, `The clock agrees with that of ${differences.map(({ of }) => of).join(' and ')}.`);
}

/** How much later the time of another clock is than the time of this one, in milliseconds. */
interface Difference {
  readonly of: string;
  readonly ms: number;
}

/** The database answered at any time between the question and the answer. SQLite has no clock of its own. */
function databaseDifference({ report, askedAt, answeredAt }: DatedReport): Difference[] {
  if (report.kind === 'SQLITE') return [];
  const now = report.now.getTime();
  const ms = now < askedAt.getTime() ? now - askedAt.getTime() : Math.max(0, now - answeredAt.getTime());
  return [{ of: 'the database server', ms }];
}

/** The median, because a client or an attacker can choose some of these servers and what they say. */
function remoteDifference(dates: readonly RemoteDate[]): Difference[] {
  const sorted = dates.map(({ date, receivedAt }) => date.getTime() - receivedAt.getTime()).toSorted((a, b) => a - b);
  const ms = sorted[Math.floor(sorted.length / 2)];
  return ms === undefined ? [] : [{ of: counted(sorted.length, 'other server'), ms }];
}
