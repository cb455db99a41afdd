import type { Client, ClientSettingField } from '../../model/clients/client.js';
import { CONNECTION_SETTINGS } from './settings/connection-settings.js';
import { SECURITY_SETTINGS } from './settings/security-settings.js';
import type { AnySetting } from './settings/setting.js';
import { USER_SETTINGS } from './settings/user-settings.js';

/**
 * Every client setting is one entry of this table. The GraphQL types, the check of the input, the defaults, the audit
 * log's comparison, the configuration file and the reference are derived from it. A new setting needs its field in
 * `model/clients/client.ts` and its entry in `settings/`; then `npm run schema` writes what is generated.
 */
export const CLIENT_SETTINGS = { ...CONNECTION_SETTINGS, ...SECURITY_SETTINGS, ...USER_SETTINGS };

type Table = typeof CLIENT_SETTINGS;
export type SettingName = keyof Table;

/** The settings of one client under their names in the API. */
export type ClientSettings = { readonly [N in SettingName]: Client[Table[N]['field']] };

/** Settings as the API receives them: `null` and `undefined` are for `createClient` and `updateClient` to interpret. */
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

/** Settings whose values are computed from their entries. */
export function makeSettings(compute: (setting: AnySetting) => unknown): ClientSettings {
  return Object.fromEntries(SETTING_ENTRIES.map(([name, setting]) => [name, compute(setting)])) as ClientSettings;
}
