import type { Texts } from '../../texts/texts.js';
import { unitOf } from './duration-field.js';
import { PROFILE_FIELDS, type SettingName, type SettingValues } from './setting-values.js';

const DURATIONS: readonly SettingName[] = [
  'sessionIdleLifetime',
  'sessionAbsoluteLifetime',
  'maxAccessTokenLifetime',
  'auditRetention',
];

/** The value of a setting as a text. */
export function shownValue(texts: Texts, name: SettingName, values: SettingValues): string {
  if (name === 'attestation') return yesOrNo(texts, values.isAttested);
  if (name === 'editableProfile')
    return listOf(
      texts,
      PROFILE_FIELDS.filter((field) => values.editableProfile.includes(field)).map((field) =>
        texts.say(`settings.profile.${field}`),
      ),
    );
  const value = values[name];
  if (typeof value === 'boolean') return yesOrNo(texts, value);
  if (typeof value === 'number' && DURATIONS.includes(name)) {
    const unit = unitOf(value);
    return texts.say(`settings.duration.${unit.name}`, { count: value / unit.seconds });
  }
  if (typeof value === 'number') return texts.number(value);
  if (name === 'signingKeyBits') return texts.say('settings.bits', { count: Number(value) });
  if (typeof value === 'string') return value === '' ? texts.say('settings.none') : value;
  return listOf(texts, value ?? []);
}

function yesOrNo(texts: Texts, value: boolean): string {
  return texts.say(value ? 'settings.yes' : 'settings.no');
}

function listOf(texts: Texts, values: readonly string[]): string {
  return values.length === 0 ? texts.say('settings.none') : new Intl.ListFormat(texts.lang).format(values);
}
