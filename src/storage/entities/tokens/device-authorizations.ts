import type { DeviceAuthorization } from '../../../model/tokens/device-authorization.js';
import { describeEntity, instant, key, number, structure, text } from '../../entity.js';

export const deviceAuthorizations = describeEntity<DeviceAuthorization>('device_authorizations', {
  fields: {
    id: key(),
    secretHash: text(),
    issuerId: text(),
    issuerGeneration: text('issuerIncarnation'),
    clientId: text(),
    clientGeneration: text('clientIncarnation'),
    clientGrantEpoch: number(),
    scopes: structure(),
    resource: structure(),
    createdAt: instant(),
    expiresAt: instant(),
    decision: text(),
    grantId: text(),
    interval: number(),
    lastPolledAt: instant(),
  },
  expiry: 'expiresAt',
});
