/*
 * This folder describes how the records of `model/clients` are stored: columns and indexes. It does not check values.
 * To understand this folder, read this file first.
 */

import { CLIENT_SETTING_FIELDS, type Client } from '../../../model/clients/client.js';
import { MAX_CHOSEN_ID_LENGTH } from '../../../model/key-length.js';
import { searchKey } from '../../conditions.js';
import { columnsOf, describeEntity, instant, json, key, number, text } from '../../entity.js';
import { clientWords } from './client-words.js';

export const clients = describeEntity<Omit<Client, 'isBuiltIn'>>('clients', {
  maxKeyLength: MAX_CHOSEN_ID_LENGTH,
  fields: {
    id: key(),
    version: number(),
    order: text(),
    generation: text('incarnation'),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    grantEpoch: number(),
    refreshEpoch: number(),
    secrets: json(),
    ...columnsOf(CLIENT_SETTING_FIELDS),
    createdAt: instant(),
    updatedAt: instant(),
    lastUsedAt: instant(),
  },
  derived: {
    nameKey: { from: 'name', as: searchKey },
    integrationsKey: { from: 'integrations', as: sortedList },
    grantTypesKey: { from: 'grant_types', as: sortedList },
  },
  computed: {
    secretsEndKey: { from: ['secrets'], as: lastSecretEnd },
  },
  words: { table: clientWords, fields: ['id', 'name'] },
  indexes: [
    ['order'],
    ['issuerId', 'order'],
    ['nameKey', 'order'],
    ['lastUsedAt', 'order'],
    ['accessPolicy', 'enabled', 'id'],
    ['accessPolicy', 'order'],
    ['enabled', 'order'],
    ['integrationsKey', 'order'],
    ['grantTypesKey', 'order'],
    ['secretsEndKey'],
  ],
});

/** Returns when the last of the secrets with an end expires. The text of a client without such a secret is empty. */
function lastSecretEnd({ secrets }: Pick<Client, 'secrets'>): string {
  const ends = secrets.flatMap(({ expiresAt }) => expiresAt ?? []);
  return ends.length === 0 ? '' : timeKey(Math.max(...ends));
}

const TIME_DIGITS = 16;

/** Returns a text for milliseconds since 1970. The order of such texts is that of the times. */
export function timeKey(milliseconds: number): string {
  return String(Math.max(0, milliseconds)).padStart(TIME_DIGITS, '0');
}

/** Returns the entries of a list in order. They contain no comma. */
export function sortedList(list: string): string {
  return list.split(',').sort().join(',');
}
