import type { DeviceAuthorizationStore } from '../../../model/tokens/device-authorization.js';
import type { Database } from '../../database.js';
import { deviceAuthorizations } from '../../entities/tokens/device-authorizations.js';
import { openTable, recordStore } from '../../table.js';

export function openDeviceAuthorizationStore(database: Database): DeviceAuthorizationStore {
  const table = openTable(database, deviceAuthorizations);
  return {
    ...recordStore(table),
    poll: (id, { interval, lastPolledAt }) => table.change({ id }, { interval, lastPolledAt }),
  };
}
