import type { Config } from '../../model/config.js';
import { apiText } from '../value-type.js';
import { type ClientSettings, type GivenSettings, makeSettings, SETTING_ENTRIES } from './client-settings.js';
import type { AnySetting } from './settings/setting.js';

/** Returns the default settings of a new client, which depend on the client's application type and security profile. */
export function clientDefaults(
  config: Pick<Config, 'maxAccessTokenLifetime'>,
  { applicationType, securityProfile }: Pick<GivenSettings, 'applicationType' | 'securityProfile'> = {},
): Omit<ClientSettings, 'name'> {
  const defaults = makeSettings((setting) => {
    if (securityProfile === 'FAPI2' && setting.fapi2Default !== undefined) return setting.fapi2Default;
    if (applicationType === 'native' && setting.nativeDefault !== undefined) return setting.nativeDefault;
    return setting.default;
  });
  const { accessTokenLifetime } = defaults;
  return { ...defaults, accessTokenLifetime: Math.min(accessTokenLifetime, config.maxAccessTokenLifetime) };
}

/** The settings whose defaults are stricter for clients with the FAPI 2.0 Security Profile (§5.3 and §5.4). */
export const FAPI2_DEFAULTS: Partial<ClientSettings> = Object.fromEntries(
  SETTING_ENTRIES.flatMap(([name, { fapi2Default }]) => (fapi2Default === undefined ? [] : [[name, fapi2Default]])),
);

/** Whether `null` is allowed for the setting. `null` empties a list or removes an optional value. */
export function isClearable({ type, isRequired, default: value }: AnySetting): boolean {
  return type.isList ? type.canBeEmpty : value === undefined && isRequired !== true;
}

export function isOptional(setting: AnySetting): boolean {
  return isClearable(setting) && !setting.type.isList;
}

/** Returns the default of a setting as text for the API reference, or `undefined` if the setting has no default. */
export function defaultText(setting: AnySetting): string | undefined {
  const { type, default: value, nativeDefault, fapi2Default, defaultNote } = setting;
  if (value === undefined) return undefined;
  const texts = [defaultNote === undefined ? apiText(type, value) : `${apiText(type, value)}, ${defaultNote}`];
  const others = {
    'applicationType is NATIVE': nativeDefault,
    'securityProfile is FAPI2': fapi2Default === value ? undefined : fapi2Default,
  };
  for (const [condition, other] of Object.entries(others)) {
    if (other !== undefined) texts.push(`or ${apiText(type, other)} if ${condition}`);
  }
  return texts.join(', ');
}
