import type { DeviceAuthorization, DeviceAuthorizationStore } from '../../../model/tokens/device-authorization.js';
import { after } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, instant, key, number, structure, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

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

export function openDeviceAuthorizationStore(database: Database): DeviceAuthorizationStore {
  const table = openTable(database, deviceAuthorizations);
  return {
    ...recordStore(table),
    decide: (id, { decision, grantId }, now) =>
      table.change({ id, decision: null, expiresAt: after(now) }, { decision, grantId }),
    poll: (id, { interval, lastPolledAt }) => table.change({ id }, { interval, lastPolledAt }),
  };
}
