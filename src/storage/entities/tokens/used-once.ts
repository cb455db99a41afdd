import { describeEntity, instant, key } from '../../entity.js';

interface UsedOnce {
  readonly id: string;
  readonly expiresAt: Date;
}

export const usedOnce = describeEntity<UsedOnce>('used_once', {
  fields: { id: key(), expiresAt: instant() },
  expiry: 'expiresAt',
});
