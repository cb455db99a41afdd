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
  ],
});

/** Returns the entries of a list in order. They contain no comma. */
export function sortedList(list: string): string {
  return list.split(',').sort().join(',');
}
