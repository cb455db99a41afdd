import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Field, FieldGroup, type FieldProps, fieldValue, Option } from './field.js';

/** One of the values that a field offers. */
export interface FieldOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
}

interface OptionsProps {
  readonly options: readonly FieldOption[];
}

/** A choice of one value in a menu. */
export function SelectField<Values extends object>(props: FieldProps<Values, string> & OptionsProps) {
  const { value, set } = fieldValue(props);
  return (
    <Field {...props}>
      {(attributes) => (
        <select {...attributes} value={value} onChange={({ currentTarget }) => set(currentTarget.value)}>
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A choice of one value among radio buttons. */
export function ChoiceField<Values extends object>(props: FieldProps<Values, string> & OptionsProps) {
  const { value, set } = fieldValue(props);
  return (
    <FieldGroup {...props}>
      {({ id, name }) =>
        props.options.map((option) => (
          <Option key={option.value} id={`${id}-${option.value}`} label={option.label} hint={option.hint}>
            <input
              type="radio"
              id={`${id}-${option.value}`}
              name={`${id}-${name}`}
              value={option.value}
              checked={option.value === value}
              onChange={() => set(option.value)}
            />
          </Option>
        ))
      }
    </FieldGroup>
  );
}

/** A choice of any number of values. */
export function ChecksField<Values extends object>(props: FieldProps<Values, readonly string[]> & OptionsProps) {
  const { value, set } = fieldValue<Values, readonly string[]>(props);
  return (
    <FieldGroup {...props}>
      {({ id }) =>
        props.options.map((option) => (
          <Option key={option.value} id={`${id}-${option.value}`} label={option.label} hint={option.hint}>
            <input
              type="checkbox"
              id={`${id}-${option.value}`}
              checked={value.includes(option.value)}
              onChange={({ currentTarget }) =>
                set(currentTarget.checked ? [...value, option.value] : value.filter((one) => one !== option.value))
              }
            />
          </Option>
        ))
      }
    </FieldGroup>
  );
}

/** A single box. */
export function CheckField<Values extends object>(props: FieldProps<Values, boolean>) {
  const { label, hint, name } = props;
  const { value, set } = fieldValue<Values, boolean>(props);
  const id = useId();
  return (
    <div class="field">
      <Option id={id} label={label} hint={hint}>
        <input
          type="checkbox"
          id={id}
          name={name}
          checked={value}
          onChange={({ currentTarget }) => set(currentTarget.checked)}
        />
      </Option>
    </div>
  );
}
