/*
 * This folder describes how the records of `model/tokens` are stored: columns and indexes. It does not check values. To
 * understand this folder, read this file first.
 */

import type { Token } from '../../../model/tokens/token.js';
import { describeEntity, instant, json, key, number, renamedStructure, structure, text } from '../../entity.js';

export const tokens = describeEntity<Token>('tokens', {
  fields: {
    id: key(),
    kind: text(),
    secretHash: text(),
    grantId: text(),
    issuerId: text(),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    clientGrantEpoch: number(),
    exchangedBy: renamedStructure('clientGeneration', 'clientIncarnation'),
    act: json(),
    scopes: structure(),
    audience: structure(),
    jkt: text(),
    createdAt: instant(),
    expiresAt: instant(),
    endedAt: instant(),
    replacedAt: instant(),
    successorId: text(),
    successor: structure(),
    repetitions: number(),
    graceUsedAt: instant(),
    successorIds: structure(),
  },
  expiry: 'expiresAt',
});
