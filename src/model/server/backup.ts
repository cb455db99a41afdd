import type { VersionedStore } from '../record-store.js';

/** The latest backup. Its record exists as soon as `npm run backup` has made one. */
export interface Backup {
  readonly id: typeof LATEST_BACKUP_ID;
  readonly version: number;
  /** When the copying began: the backup contains every change that was stored before. */
  readonly startedAt: Date;
}

export const LATEST_BACKUP_ID = 'latest';

export type BackupStore = VersionedStore<Backup>;
