import type { Client, ClientSettingField } from '../../model/clients/client.js';
import { CONNECTION_SETTINGS } from './settings/connection-settings.js';
import { SECURITY_SETTINGS } from './settings/security-settings.js';
import type { AnySetting } from './settings/setting.js';
import { USER_SETTINGS } from './settings/user-settings.js';

/**
 * Every client setting is one entry in this table. The GraphQL types, the input check, the defaults, the audit log, the
 * configuration file and the API reference are derived from the table. To add a setting, add its field to
 * `model/clients/client.ts` and its entry to `settings/`, and run `npm run schema`.
 */
export const CLIENT_SETTINGS = { ...CONNECTION_SETTINGS, ...SECURITY_SETTINGS, ...USER_SETTINGS };

type Table = typeof CLIENT_SETTINGS;
export type SettingName = keyof Table;

/** The settings of one client, by the names that they have in the API. */
export type ClientSettings = { readonly [N in SettingName]: Client[Table[N]['field']] };

/** Settings as the API receives them. `createClient` and `updateClient` decide what `null` and `undefined` mean. */
export type GivenSettings = {
  readonly [N in SettingName]?: NonNullable<ClientSettings[N]> | null | undefined;
};

export const SETTING_ENTRIES = Object.entries(CLIENT_SETTINGS) as [SettingName, AnySetting][];

export function settingsOf(client: Client): ClientSettings {
  return makeSettings(({ field }) => client[field]);
}

export function fieldsOf(settings: ClientSettings): Pick<Client, ClientSettingField> {
  const fields = SETTING_ENTRIES.map(([name, { field }]) => [field, settings[name]]);
  return Object.fromEntries(fields) as Pick<Client, ClientSettingField>;
}

/** Computes a value for each entry in the table. */
export function makeSettings(compute: (setting: AnySetting) => unknown): ClientSettings {
  return Object.fromEntries(SETTING_ENTRIES.map(([name, setting]) => [name, compute(setting)])) as ClientSettings;
}
