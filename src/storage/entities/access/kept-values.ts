import type { KeptValue } from '../../../model/access/kept-value.js';
import { describeEntity, instant, json, key, text } from '../../entity.js';

export const keptValues = describeEntity<KeptValue>('kept_values', {
  fields: {
    id: key(),
    sessionId: text(),
    value: json(),
    expiresAt: instant(),
  },
  expiry: 'expiresAt',
});
