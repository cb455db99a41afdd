import type { Challenge } from '../../../model/passkeys/challenge.js';
import { describeEntity, instant, json, key, text } from '../../entity.js';

export const challenges = describeEntity<Challenge>('challenges', {
  fields: {
    id: key(),
    ceremony: text(),
    browserHash: text(),
    interactionId: text(),
    registration: json(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  expiry: 'expiresAt',
});
