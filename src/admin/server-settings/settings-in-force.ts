import type { Config } from '../../model/config.js';
import { SERVER_SETTING_NAMES, SERVER_SETTINGS } from '../../model/server/server-setting-table.js';
import {
  contradictionsIn,
  environmentName,
  SERVER_SETTINGS_ID,
  type ServerSettingName,
  type ServerSettings,
  type ServerSettingsRecord,
  type SettingSource,
  type StoredSettings,
} from '../../model/server/server-settings.js';
import type { Store } from '../../model/store.js';

type Environment = Pick<Config, 'environmentSettings' | ServerSettingName>;

/** Returns the settings in force if `stored` are the stored ones: the environment first, then the store, then the defaults. */
export function settingsInForce(environment: Environment, stored: StoredSettings): ServerSettings {
  const entries = SERVER_SETTING_NAMES.map((name) => {
    const isFixed = environment.environmentSettings.includes(name);
    return [name, isFixed ? environment[name] : (stored[name] ?? SERVER_SETTINGS[name].default)];
  });
  return Object.fromEntries(entries) as ServerSettings;
}

/** Says for each setting where its value comes from. */
export function settingSources(
  { environmentSettings }: Pick<Config, 'environmentSettings'>,
  stored: StoredSettings,
): Record<ServerSettingName, SettingSource> {
  const entries = SERVER_SETTING_NAMES.map((name): [ServerSettingName, SettingSource] => {
    if (environmentSettings.includes(name)) return [name, 'ENVIRONMENT'];
    return [name, stored[name] === undefined ? 'DEFAULT' : 'STORED'];
  });
  return Object.fromEntries(entries) as Record<ServerSettingName, SettingSource>;
}

export interface CurrentConfig {
  /** A copy of the loaded settings whose server settings are always those in force. */
  readonly config: Config;
  /** Reads the stored settings and applies them. */
  readonly reload: () => Promise<void>;
}

/**
 * Makes a `Config` whose server settings can change. Reading a setting is not a read of the database, so it costs
 * requests nothing. `jobs/reload-settings.ts` calls `reload` every second.
 */
export function makeCurrentConfig(loaded: Config, store: Pick<Store, 'serverSettings'>): CurrentConfig {
  let current: ServerSettings = settingsInForce(loaded, {});
  let known: ServerSettingsRecord | undefined;
  const config = { ...loaded };
  for (const name of SERVER_SETTING_NAMES)
    Object.defineProperty(config, name, { enumerable: true, get: () => current[name] });
  return {
    config: Object.freeze(config),
    reload: async () => {
      const found = await store.serverSettings.find(SERVER_SETTINGS_ID);
      // Two reads can overlap. The result of the older one must not replace that of the newer one.
      if (found === undefined || (known !== undefined && found.version <= known.version)) return;
      known = found;
      current = settingsInForce(loaded, found.values);
    },
  };
}

/**
 * Checks at the start that the environment and the stored settings fit together.
 *
 * @throws Error whose message names the environment variable to change
 */
export function checkSettingsInForce(config: Config): void {
  const [found] = contradictionsIn(config, environmentName);
  if (found !== undefined)
    throw new Error(
      `${environmentName(found.name)} ${found.message}. Change one of the two, in the environment or with updateServerSettings.`,
    );
}
