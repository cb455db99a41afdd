/*
 * This folder describes how the records of `model/access` are stored: columns and indexes. It does not check values. To
 * understand this folder, read this file first.
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
    passkeyGeneration: text(),
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
