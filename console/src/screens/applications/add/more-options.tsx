import type { ComponentChildren } from 'preact';
import type { AddOtherQuery } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { SelectField } from '../../../parts/form/choice-fields.js';
import type { FormState } from '../../../parts/form/form.js';

export interface MoreOptionsProps<Values extends object> {
  readonly form: FormState<Values>;
  readonly issuers: AddOtherQuery['issuers'];
  readonly children: ComponentChildren;
}

/** What only a few applications need, and the issuer, if the server has several. */
export function MoreOptions<Values extends object>({ form, issuers: { edges }, children }: MoreOptionsProps<Values>) {
  const { texts } = useConsole();
  return (
    <details>
      <summary>{texts.say('applications.more')}</summary>
      <div class="stack">
        {children}
        {edges.length > 1 && (
          <SelectField
            form={form as unknown as FormState<{ readonly issuerId: string }>}
            name="issuerId"
            label={texts.say('applications.issuer')}
            options={edges.map(({ node: { id, url } }) => ({ value: id, label: url }))}
          />
        )}
      </div>
    </details>
  );
}
