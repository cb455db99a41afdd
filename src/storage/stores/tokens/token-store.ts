import type { Token, TokenStore } from '../../../model/tokens/token.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, json, key, number, renamedStructure, structure, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

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
    graceUsedAt: instant(),
    successorIds: structure(),
  },
  expiry: 'expiresAt',
});

export function openTokenStore(database: Database): TokenStore {
  const table = openTable(database, tokens);
  return {
    ...recordStore(table),
    insertMany: table.insertMany,
    replace: ({ id, replacedAt = null, graceUsedAt = null }, { successorIds, expiresAt, ...rotation }) =>
      table.change(
        { id, endedAt: null, replacedAt, graceUsedAt },
        { successorIds, expiresAt, replacedAt: rotation.replacedAt, graceUsedAt: rotation.graceUsedAt },
      ),
    retire: (id, endedAt) => table.change({ id, endedAt: null, replacedAt: null }, { endedAt }),
    extend: (id, expiresAt) => table.change({ id, endedAt: null }, { expiresAt }),
    end: (id, endedAt) => table.change({ id, endedAt: null }, { endedAt }),
  };
}
