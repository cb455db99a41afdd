/*
 * This folder contains forms: their values, their fields, and the errors that the API reports about them. It must not
 * know which mutation a form sends. To understand this folder, read this file first, then `field.tsx`.
 */

import { useSignal } from '@preact/signals';
import { type ComponentChildren, createContext } from 'preact';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
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
   * leave the screen.
   */
  reset(values?: Values): void;
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
    reset: (next = saved.peek()) => {
      saved.value = next;
      values.value = next;
    },
  };
}

function isDifferent(saved: object, values: object): boolean {
  return JSON.stringify(saved) !== JSON.stringify(values);
}

/** What the fields of a form know about it. */
export interface FormFrame {
  readonly id: string;
  /** Returns what is wrong with a field. */
  errorOf(name: string): string | undefined;
}

export const FormContext = createContext<FormFrame>({ id: '', errorOf: () => undefined });

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
  // The fields ask for their errors while they render, so an error that no field asked for stands above them.
  const shown = useRef(new Set<string>());
  const faults = (error?.faults ?? []).map(({ message, extensions }) => ({
    message,
    field: fieldOf(extensions?.field),
  }));
  const isOf = (name: string) => (fault: { readonly field: string }) =>
    fault.field === name || fault.field.startsWith(`${name}.`);
  const frame = useMemo(
    (): FormFrame => ({
      id,
      errorOf: (name) => {
        shown.current.add(name);
        return faults.find(isOf(name))?.message;
      },
    }),
    [id, error],
  );
  const others = faults.filter((fault) => ![...shown.current].some((name) => isOf(name)(fault)));
  useEffect(() => {
    if (error === undefined) return;
    element.current?.querySelector<HTMLElement>('[aria-invalid=true], [role=alert]')?.focus();
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
