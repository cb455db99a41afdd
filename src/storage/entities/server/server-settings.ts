import type { ServerSettingsRecord } from '../../../model/server/server-settings.js';
import { describeEntity, instant, json, key, number } from '../../entity.js';

export const serverSettings = describeEntity<ServerSettingsRecord>('server_settings', {
  fields: { id: key(), version: number(), values: json(), updatedAt: instant() },
});
