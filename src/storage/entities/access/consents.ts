import type { Consent } from '../../../model/access/consent.js';
import { describeEntity, instant, key, number, structure, text, unique } from '../../entity.js';

export const consents = describeEntity<Consent>('consents', {
  fields: {
    id: key(),
    version: number(),
    key: unique(),
    userId: text(),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    scopes: structure(),
    claims: structure(),
    createdAt: instant(),
    lastUsedAt: instant(),
  },
  indexes: [['userId', 'id'], ['userId', 'clientId'], ['clientGeneration']],
});
