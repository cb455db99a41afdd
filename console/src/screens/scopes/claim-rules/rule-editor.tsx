import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { type ClaimRulesOfClientQuery, SaveClaimRules } from '../../../generated/scopes.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { useMutation } from '../../../parts/mutation.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import type { Mistake, Rule } from './rule.js';
import { RuleFields } from './rule-fields.js';
import { RulePreview } from './rule-preview.js';

export interface RuleEditorProps {
  /** The link to the choice of another application. */
  readonly another: ComponentChildren;
  readonly client: NonNullable<ClaimRulesOfClientQuery['client']>;
}

/** The rules of an application, and what they would compute for a person. Those who may not change them can try them. */
export function RuleEditor({ another, client: { id, name, claimRules } }: RuleEditorProps) {
  const context = useConsole();
  const { texts } = context;
  const notify = useNotice();
  const form = useForm<{ readonly claimRules: readonly Rule[] }>({ claimRules });
  const save = useMutation(SaveClaimRules);
  const [mistakes, setMistakes] = useState<readonly Mistake[]>([]);
  const { claimRules: rules } = form.values;
  const mayChange = isAllowed(context, 'clients:write');

  const set = (next: readonly Rule[]) => {
    setMistakes([]);
    form.set('claimRules', next);
  };
  async function submit(): Promise<void> {
    const data = await save.run({ id, claimRules: rules });
    if (data === undefined) return;
    form.reset(form.values);
    notify(texts.say('claimRules.saved'));
  }
  const fields = (
    <>
      {rules.length === 0 && <p class="hint">{texts.say('claimRules.none')}</p>}
      {rules.map((rule, position) => (
        <RuleFields
          key={position}
          number={position + 1}
          rule={rule}
          mistakes={mistakes.filter((mistake) => mistake.rule === position)}
          onChange={(next) => set(rules.with(position, next))}
          onRemove={() => set(rules.toSpliced(position, 1))}
        />
      ))}
      <p>
        <button type="button" onClick={() => set([...rules, { claim: '', expression: '' }])}>
          {texts.say('claimRules.add')}
        </button>
      </p>
    </>
  );
  return (
    <>
      <Section title={texts.say('claimRules.of', { name })} text={texts.say('claimRules.help')} actions={another}>
        {mayChange ? (
          <Form
            form={form}
            error={save.error}
            isRunning={save.isRunning}
            submitLabel={texts.say('claimRules.save')}
            onSubmit={() => void submit()}
          >
            {fields}
          </Form>
        ) : (
          fields
        )}
      </Section>
      <RulePreview clientId={id} rules={rules} onMistakes={setMistakes} />
    </>
  );
}
