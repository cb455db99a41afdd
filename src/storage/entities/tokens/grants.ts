import type { Grant } from '../../../model/tokens/grant.js';
import { describeEntity, flag, instant, json, key, number, structure, text } from '../../entity.js';

export const grants = describeEntity<Grant>('grants', {
  fields: {
    id: key(),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    clientGrantEpoch: number(),
    clientRefreshEpoch: number(),
    userId: text(),
    userGrantEpoch: number(),
    sessionId: text(),
    passkeyId: text(),
    offline: flag(),
    accessBasis: structure('letIn'),
    consentId: text(),
    scopes: structure(),
    resource: structure(),
    request: json(),
    acr: text(),
    amr: structure(),
    authTime: instant(),
    codeHash: text(),
    codeExpiresAt: instant(),
    codeUsedAt: instant(),
    revokedAt: instant(),
    createdAt: instant(),
    lastUsedAt: instant(),
    expiresAt: instant(),
  },
  indexes: [
    ['userId', 'id'],
    ['clientId', 'id'],
  ],
  expiry: 'expiresAt',
});
