import { useConsole } from '../console-context.js';
import { Field, type FieldProps, fieldValue } from './field.js';

export interface TextFieldProps<Values extends object> extends FieldProps<Values, string> {
  readonly type?: 'text' | 'email' | 'url' | 'search' | 'date' | 'datetime-local';
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly maxLength?: number;
  readonly autofocus?: boolean;
}

export function TextField<Values extends object>(props: TextFieldProps<Values>) {
  const { type = 'text', placeholder, required = false, maxLength, autofocus } = props;
  const { value, set } = fieldValue(props);
  return (
    <Field {...props} isRequired={required}>
      {(attributes) => (
        <input
          {...attributes}
          // The types of preact allow each kind of input other attributes; these fit all kinds.
          type={type as 'text'}
          value={value}
          placeholder={placeholder}
          required={required}
          maxLength={maxLength}
          autofocus={autofocus}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </Field>
  );
}

export function TextArea<Values extends object>(
  props: FieldProps<Values, string> & { readonly rows?: number; readonly required?: boolean },
) {
  const { rows = 4, required = false } = props;
  const { value, set } = fieldValue(props);
  return (
    <Field {...props} isRequired={required}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={rows}
          value={value}
          required={required}
          onInput={({ currentTarget }) => set(currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** A list of texts, one on each line. */
export function LinesField<Values extends object>(
  props: FieldProps<Values, readonly string[]> & { readonly rows?: number },
) {
  const { texts } = useConsole();
  const { value, set } = fieldValue<Values, readonly string[]>(props);
  const { hint = texts.say('parts.onePerLine'), rows = Math.max(3, value.length + 1) } = props;
  return (
    <Field {...props} hint={hint}>
      {(attributes) => (
        <textarea
          {...attributes}
          class="lines"
          rows={rows}
          spellcheck={false}
          defaultValue={value.join('\n')}
          onInput={({ currentTarget }) => set(linesOf(currentTarget.value))}
        />
      )}
    </Field>
  );
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A number, or `null` while the field is empty. */
export function NumberField<Values extends object>(
  props: FieldProps<Values, number | null> & {
    readonly min?: number;
    readonly max?: number;
    readonly required?: boolean;
  },
) {
  const { min, max, required = false } = props;
  const { value, set } = fieldValue<Values, number | null>(props);
  return (
    <Field {...props} isRequired={required}>
      {(attributes) => (
        <input
          {...attributes}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          required={required}
          value={value ?? ''}
          onInput={({ currentTarget }) => set(currentTarget.value === '' ? null : currentTarget.valueAsNumber)}
        />
      )}
    </Field>
  );
}
