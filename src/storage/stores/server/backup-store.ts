import type { BackupStore } from '../../../model/server/backup.js';
import type { Database } from '../../database.js';
import { backups } from '../../entities/server/backups.js';
import { openTable, versionedStore } from '../../table.js';

export function openBackupStore(database: Database): BackupStore {
  return versionedStore(openTable(database, backups));
}
