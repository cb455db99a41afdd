import { useId } from 'preact/hooks';
import { useConsole } from '../../../parts/console-context.js';
import type { Mistake, Rule } from './rule.js';

export interface RuleFieldsProps {
  readonly number: number;
  readonly rule: Rule;
  readonly mistakes: readonly Mistake[];
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
}

/** One rule: the claim and its expression, with the mistakes that the server found in it. */
export function RuleFields({ number, rule, mistakes, onChange, onRemove }: RuleFieldsProps) {
  const { texts } = useConsole();
  const id = useId();
  return (
    <fieldset class="rule">
      <legend>{texts.say('claimRules.rule', { number })}</legend>
      <div class="field">
        <label for={`${id}-claim`}>{texts.say('claimRules.claim')}</label>
        <input
          id={`${id}-claim`}
          type="text"
          autocomplete="off"
          spellcheck={false}
          value={rule.claim}
          onInput={({ currentTarget }) => onChange({ ...rule, claim: currentTarget.value })}
        />
      </div>
      <div class="field">
        <label for={`${id}-expression`}>{texts.say('claimRules.expression')}</label>
        <textarea
          id={`${id}-expression`}
          class="lines"
          rows={3}
          spellcheck={false}
          aria-describedby={`${id}-remarks`}
          aria-invalid={mistakes.length > 0}
          value={rule.expression}
          onInput={({ currentTarget }) => onChange({ ...rule, expression: currentTarget.value })}
        />
        <div id={`${id}-remarks`}>
          {mistakes.map((mistake) => (
            <p key={mistake.message} class="field-error">
              {mistake.message}
            </p>
          ))}
          <p class="hint">{texts.say('claimRules.example')}</p>
        </div>
      </div>
      <button type="button" class="small" onClick={onRemove}>
        {texts.say('claimRules.remove', { number })}
      </button>
    </fieldset>
  );
}
