import { useState } from 'preact/hooks';
import type { AdminRequestError } from '../../../../packages/admin/src/client/admin-request-error.js';
import type { AuditEventType } from '../../generated/webhooks.js';
import { useConsole } from '../../parts/console-context.js';
import { fieldError } from '../../parts/form/field-error.js';
import { TextField } from '../../parts/form/fields.js';
import { Form, type FormState } from '../../parts/form/form.js';
import { EventTypesField } from './event-types-field.js';

export interface WebhookValues {
  readonly url: string;
  readonly types: readonly AuditEventType[];
}

export interface WebhookFormProps {
  readonly form: FormState<WebhookValues>;
  readonly mutation: { readonly error: AdminRequestError | undefined; readonly isRunning: boolean };
  readonly submitLabel: string;
  readonly onSubmit: () => void;
}

/** The URL and the events of a webhook. */
export function WebhookForm({ form, mutation: { error, isRunning }, submitLabel, onSubmit }: WebhookFormProps) {
  const { texts } = useConsole();
  const [problem, setProblem] = useState<AdminRequestError>();
  const { types } = form.values;

  function submit(): void {
    const hasTypes = types.length > 0;
    setProblem(hasTypes ? undefined : fieldError('types', texts.say('webhooks.typesNeeded')));
    if (hasTypes) onSubmit();
  }
  return (
    <Form
      form={form}
      error={types.length === 0 ? (problem ?? error) : error}
      isRunning={isRunning}
      submitLabel={submitLabel}
      onSubmit={submit}
    >
      <TextField
        form={form}
        name="url"
        type="url"
        label={texts.say('webhooks.url')}
        hint={texts.say('webhooks.urlHint')}
        placeholder="https://receiver.example.com/events"
        required
      />
      <EventTypesField chosen={types} onChange={(chosen) => form.set('types', chosen)} />
    </Form>
  );
}
