/*
 * This folder describes how the records of `model/server` and the state of the migrations are stored: columns and
 * indexes. It does not check values. To understand this folder, read this file first.
 */

import { MAX_CHOSEN_ID_LENGTH } from '../../../model/key-length.js';
import type { ApiKey } from '../../../model/server/api-key.js';
import { describeEntity, instant, key, number, optionalUnique, structure, text } from '../../entity.js';

export const apiKeys = describeEntity<ApiKey>('api_keys', {
  maxKeyLength: MAX_CHOSEN_ID_LENGTH,
  fields: {
    id: key(),
    order: text(),
    name: text(),
    hint: text(),
    secretHash: text(),
    permissions: structure(),
    userId: text(),
    keyEpoch: number(),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    clientGrantEpoch: number(),
    grantId: text(),
    makerKeyId: text(),
    makerKeyOrder: text(),
    place: optionalUnique(),
    createdAt: instant(),
    expiresAt: instant(),
    lastUsedAt: instant(),
  },
  indexes: [['order'], ['userId', 'order'], ['clientId', 'order'], ['makerKeyId', 'order'], ['expiresAt']],
});
