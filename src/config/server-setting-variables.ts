import type { z } from 'zod';
import {
  SERVER_SETTING_NAMES,
  SERVER_SETTINGS,
  type ServerSetting,
  type SettingKind,
} from '../model/server/server-setting-table.js';
import { environmentName, type ServerSettingName, type ServerSettings } from '../model/server/server-settings.js';
import type { Environment } from './secret-files.js';
import { choice, entries, flag, one, unless, wholeNumber } from './setting-kinds.js';

/** The rows of the documentation for the variables that override stored server settings. */
export const SERVER_SETTING_ROWS = SERVER_SETTING_NAMES.map((name) => {
  const { default: value, description } = SERVER_SETTINGS[name] as ServerSetting;
  const text = Array.isArray(value) ? value.join(',') : String(value ?? '');
  return { name: environmentName(name), meaning: description, ...(text !== '' && { value: text }) };
});

/** The server settings at a start, before the stored ones are read. */
export interface ReadServerSettings {
  /** The values of the environment, and the defaults of all other settings. */
  readonly settings: ServerSettings;
  /** The settings that the environment sets. */
  readonly names: readonly ServerSettingName[];
}

/** Reads the server settings from the environment. A variable that is empty does not set anything. */
export function readServerSettings(env: Environment): ReadServerSettings | { readonly faults: readonly string[] } {
  const names = SERVER_SETTING_NAMES.filter((name) => textOf(env, name) !== undefined);
  const parsed = names.map(
    (name) => [name, schemaOf(SERVER_SETTINGS[name].kind).safeParse(textOf(env, name))] as const,
  );
  const faults = parsed.flatMap(([name, { error }]) =>
    (error?.issues ?? []).slice(0, 1).map(({ message }) => `${environmentName(name)} ${message}`),
  );
  if (faults.length > 0) return { faults };
  const defaults = SERVER_SETTING_NAMES.map((name) => [name, SERVER_SETTINGS[name].default]);
  const given = parsed.map(([name, { data }]) => [name, data]);
  const settings = Object.fromEntries([...defaults, ...given]) as ServerSettings;
  for (const value of Object.values(settings)) Object.freeze(value);
  return { settings, names: Object.freeze(names) };
}

function textOf(env: Environment, name: ServerSettingName): string | undefined {
  return env[environmentName(name)]?.trim() || undefined;
}

/** Returns the check of the text of a variable. A list is separated by commas, and `none` is an empty list. */
function schemaOf(kind: SettingKind): z.ZodType {
  switch (kind.type) {
    case 'flag':
      return flag();
    case 'choice':
      return choice(...Object.keys(kind.choices.values));
    case 'number':
      return kind.among === undefined
        ? wholeNumber(kind.least, kind.most, kind.unit && ` of ${kind.unit}`)
        : choice(...kind.among.map(String)).transform(Number);
    case 'line':
      return one(unless((text) => text.length <= kind.maxLength, `must have at most ${kind.maxLength} characters`));
    case 'text':
      return one(kind.problemInEnvironment ?? kind.problemOf);
    case 'texts':
      return one((text) => {
        const problem = listIn(text).map(kind.problemOf).find(Boolean);
        return problem && `has an entry that ${problem}`;
      }).transform((text) => kind.inOrder(listIn(text)));
  }
}

function listIn(text: string): string[] {
  return entries(text).filter((entry) => entry !== 'none');
}
