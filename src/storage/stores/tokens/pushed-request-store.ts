import type { PushedRequest, PushedRequestStore } from '../../../model/tokens/pushed-request.js';
import type { Database } from '../../database.js';
import { defineNoun, instant, json, key, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

export const pushedRequests = defineNoun<PushedRequest>('pushed_requests', {
  fields: {
    id: key(),
    secretHash: text(),
    issuerId: text(),
    issuerIncarnation: text(),
    clientId: text(),
    clientIncarnation: text(),
    request: json(),
    createdAt: instant(),
    expiresAt: instant(),
  },
  expiry: 'expiresAt',
});

export const openPushedRequestStore = (database: Database): PushedRequestStore =>
  recordStore(openTable(database, pushedRequests));
