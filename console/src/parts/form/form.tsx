/*
 * This folder contains forms: their values, their fields, and the errors that the API reports about them. It must not
 * know which mutation a form sends. To understand this folder, read this file first, then `field.tsx`.
 */

import { useSignal } from '@preact/signals';
import { type ComponentChildren, createContext } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { AdminRequestError } from '../../../../packages/admin/src/client/admin-request-error.js';
import { useConsole } from '../console-context.js';

/** The values of a form. */
export interface FormState<Values extends object> {
  readonly values: Values;
  /** Whether the values differ from the initial ones. */
  readonly isChanged: boolean;
  set<Name extends keyof Values>(name: Name, value: Values[Name]): void;
  /**
   * Makes these values, or the initial ones, the values without changes. Call it once the changes are saved, before you
   * leave the screen. If the user has changed others that are not saved yet, `present` keeps them.
   */
  reset(values?: Values, present?: Values): void;
}

/** Keeps the values of a form. While they differ from the initial ones, the user is asked before leaving the screen. */
export function useForm<Values extends object>(initial: Values): FormState<Values> {
  const saved = useSignal(initial);
  const values = useSignal(initial);
  const { unsaved } = useConsole();
  useEffect(() => unsaved.watch(() => isDifferent(saved.peek(), values.peek())), [unsaved]);
  return {
    values: values.value,
    isChanged: isDifferent(saved.value, values.value),
    set: (name, value) => {
      values.value = { ...values.peek(), [name]: value };
    },
    reset: (next = saved.peek(), present = next) => {
      saved.value = next;
      values.value = present;
    },
  };
}

function isDifferent(saved: object, values: object): boolean {
  return JSON.stringify(saved) !== JSON.stringify(values);
}

/** What the fields of a form know about it. */
export interface FormFrame {
  readonly id: string;
  /** The names of the fields that are shown. Each adds its own. */
  readonly shown: Set<string>;
  /** Returns what is wrong with a field. */
  errorOf(name: string): string | undefined;
}

export const FormContext = createContext<FormFrame>({ id: '', shown: new Set(), errorOf: () => undefined });

export interface FormProps<Values extends object> {
  readonly form: FormState<Values>;
  /** The refusal of the API. A field shows its own error; all others stand above the fields. */
  readonly error?: AdminRequestError | undefined;
  readonly isRunning?: boolean;
  readonly submitLabel?: string;
  readonly onSubmit: () => unknown;
  readonly onCancel?: () => void;
  readonly children: ComponentChildren;
}

export function Form<Values extends object>({
  form,
  error,
  isRunning = false,
  submitLabel,
  onSubmit,
  onCancel,
  children,
}: FormProps<Values>) {
  const { texts } = useConsole();
  const element = useRef<HTMLFormElement>(null);
  const id = useId();
  // The names of the fields that are shown. The error of another field stands above them.
  const [shown] = useState(() => new Set<string>());
  const faults = (error?.faults ?? []).map(({ message, extensions }) => ({
    message,
    field: fieldOf(extensions?.field),
  }));
  const isOf = (name: string) => (fault: { readonly field: string }) =>
    fault.field === name || fault.field.startsWith(`${name}.`);
  const frame = useMemo(
    (): FormFrame => ({
      id,
      shown,
      errorOf: (name) => {
        const fault = faults.find(isOf(name));
        return fault && besideField(fault.message, entryOf(form.values, fault.field));
      },
    }),
    [id, error],
  );
  const others = faults.filter((fault) => ![...shown].some((name) => isOf(name)(fault)));
  useEffect(() => {
    if (error === undefined) return;
    for (const folded of element.current?.querySelectorAll('details:has(.field-error)') ?? [])
      folded.setAttribute('open', '');
    element.current?.querySelector<HTMLElement>('[aria-invalid=true], .field-error, [role=alert]')?.focus();
  }, [error]);
  return (
    <FormContext.Provider value={frame}>
      <form
        ref={element}
        class="form"
        aria-busy={isRunning}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isRunning) void onSubmit();
        }}
      >
        {others.length > 0 && (
          <div class="problem" role="alert" tabIndex={-1}>
            {others.map(({ message }) => (
              <p key={message}>{message}</p>
            ))}
          </div>
        )}
        {children}
        <div class="actions">
          <button type="submit" class="main" disabled={isRunning}>
            {submitLabel ?? texts.say('parts.save')}
          </button>
          {onCancel !== undefined && (
            <button type="button" onClick={onCancel}>
              {texts.say('parts.cancel')}
            </button>
          )}
        </div>
      </form>
    </FormContext.Provider>
  );
}

/** The API names the field of a mutation from the outside, such as `input.redirectUris.1`. */
function fieldOf(path = ''): string {
  return path.replace(/^input\./, '');
}

/** Returns the wrong entry of a list of texts, such as that of `redirectUris.1`. */
function entryOf(values: object, field: string): string | undefined {
  const [, name = '', index = ''] = /^(.*)\.(\d+)$/.exec(field) ?? [];
  const list: unknown = (values as Record<string, unknown>)[name];
  return Array.isArray(list) ? list[Number(index)] : undefined;
}

/** The sentence of the API begins with the path of the field. Beside the field, only the wrong entry of a list is named. */
function besideField(sentence: string, entry: string | undefined): string {
  const rest = sentence.replace(/^[a-z]\S* /, '');
  if (rest === sentence) return sentence;
  return entry === undefined ? rest.charAt(0).toUpperCase() + rest.slice(1) : `${entry} ${rest}`;
}
