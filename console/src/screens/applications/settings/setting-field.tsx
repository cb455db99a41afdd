import { useState } from 'preact/hooks';
import { useConsole } from '../../../parts/console-context.js';
import { CheckField, ChecksField, ChoiceField, SelectField } from '../../../parts/form/choice-fields.js';
import { LinesField, NumberField, TextArea, TextField } from '../../../parts/form/fields.js';
import type { FormState } from '../../../parts/form/form.js';
import { Described } from './described.js';
import { entriesOf, type FormValues, membersOf, withoutEntry } from './form-values.js';
import type { Descriptor } from './setting-table.js';

export interface SettingFieldProps {
  readonly form: FormState<FormValues>;
  readonly descriptor: Descriptor;
  /** The path of the value, as the API names it in errors. */
  readonly path: string;
  readonly label: string;
  readonly isOptional: boolean;
}

/** With more choices than this, a menu takes less room than radio buttons. */
const MOST_BUTTONS = 4;

/** The field of a setting, chosen by the type of the setting. The hint is the description of the API, in English. */
export function SettingField(props: SettingFieldProps) {
  const { texts } = useConsole();
  const { form, descriptor, path, label, isOptional } = props;
  const { kind, isList, choices = [], description } = descriptor;
  const common = { name: path, label, hint: <Described text={description} /> };
  if (kind === 'object') return isList ? <ListField {...props} /> : <ObjectField {...props} />;
  if (kind === 'choice') {
    const options = choices.map(({ value, text }) => ({ value, label: value, hint: <Described text={text} /> }));
    if (isList) return <ChecksField {...common} form={formOf<readonly string[]>(form)} options={options} />;
    if (choices.length <= MOST_BUTTONS && !isOptional)
      return <ChoiceField {...common} form={formOf<string>(form)} options={options} />;
    const none = isOptional ? [{ value: '', label: texts.say('applications.notSet') }] : [];
    return <SelectField {...common} form={formOf<string>(form)} options={[...none, ...options]} />;
  }
  if (isList) return <LinesField {...common} form={formOf<readonly string[]>(form)} />;
  if (kind === 'flag') return <CheckField {...common} form={formOf<boolean>(form)} />;
  if (kind === 'number') return <NumberField {...common} form={formOf<number | null>(form)} required={!isOptional} />;
  if (kind === 'json') return <TextArea {...common} form={formOf<string>(form)} rows={8} />;
  return <TextField {...common} form={formOf<string>(form)} required={!isOptional} />;
}

/** The type of a field decides the type of its value. The table of settings guarantees that they fit. */
function formOf<Value>(form: FormState<FormValues>): FormState<Record<string, Value>> {
  return form as unknown as FormState<Record<string, Value>>;
}

/** The fields of a list of objects, such as claim rules. */
function ListField({ form, descriptor, path, label }: SettingFieldProps) {
  const { texts } = useConsole();
  const [removals, setRemovals] = useState(0);
  const { members = [] } = descriptor;
  const count = Number(form.values[path] ?? 0);
  const add = () => {
    for (const [name, value] of membersOf(members, `${path}.${count}`, {})) form.set(name, value);
    form.set(path, count + 1);
  };
  const remove = (at: number) => {
    const next = withoutEntry(form.values, path, at);
    for (const name of Object.keys(form.values)) form.set(name, next[name] as FormValues[string]);
    setRemovals(removals + 1);
  };
  return (
    <fieldset class="field entries">
      <legend>{label}</legend>
      <p class="hint">
        <Described text={descriptor.description} />
      </p>
      {Array.from({ length: count }, (_, at) => `${removals} ${at}`).map((key, at) => (
        <div key={key} class="entry">
          {members.map((member) => (
            <SettingField
              key={member.name}
              form={form}
              descriptor={member}
              path={`${path}.${at}.${member.name}`}
              label={member.name}
              isOptional={member.default !== undefined}
            />
          ))}
          <button type="button" class="small" onClick={() => remove(at)}>
            {texts.say('applications.removeEntry', { number: at + 1 })}
          </button>
        </div>
      ))}
      <button type="button" class="small" onClick={add}>
        {texts.say('applications.addEntry')}
      </button>
    </fieldset>
  );
}

/** The fields of one object, which may be missing. */
function ObjectField({ form, descriptor, path, label }: SettingFieldProps) {
  const { texts } = useConsole();
  const { members = [] } = descriptor;
  const isSet = form.values[path] === true;
  const toggle = (isWanted: boolean) => {
    if (isWanted) for (const [name, value] of entriesOf(descriptor, path, {})) form.set(name, value);
    form.set(path, isWanted);
  };
  return (
    <fieldset class="field entries">
      <legend>{label}</legend>
      <p class="hint">
        <Described text={descriptor.description} />
      </p>
      <label class="option">
        <input type="checkbox" checked={isSet} onChange={({ currentTarget }) => toggle(currentTarget.checked)} />
        <span>{texts.say('applications.useSetting')}</span>
      </label>
      {isSet &&
        members.map((member) => (
          <SettingField
            key={member.name}
            form={form}
            descriptor={member}
            path={`${path}.${member.name}`}
            label={member.name}
            isOptional={member.default !== undefined}
          />
        ))}
    </fieldset>
  );
}
