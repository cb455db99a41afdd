import type { Token, TokenStore } from '../model/token.js';
import type { Database } from './database.js';
import { defineNoun, instant, key, structure, text } from './noun.js';
import { openTable, recordStore } from './table.js';

export const tokens = defineNoun<Token>('tokens', {
  fields: {
    id: key(),
    kind: text(),
    secretHash: text(),
    grantId: text().nullable(),
    issuerId: text(),
    clientId: text(),
    clientIncarnation: text(),
    scopes: structure(),
    audience: structure(),
    jkt: text().nullable(),
    createdAt: instant(),
    expiresAt: instant(),
    endedAt: instant().nullable(),
    replacedAt: instant().nullable(),
    graceUsedAt: instant().nullable(),
  },
  expiry: 'expiresAt',
});

export const openTokenStore = (database: Database): TokenStore => {
  const table = openTable(database, tokens);
  return {
    ...recordStore(table),
    insertMany: table.insertMany,
    end: (id, endedAt) => table.change({ id, endedAt: null }, { endedAt }),
  };
};
