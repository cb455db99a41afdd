import { after } from '../../../model/conditions.js';
import type { DeviceAuthorizationStore } from '../../../model/tokens/device-authorization.js';
import type { Database } from '../../database.js';
import { deviceAuthorizations } from '../../entities/tokens/device-authorizations.js';
import { openTable, recordStore } from '../../table.js';

export function openDeviceAuthorizationStore(database: Database): DeviceAuthorizationStore {
  const table = openTable(database, deviceAuthorizations);
  return {
    ...recordStore(table),
    decide: (id, { decision, grantId }, now) =>
      table.change({ id, decision: null, expiresAt: after(now) }, { decision, grantId }),
    poll: (id, { interval, lastPolledAt }) => table.change({ id }, { interval, lastPolledAt }),
  };
}
