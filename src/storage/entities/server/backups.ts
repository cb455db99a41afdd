import type { Backup } from '../../../model/server/backup.js';
import { describeEntity, instant, key, number } from '../../entity.js';

export const backups = describeEntity<Backup>('backups', {
  fields: { id: key(), version: number(), startedAt: instant() },
});
