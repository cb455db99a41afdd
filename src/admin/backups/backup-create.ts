import { basename } from 'node:path';
import { commitPlan } from '../../model/change-record.js';
import { insertion, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { LATEST_BACKUP_ID } from '../../model/server/backup.js';
import type { DatabaseCopy } from '../../model/server/database.js';
import { systemCaller } from '../caller-authentication.js';
import { eventOf } from '../record-change.js';
import { checkSealedValues } from '../signing-keys/sealed-values.js';
import type { DatabaseTools } from './database-tools.js';

export interface CreatedBackup {
  readonly copy: DatabaseCopy;
  /** `false` for a database that this version of Passgraph would have to migrate first. */
  readonly isRecorded: boolean;
}

/**
 * Copies the database to the new file `to` and checks the copy. Then stores the time of the backup in the database.
 *
 * @throws Error that names `FILE`, `DATABASE_URL` or `SECRET_KEY`
 */
export async function createBackup(tools: DatabaseTools, to: string): Promise<CreatedBackup> {
  const startedAt = tools.clock.now();
  const copy = await tools.files.copyTo(to, ({ path }) => tools.useSecrets(path, checkSealedValues));
  // An operator who upgrades may run this with the new version while the old one still uses the database.
  if (copy.needsMigration) return { copy, isRecorded: false };
  try {
    await tools.use((deps) => recordBackup(deps, startedAt, copy));
  } catch (error) {
    throw new Error(`FILE: ${copy.path} is a complete backup, but its time could not be stored in the database.`, {
      cause: error,
    });
  }
  return { copy, isRecorded: true };
}

function recordBackup(deps: Deps, startedAt: Date, { path, bytes }: DatabaseCopy): Promise<void> {
  return commitPlan(deps.store, async () => {
    const latest = await deps.store.backups.find(LATEST_BACKUP_ID);
    const change =
      latest === undefined
        ? insertion('backups', { id: LATEST_BACKUP_ID, version: 1, startedAt })
        : update('backups', latest, { startedAt });
    const detail = { file: basename(path), bytes, startedAt: startedAt.toISOString() };
    return {
      changes: [change, eventOf(deps, systemCaller, { type: 'DATABASE_BACKED_UP', detail })],
      result: undefined,
    };
  });
}
