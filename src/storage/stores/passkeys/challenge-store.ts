import type { Challenge, ChallengeStore } from '../../../model/passkeys/challenge.js';
import { after } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, json, key, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

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

export function openChallengeStore(database: Database): ChallengeStore {
  const table = openTable(database, challenges);
  return {
    ...recordStore(table),
    take: (id, ceremony, browserHash, now) => table.take({ id, ceremony, browserHash, expiresAt: after(now) }),
  };
}
