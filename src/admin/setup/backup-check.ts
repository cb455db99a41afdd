import { LATEST_BACKUP_ID } from '../../model/server/backup.js';
import { type Finding, failed, ok, timeText, unknown, warning } from './finding.js';
import type { CheckDeps } from './surroundings.js';

const HOUR_MS = 3_600_000;
const OLD_HOURS = 48;
const VERY_OLD_HOURS = 14 * 24;

/** How old the last backup is. */
export async function checkBackup({
  config,
  store,
  clock,
}: Pick<CheckDeps, 'config' | 'store' | 'clock'>): Promise<Finding> {
  if (config.database.kind === 'mongodb')
    return unknown(
      'The server does not see the backups of MongoDB. Check that mongodump, or what you use instead, runs every day.',
    );
  const backup = await store.backups.find(LATEST_BACKUP_ID);
  if (backup === undefined) return warning(`No backup was made with npm run backup. ${EVERY_DAY}`);
  const hours = (clock.now().getTime() - backup.startedAt.getTime()) / HOUR_MS;
  const text = `The last backup was made on ${timeText(backup.startedAt)}.`;
  if (hours < OLD_HOURS) return ok(text);
  return hours < VERY_OLD_HOURS ? warning(`${text} ${EVERY_DAY}`) : failed(`${text} ${EVERY_DAY}`);
}

const EVERY_DAY =
  'Run npm run backup -- FILE every day, and keep the secret key in another place. If you back up the database in another way, ignore this.';
