import { useConsole } from '../../parts/console-context.js';
import { CheckField, ChecksField, SelectField } from '../../parts/form/choice-fields.js';
import { LinesField, NumberField, TextField } from '../../parts/form/fields.js';
import type { FormState } from '../../parts/form/form.js';
import { DurationField } from './duration-field.js';
import { PROFILE_FIELDS, type SettingName, type SettingValues } from './setting-values.js';
import { shownValue } from './shown-value.js';

interface SettingFieldProps {
  readonly form: FormState<SettingValues>;
  readonly name: SettingName;
  /** Where the value comes from. `READ_ONLY` if the user may not change it. */
  readonly source: 'DEFAULT' | 'STORED' | 'ENVIRONMENT' | 'READ_ONLY';
  /** Removes the stored value. Missing while other changes are not saved. */
  readonly onDefault: (() => void) | undefined;
  readonly showsVariable: boolean;
}

/** A setting with its description, or only its value if the user cannot change it here. */
export function SettingField({ form, name, source, onDefault, showsVariable }: SettingFieldProps) {
  const { texts } = useConsole();
  const variable = showsVariable && (
    <p class="hint variable">
      <code>{environmentName(name)}</code>
    </p>
  );
  if (source === 'ENVIRONMENT' || source === 'READ_ONLY')
    return (
      <div class="field">
        <p class="label">{texts.say(`settings.${name}`)}</p>
        <p>{shownValue(texts, name, form.values)}</p>
        <p class="hint">{texts.say(`settings.${name}.hint`)}</p>
        {source === 'ENVIRONMENT' && (
          <p class="hint">{texts.say('settings.fixed', { variable: environmentName(name) })}</p>
        )}
        {source !== 'ENVIRONMENT' && variable}
      </div>
    );
  return (
    <div class="setting">
      <Control form={form} name={name} />
      {source === 'STORED' && (
        <button
          type="button"
          class="small quiet"
          disabled={onDefault === undefined}
          aria-label={texts.say('settings.defaultOf', { setting: texts.say(`settings.${name}`) })}
          onClick={onDefault}
        >
          {texts.say('settings.default')}
        </button>
      )}
      {variable}
    </div>
  );
}

function Control({ form, name }: Pick<SettingFieldProps, 'form' | 'name'>) {
  const { texts } = useConsole();
  const words = { form, label: texts.say(`settings.${name}`), hint: texts.say(`settings.${name}.hint`) };
  switch (name) {
    case 'rpName':
      return <TextField {...words} name={name} required />;
    case 'supportContact':
      return <TextField {...words} name={name} />;
    case 'termsUrl':
    case 'privacyUrl':
      return <TextField {...words} name={name} type="url" placeholder="https://" />;
    case 'editableProfile': {
      const options = PROFILE_FIELDS.map((value) => ({ value, label: texts.say(`settings.profile.${value}`) }));
      return <ChecksField {...words} name={name} options={options} />;
    }
    case 'aaguids':
      return <LinesField {...words} name={name} />;
    case 'attestation':
      return <CheckField {...words} name="isAttested" />;
    case 'uniqueEmails':
    case 'accountDeletion':
    case 'requireSignedRequestObject':
      return <CheckField {...words} name={name} />;
    case 'sessionIdleLifetime':
    case 'sessionAbsoluteLifetime':
    case 'maxAccessTokenLifetime':
    case 'auditRetention':
      return <DurationField {...words} name={name} />;
    case 'signingKeyBits':
      return (
        <SelectField
          {...words}
          name={name}
          options={['2048', '3072'].map((value) => ({
            value,
            label: texts.say('settings.bits', { count: Number(value) }),
          }))}
        />
      );
    case 'administratorMinimum':
      return <NumberField {...words} name={name} min={1} max={5} required />;
    case 'maxSessions':
    case 'maxOfflineGrants':
      return <NumberField {...words} name={name} min={1} max={10_000} required />;
    case 'maxRegistrations':
    case 'maxAccountChanges':
      return <NumberField {...words} name={name} min={1} max={1_000_000} required />;
  }
}

/** The name of the environment variable that sets a setting: `RP_NAME` for `rpName`. */
function environmentName(name: SettingName): string {
  return name.replaceAll(/[A-Z]/g, '_$&').toUpperCase();
}
