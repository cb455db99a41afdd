import { useState } from 'preact/hooks';
import { AdminRequestError } from '../../../../../packages/admin/src/client/admin-request-error.js';
import { type ClaimRuleInput, SaveSettings, type UpdateClientInput } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { useCheckedChange } from '../../../parts/dialogs/checked-change.js';
import { fieldError } from '../../../parts/form/field-error.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { type FormValues, toFormValues, toInput } from './form-values.js';
import { RulesPreview } from './rules-preview.js';
import { SettingField } from './setting-field.js';
import { differs, SETTINGS, type Section, type Setting, type Values } from './setting-table.js';

const SECTIONS: readonly Section[] = ['connection', 'forwardAuth', 'users', 'claims', 'security'];

export interface SettingsFormProps {
  readonly client: Values & { readonly id: string };
  readonly isAll: boolean;
  readonly onSaved: () => void;
}

/** The form of the settings. It sends only those that the user changed, and asks first if that would end something. */
export function SettingsForm({ client, isAll, onSaved }: SettingsFormProps) {
  const { texts } = useConsole();
  const say = useNotice();
  const form = useForm(toFormValues(SETTINGS, client));
  const [mistake, setMistake] = useState<AdminRequestError>();
  const shown = SETTINGS.filter((setting) => isAll || differs(setting, client));

  const change = useCheckedChange({
    document: SaveSettings,
    effects: (data) => data.updateClient.effects,
    title: texts.say('applications.saveTitle'),
    confirmLabel: texts.say('parts.save'),
    onDone: () => {
      form.reset(form.values);
      say(texts.say('parts.saved'));
      onSaved();
    },
  });

  async function submit(): Promise<void> {
    const changed = changedSettings(client, form.values);
    setMistake(changed instanceof AdminRequestError ? changed : undefined);
    if (changed instanceof AdminRequestError) return;
    await change.begin({ input: { id: client.id, ...changed } as UpdateClientInput });
  }
  return (
    <div class="settings">
      <Form
        form={form}
        error={mistake ?? change.error}
        isRunning={change.isRunning}
        onSubmit={() => void submit()}
        {...(form.isChanged && { onCancel: () => form.reset() })}
      >
        {SECTIONS.map((section) => {
          const fields = shown.filter((setting) => setting.section === section);
          return (
            fields.length > 0 && (
              <div key={section} class="settings-section">
                <h3>{texts.say(`applications.section.${section}`)}</h3>
                {fields.map((setting) => (
                  <SettingField
                    key={setting.name}
                    form={form}
                    descriptor={setting}
                    path={setting.name}
                    label={texts.say(`setting.${setting.name}`)}
                    isOptional={setting.isClearable}
                  />
                ))}
                {section === 'claims' && Number(form.values.claimRules) > 0 && (
                  <RulesPreview clientId={client.id} rules={rulesIn(form.values)} />
                )}
              </div>
            )
          );
        })}
      </Form>
      {change.dialog}
    </div>
  );
}

const CLAIM_RULES = SETTINGS.find(({ name }) => name === 'claimRules');

function rulesIn(values: FormValues): readonly ClaimRuleInput[] {
  return CLAIM_RULES === undefined ? [] : (toInput(CLAIM_RULES, CLAIM_RULES.name, values) as readonly ClaimRuleInput[]);
}

/** The settings whose values the user changed, or the error of a text that has to be JSON and is not. */
function changedSettings(client: Values, values: ReturnType<typeof toFormValues>): Values | AdminRequestError {
  const before = toFormValues(SETTINGS, client);
  const changed: [string, unknown][] = [];
  for (const setting of SETTINGS) {
    try {
      const value = toInput(setting, setting.name, values);
      if (JSON.stringify(value) !== JSON.stringify(toInput(setting, setting.name, before)))
        changed.push([setting.name, value]);
    } catch (error) {
      return notJson(setting, error);
    }
  }
  return Object.fromEntries(changed);
}

function notJson({ name }: Setting, cause: unknown): AdminRequestError {
  return fieldError(name, `${name} is not JSON: ${(cause as Error).message}`);
}
