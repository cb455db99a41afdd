import type { ComponentChildren } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import { FormContext, type FormState } from './form.js';

/** The names of the values that have a type. */
export type NamesOf<Values, Type> = {
  [Name in keyof Values]-?: Values[Name] extends Type ? Name : never;
}[keyof Values] &
  string;

/** What all fields take. */
export interface FieldProps<Values extends object, Type> {
  readonly form: FormState<Values>;
  readonly name: NamesOf<Values, Type>;
  readonly label: string;
  readonly hint?: ComponentChildren;
}

/** The attributes that connect a control with its label, its hint and its error. */
export interface ControlAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

/** Returns the value of a field, and what changes it. */
export function fieldValue<Values extends object, Type>({ form, name }: FieldProps<Values, Type>) {
  return {
    value: form.values[name] as Type,
    set: (value: Type) => form.set(name, value as Values[typeof name]),
  };
}

function useFieldParts(name: string, hint: ComponentChildren) {
  const { id: formId, shown, errorOf } = useContext(FormContext);
  useEffect(() => {
    shown.add(name);
    return () => shown.delete(name);
  }, [shown, name]);
  const id = `${formId}-${name}`;
  const error = errorOf(name);
  const describedBy = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  const attributes: ControlAttributes = {
    id,
    name,
    'aria-describedby': describedBy.length === 0 ? undefined : describedBy.join(' '),
    'aria-invalid': error !== undefined,
  };
  const remarks = (
    <>
      {hint !== undefined && (
        <p id={`${id}-hint`} class="hint">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} class="field-error" tabIndex={-1}>
          {error}
        </p>
      )}
    </>
  );
  return { attributes, remarks };
}

interface FrameProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly isRequired?: boolean;
  readonly children: (attributes: ControlAttributes) => ComponentChildren;
}

/** A label, one control, its hint and its error. */
export function Field({ name, label, hint, isRequired, children }: FrameProps) {
  const { texts } = useConsole();
  const { attributes, remarks } = useFieldParts(name, hint);
  return (
    <div class="field">
      <label for={attributes.id}>
        {label}
        {isRequired === false && <span class="remark"> {texts.say('parts.optional')}</span>}
      </label>
      {children(attributes)}
      {remarks}
    </div>
  );
}

/** Several controls with a label in common. */
export function FieldGroup({ name, label, hint, children }: FrameProps) {
  const { attributes, remarks } = useFieldParts(name, hint);
  return (
    <fieldset class="field" aria-describedby={attributes['aria-describedby']}>
      <legend>{label}</legend>
      {remarks}
      {children(attributes)}
    </fieldset>
  );
}

/** One box or button, with its label. `id` is that of the control. */
export function Option({
  id,
  label,
  hint,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <label class="option" for={id}>
      {children}
      <span>
        {label}
        {hint !== undefined && <small>{hint}</small>}
      </span>
    </label>
  );
}
