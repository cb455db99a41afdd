/*
 * The entities of `model/access`. They know columns and indexes, and no rule about their values. Start with the
 * sessions.
 */

import type { Session } from '../../../model/access/session.js';
import { describeEntity, instant, key, number, renamedStructure, structure, text } from '../../entity.js';

export const sessions = describeEntity<Session>('sessions', {
  fields: {
    id: key(),
    version: number(),
    secretHash: text(),
    userId: text(),
    sessionEpoch: number(),
    passkeyId: text(),
    amr: structure(),
    acr: text(),
    clients: renamedStructure('generation', 'incarnation'),
    ipAddress: text(),
    userAgent: text(),
    createdAt: instant(),
    authenticatedAt: instant(),
    lastUsedAt: instant(),
    expiresAt: instant(),
    endedAt: instant(),
    endToTell: instant(),
    keptUntil: instant(),
  },
  indexes: [['userId', 'id'], ['endToTell']],
  expiry: 'keptUntil',
});
