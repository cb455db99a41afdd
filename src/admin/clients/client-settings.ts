import type { Client, ClientSettingField } from '../../model/clients/client.js';
import { CLAIM_SETTINGS } from './settings/claim-settings.js';
import { CONNECTION_SETTINGS } from './settings/connection-settings.js';
import { FORWARD_AUTH_SETTINGS } from './settings/forward-auth-settings.js';
import { SECURITY_SETTINGS } from './settings/security-settings.js';
import type { AnySetting } from './settings/setting.js';
import { USER_SETTINGS } from './settings/user-settings.js';

/**
 * The table of all client settings. The GraphQL types, the input check, the defaults, the audit log, the configuration
 * file and the API reference are derived from it. To add a setting, add a field to `model/clients/client.ts` and an
 * entry to `settings/`, and run `npm run schema`.
 */
export const CLIENT_SETTINGS = {
  ...CONNECTION_SETTINGS,
  ...SECURITY_SETTINGS,
  ...CLAIM_SETTINGS,
  ...USER_SETTINGS,
  ...FORWARD_AUTH_SETTINGS,
};

type Table = typeof CLIENT_SETTINGS;
export type SettingName = keyof Table;

/**
 * The settings of one client. Each member has the name that the API uses for the setting, not the name of the stored
 * field.
 */
export type ClientSettings = { readonly [N in SettingName]: Client[Table[N]['field']] };

/** Settings in the input of a mutation. `createClient` and `updateClient` decide what `null` and `undefined` mean. */
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

/** Makes the settings of a client by calling `compute` for each entry of `CLIENT_SETTINGS`. */
export function makeSettings(compute: (setting: AnySetting) => unknown): ClientSettings {
  return Object.fromEntries(SETTING_ENTRIES.map(([name, setting]) => [name, compute(setting)])) as ClientSettings;
}
