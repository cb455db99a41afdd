import type { PushedRequest, PushedRequestStore } from '../../../model/tokens/pushed-request.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, json, key, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

export const pushedRequests = describeEntity<PushedRequest>('pushed_requests', {
  fields: {
    id: key(),
    secretHash: text(),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    request: json(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  expiry: 'expiresAt',
});

export function openPushedRequestStore(database: Database): PushedRequestStore {
  return recordStore(openTable(database, pushedRequests));
}
