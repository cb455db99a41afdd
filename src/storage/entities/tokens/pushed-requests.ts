import type { PushedRequest } from '../../../model/tokens/pushed-request.js';
import { describeEntity, instant, json, key, text } from '../../entity.js';

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
