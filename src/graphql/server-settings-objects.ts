import { Field, InputType, ObjectType } from 'type-graphql';
import type { UpdateServerSettingsInput } from '../admin/server-settings/server-settings-update.js';
import { settingType } from '../admin/server-settings/setting-type.js';
import { settingSources, settingsInForce } from '../admin/server-settings/settings-in-force.js';
import { apiText } from '../admin/value-type.js';
import type { Config } from '../model/config.js';
import { SERVER_SETTING_NAMES, SERVER_SETTINGS } from '../model/server/server-setting-table.js';
import { environmentName, type SettingSource, type StoredSettings } from '../model/server/server-settings.js';
import { EFFECTS, EffectsObject } from './effects-objects.js';
import { defineEnum } from './enum-define.js';
import { Permission } from './permission-guard.js';
import { declareFields } from './value-fields.js';

const SettingSourceEnum = defineEnum<SettingSource>(
  'SettingSource',
  'Where the value of a server setting comes from.',
  {
    DEFAULT: ['DEFAULT', 'No value is set, so the default applies.'],
    STORED: ['STORED', 'An administrator set the value, and the database stores it.'],
    ENVIRONMENT: [
      'ENVIRONMENT',
      'An environment variable sets the value. Only the operator of the server can change it; a stored value has no effect.',
    ],
  },
);

@Permission('issuers:read')
@ObjectType('ServerSettingSources', { description: 'For each server setting, where its value comes from.' })
class ServerSettingSourcesObject {}

for (const name of SERVER_SETTING_NAMES)
  Field(() => SettingSourceEnum, {
    description: `Where the value of \`${name}\` comes from. The environment variable is \`${environmentName(name)}\`.`,
  })(ServerSettingSourcesObject.prototype, name);

@Permission('issuers:read')
@ObjectType('StoredServerSettings', {
  description:
    'The server settings that administrators stored, including those that have no effect because an environment variable overrides them.',
})
class StoredServerSettingsObject {}

declareFields(
  StoredServerSettingsObject,
  'output',
  SERVER_SETTING_NAMES.map((name) => [
    name,
    {
      type: settingType(name),
      description: `The stored value of \`${name}\`. Null if no administrator has set it.`,
      nullable: true,
    },
  ]),
);

@Permission('issuers:read')
@ObjectType('ServerSettings', {
  description:
    'The server settings in force, which administrators can change while the server runs. An environment variable overrides a stored value.',
})
export class ServerSettingsObject {
  @Field(() => ServerSettingSourcesObject, { description: 'For each setting, where its value comes from.' })
  sources!: ServerSettingSourcesObject;

  @Field(() => StoredServerSettingsObject, { description: 'The values that administrators stored.' })
  stored!: StoredServerSettingsObject;
}

declareFields(
  ServerSettingsObject,
  'output',
  SERVER_SETTING_NAMES.map((name) => {
    const { description, default: value } = SERVER_SETTINGS[name];
    return [name, { type: settingType(name), description, nullable: value === undefined }];
  }),
);

export function serverSettingsObject(config: Config, stored: StoredSettings): ServerSettingsObject {
  return { ...settingsInForce(config, stored), sources: settingSources(config, stored), stored };
}

@Permission('any caller')
@ObjectType('ServerSettingsPayload', { description: 'The result of a mutation that changes the server settings.' })
export class ServerSettingsPayload {
  @Field(() => ServerSettingsObject, { description: 'The server settings after the mutation.' })
  serverSettings!: ServerSettingsObject;

  @Field(() => EffectsObject, EFFECTS)
  effects?: EffectsObject | null;
}

@InputType('UpdateServerSettingsInput', {
  description:
    'The new server settings. Settings that you omit keep their values. If you send null, the stored value is removed and the setting gets its default. If an environment variable sets a setting, the stored value has no effect.',
})
export class UpdateServerSettingsInputObject implements UpdateServerSettingsInput {}

declareFields(
  UpdateServerSettingsInputObject,
  'input',
  SERVER_SETTING_NAMES.map((name) => {
    const { description } = SERVER_SETTINGS[name];
    return [name, { type: settingType(name), description: `${description} ${defaultSentence(name)}`, nullable: true }];
  }),
);

function defaultSentence(name: (typeof SERVER_SETTING_NAMES)[number]): string {
  const { default: value } = SERVER_SETTINGS[name];
  return value === undefined ? 'By default there is none.' : `Default: ${apiText(settingType(name), value)}.`;
}
