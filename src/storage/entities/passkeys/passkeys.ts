/*
 * This folder describes how the records of `model/passkeys` are stored: columns and indexes. It does not check values.
 * To understand this folder, read this file first.
 */

import { MAX_PASSKEY_ID_LENGTH } from '../../../model/key-length.js';
import type { Passkey } from '../../../model/passkeys/passkey.js';
import { describeEntity, flag, instant, key, number, structure, text } from '../../entity.js';

export const passkeys = describeEntity<Passkey>('passkeys', {
  maxKeyLength: MAX_PASSKEY_ID_LENGTH,
  fields: {
    id: key(),
    userId: text(),
    generation: text(),
    publicKey: text(),
    alg: number(),
    signCount: number(),
    aaguid: text(),
    rpId: text(),
    name: text(),
    backupEligible: flag(),
    backedUp: flag(),
    syncedSince: instant(),
    transports: structure(),
    attested: flag(),
    createdAt: instant(),
    lastUsedAt: instant(),
  },
  indexes: [['rpId']],
});
