import type { UsedOnce } from '../../../model/tokens/used-once.js';
import { describeEntity, instant, key } from '../../entity.js';

export const usedOnce = describeEntity<UsedOnce>('used_once', {
  fields: { id: key(), expiresAt: instant() },
  expiry: 'expiresAt',
});
