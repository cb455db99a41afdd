import Sequencer from '@jest/test-sequencer';

/** Files that take half a minute or more, because they start many processes or wait for limits of the server. */
export const LONG_FILES = [
  'main',
  'audit/sequencer',
  'docs/operation',
  'storage/number-audit-events',
  'account/own-api-keys',
  'pages/look-in-browser',
  'faults/mongodb-change-sets',
  'faults/sqlite-faults',
  'admin/backups/restore',
  'admin/backups/backup',
  'oidc/grants/rotation/lost-answers',
  'oidc/grants/rotation/several-processes',
  'audit/several-servers',
  'audit/audit-order',
  'storage/query-plans',
  'journeys/forward-auth',
  'faults/process-faults',
  'faults/mongodb-server',
  'faults/mongodb-killed',
  'pages/in-browser',
  'start-failures',
  'packages/admin/self-registered',
  'jobs/deliver-logouts',
  'storage/migrations',
];

/** The package declares its types as those of a CommonJS module, but Node.js gets a class. */
const JestSequencer = Sequencer as unknown as typeof Sequencer.default;

type Files = Parameters<Sequencer.default['sort']>[0];

/**
 * Jest's `testSequencer`. Jest starts the files first that took longest before, but in a fresh clone it knows only their
 * sizes. Then a long file could be the last one, and the other processes would have nothing to do.
 */
export default class LongestFirst extends JestSequencer {
  override async sort(files: Files): Promise<Files> {
    const sorted = await super.sort(files);
    const isLong = ({ path, duration }: Files[number]) =>
      duration === undefined && LONG_FILES.some((name) => path.endsWith(`/test/${name}.test.js`));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
