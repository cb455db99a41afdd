import type { Frame } from './frame.js';

/** An application, as pages show it. */
export interface Application {
  readonly name: string;
  /** A URL of this server. */
  readonly logo?: string | undefined;
}

/** Where scripts say what happens, so that screen readers say it too. */
export function Status() {
  return <p class="status" id="status" role="status" aria-live="polite" tabIndex={-1} />;
}

/** For whoever has scripts turned off. */
export function NeedsScript({ frame: { texts } }: { frame: Frame }) {
  return (
    <noscript>
      <p class="notice notice-problem">{texts.common.passkeyNeedsScript}</p>
    </noscript>
  );
}

interface FieldProps {
  readonly id: string;
  /** Under which it is sent; its id where it is not given. */
  readonly name?: string;
  readonly label: string;
  readonly hint?: string;
  /** Beside the label, such as "optional". */
  readonly remark?: string;
  readonly value?: string | undefined;
  readonly autocomplete: string;
  readonly required?: boolean;
  readonly maxLength: number;
  readonly kind?: 'identifier' | 'words';
}

/** A labelled line of text. Identifiers are taken as typed: no capitals, no corrections. */
export function Field({
  id,
  name = id,
  label,
  hint,
  remark,
  value,
  autocomplete,
  required,
  maxLength,
  kind,
}: FieldProps) {
  return (
    <div class="field">
      <label for={id}>
        {label}
        {remark !== undefined && <span class="remark"> ({remark})</span>}
      </label>
      <input
        id={id}
        name={name}
        type="text"
        value={value}
        autocomplete={autocomplete}
        required={required}
        maxLength={maxLength}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        data-hint={hint === undefined ? undefined : `${id}-hint`}
        {...(kind === 'identifier' && { autocapitalize: 'none', autocorrect: 'off', spellcheck: false })}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
}

/** One of several. */
export function Choice({ id, name, label, value, options }: ChoiceProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {options.map(([option, text]) => (
          <option key={option} value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
