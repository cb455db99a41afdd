import { useConsole } from '../../../parts/console-context.js';
import { ChoiceField } from '../../../parts/form/choice-fields.js';
import type { FormState } from '../../../parts/form/form.js';

/** Asks what to do about an address without https. */
export function RelaxedField<Values extends object>({ form }: { readonly form: FormState<Values> }) {
  const { texts } = useConsole();
  return (
    <ChoiceField
      form={form as unknown as FormState<{ readonly redirectUriPolicy: string }>}
      name="redirectUriPolicy"
      label={texts.say('applications.unencrypted')}
      hint={texts.say('applications.unencryptedText')}
      options={[
        { value: 'STRICT', label: texts.say('applications.strict') },
        { value: 'RELAXED', label: texts.say('applications.relaxed') },
      ]}
    />
  );
}
