import type { ComponentChildren } from 'preact';
import type { Frame } from './frame.js';
import { KeyGlyph } from './marks.js';

/** The element in which scripts show progress and problems. Screen readers read each change aloud. */
export function Status() {
  return <p class="status" id="status" role="status" aria-live="polite" tabIndex={-1} />;
}

export function NeedsScript({ frame: { texts } }: { frame: Frame }) {
  return (
    <noscript>
      <p class="notice notice-problem">{texts.say('common.needsScript')}</p>
    </noscript>
  );
}

interface CeremonyButtonProps {
  readonly label: string;
  /**
   * The label of the button in the second step, in which the user tries the new passkey. Only pages that create
   * passkeys have this step.
   */
  readonly tryLabel?: string;
}

/** The button that starts a passkey ceremony. It is disabled until the page's script enables it. */
export function CeremonyButton({ label, tryLabel }: CeremonyButtonProps) {
  return (
    <button type="submit" class="button" data-label={label} data-try-label={tryLabel} disabled>
      <KeyGlyph />
      <span>{label}</span>
    </button>
  );
}

interface OtherBrowserProps {
  readonly frame: Frame;
  /**
   * An address that the user can open in another browser. The address of the current page may not work there, because
   * the sign-in at an application is bound to this browser. `undefined` if there is no such address.
   */
  readonly address: string | undefined;
}

/**
 * Shows an address that the user can open in another browser. It is hidden until the page's script finds that this
 * browser does not support passkeys, as in some apps.
 */
export function OtherBrowser({ frame, address }: OtherBrowserProps) {
  const { texts } = frame;
  if (address === undefined) return null;
  return (
    <div id="address" class="notice notice-advice stack" hidden>
      <p>{texts.say('common.openElsewhere')}</p>
      <p>
        <code>{address}</code>
      </p>
      <CopyButton frame={frame} isQuiet />
      <p id="copied" class="hint" role="status" />
    </div>
  );
}

/** Copies a secret or an address. It needs JavaScript, so it is hidden until the script shows it. */
export function CopyButton({ frame: { texts }, isQuiet = false }: { frame: Frame; isQuiet?: boolean }) {
  const look = isQuiet ? 'button button-quiet' : 'button';
  return (
    <button type="button" id="copy" class={look} data-copied={texts.say('shownOnce.copied')} hidden>
      {texts.say('shownOnce.copy')}
    </button>
  );
}

export interface FieldProps {
  readonly id: string;
  /** The name of the field in the form data. If omitted, the name is the `id`. */
  readonly name?: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  /** The reason why the server rejected the value. If it is set, the field gets the focus and the hint is hidden. */
  readonly problem?: string | undefined;
  /** A word in brackets after the label, for example "optional". */
  readonly remark?: string | undefined;
  readonly value?: string | undefined;
  readonly autocomplete: string;
  /** The keyboard that a phone shows. */
  readonly inputMode?: 'email' | 'numeric' | 'tel' | 'url' | undefined;
  readonly required?: boolean | undefined;
  readonly maxLength: number;
  /** `identifier` is for names such as usernames, which browsers must neither capitalize nor correct. */
  readonly kind?: 'identifier' | 'words';
}

/** What is wrong with a field. Screen readers read it aloud when the page opens. */
export function FieldProblem({ id, text }: { id: string | undefined; text: string }) {
  return (
    <p class="field-problem" id={id} role="alert">
      {text}
    </p>
  );
}

/** A text field with its label, hint and remark. */
export function Field(props: FieldProps) {
  const {
    id,
    name = id,
    label,
    hint,
    problem,
    remark,
    value,
    autocomplete,
    inputMode,
    required,
    maxLength,
    kind,
  } = props;
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const problemId = problem === undefined ? undefined : `${id}-problem`;
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
        inputMode={inputMode}
        required={required}
        maxLength={maxLength}
        aria-describedby={problemId ?? hintId}
        aria-invalid={problem === undefined ? undefined : true}
        autofocus={problem !== undefined}
        data-hint={hintId}
        {...(kind === 'identifier' && { autocapitalize: 'none', autocorrect: 'off', spellcheck: false })}
      />
      {problem !== undefined && <FieldProblem id={problemId} text={problem} />}
      {hint !== undefined && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface UsernameFieldProps extends Pick<FieldProps, 'hint' | 'value' | 'required'> {
  readonly frame: Frame;
  readonly autocomplete?: string;
}

export function UsernameField({ frame, autocomplete = 'username', ...props }: UsernameFieldProps) {
  return (
    <Field
      id="username"
      label={frame.texts.say('common.username')}
      autocomplete={autocomplete}
      maxLength={64}
      kind="identifier"
      {...props}
    />
  );
}

/** What a signed-in user can do with a link for another person: sign out first, or go to the account page. */
export function SignOutOrStay({ frame: { texts } }: { frame: Frame }) {
  return (
    <>
      <button type="submit" name="action" value="sign-out" class="button">
        {texts.say('enrolment.signOut')}
      </button>
      <a class="button button-quiet" href="/account">
        {texts.say('enrolment.stay')}
      </a>
    </>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly options: readonly (readonly [value: string, label: string])[];
  /** The reason why the server rejected the value. If it is set, the hint is hidden. */
  readonly problem?: string | undefined;
  /**
   * The URL of a JSON list with more values for this drop-down list. The script of the account page loads them on
   * demand.
   */
  readonly furtherOptions?: string | undefined;
}

/** A drop-down list from which the user chooses one value. */
export function Choice({ id, name, label, value, hint, options, problem, furtherOptions }: ChoiceProps) {
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const problemId = problem === undefined ? undefined : `${id}-problem`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        name={name}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={problemId ?? hintId}
        autofocus={problem !== undefined}
        data-further-options={furtherOptions}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
      {problem !== undefined && <FieldProblem id={problemId} text={problem} />}
      {hint !== undefined && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
}
