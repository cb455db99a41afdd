import type { Config } from '../../model/config.js';
import { apiText } from '../value-type.js';
import { type ClientSettings, type GivenSettings, makeSettings, SETTING_ENTRIES } from './client-settings.js';
import type { AnySetting } from './settings/setting.js';

/** The settings on which the defaults of other settings depend. */
type DecidingSettings = Pick<
  GivenSettings,
  'applicationType' | 'securityProfile' | 'tokenEndpointAuthMethod' | 'redirectUriPolicy'
>;

/**
 * Returns the default settings of a new client. They depend on `chosen`, which has some of the settings that the
 * administrator chose for the client.
 */
export function clientDefaults(
  config: Pick<Config, 'maxAccessTokenLifetime'>,
  chosen: DecidingSettings = {},
): Omit<ClientSettings, 'name'> {
  const defaults = makeSettings((setting) => {
    const others = CONDITIONS.filter(({ applies }) => applies(chosen)).map(({ value }) => value(setting));
    return others.find((value) => value !== undefined) ?? setting.default;
  });
  const { accessTokenLifetime } = defaults;
  return { ...defaults, accessTokenLifetime: Math.min(accessTokenLifetime, config.maxAccessTokenLifetime) };
}

/** The conditions under which a setting has another default. If several conditions apply, the first one decides. */
const CONDITIONS: readonly {
  readonly text: string;
  readonly applies: (chosen: DecidingSettings) => boolean;
  readonly value: (setting: AnySetting) => unknown;
}[] = [
  {
    text: 'securityProfile is FAPI2',
    applies: ({ securityProfile }) => securityProfile === 'FAPI2',
    value: ({ fapi2Default }) => fapi2Default,
  },
  {
    text: 'applicationType is NATIVE',
    applies: ({ applicationType }) => applicationType === 'native',
    value: ({ nativeDefault }) => nativeDefault,
  },
  {
    text: 'tokenEndpointAuthMethod is NONE',
    applies: ({ tokenEndpointAuthMethod }) => tokenEndpointAuthMethod === 'none',
    value: ({ publicDefault }) => publicDefault,
  },
  {
    text: 'redirectUriPolicy is RELAXED',
    applies: ({ redirectUriPolicy }) => redirectUriPolicy === 'RELAXED',
    value: ({ relaxedDefault }) => relaxedDefault,
  },
];

/** The settings whose defaults are stricter for clients with the FAPI 2.0 Security Profile (§5.3 and §5.4). */
export const FAPI2_DEFAULTS: Partial<ClientSettings> = Object.fromEntries(
  SETTING_ENTRIES.flatMap(([name, { fapi2Default }]) => (fapi2Default === undefined ? [] : [[name, fapi2Default]])),
);

/** Whether an administrator may send `null` for the setting. `null` empties a list or removes an optional value. */
export function isClearable({ type, isRequired, default: value }: AnySetting): boolean {
  return type.isList ? type.canBeEmpty : value === undefined && isRequired !== true;
}

export function isOptional(setting: AnySetting): boolean {
  return isClearable(setting) && !setting.type.isList;
}

/** Returns the default of a setting as text for the API reference, or `undefined` if the setting has no default. */
export function defaultText(setting: AnySetting): string | undefined {
  const { type, default: value, defaultNote } = setting;
  if (value === undefined) return undefined;
  const texts = [defaultNote === undefined ? apiText(type, value) : `${apiText(type, value)}, ${defaultNote}`];
  const conditions = new Map<unknown, string[]>();
  for (const { text, value: read } of CONDITIONS) {
    const other = read(setting);
    if (other === undefined || other === value) continue;
    conditions.set(other, [...(conditions.get(other) ?? []), text]);
  }
  for (const [other, when] of conditions) texts.push(`or ${apiText(type, other)} if ${when.join(' or ')}`);
  return texts.join(', ');
}
