import { useState } from 'preact/hooks';
import { PreviewClaimRules, type PreviewClaimRulesQuery } from '../../../generated/scopes.js';
import { useConsole } from '../../../parts/console-context.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { Section } from '../../../parts/page.js';
import type { Found } from '../../../parts/pick/found.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useFinders } from '../../../records/finders.js';
import type { Mistake, Rule } from './rule.js';

export interface RulePreviewProps {
  readonly clientId: string;
  readonly rules: readonly Rule[];
  readonly onMistakes: (mistakes: readonly Mistake[]) => void;
}

type Preview = PreviewClaimRulesQuery['previewClaimRules'];

/** Evaluates the rules for a person, before they are saved. */
export function RulePreview({ clientId, rules, onMistakes }: RulePreviewProps) {
  const { texts } = useConsole();
  const { findPeople } = useFinders();
  const asked = useMutation(PreviewClaimRules);
  const [person, setPerson] = useState<Found>();
  const [preview, setPreview] = useState<Preview>();

  async function run({ id }: Found): Promise<void> {
    const data = await asked.run({ clientId, userId: id, claimRules: rules });
    setPreview(data?.previewClaimRules);
    onMistakes(data?.previewClaimRules.mistakes ?? []);
  }
  return (
    <Section title={texts.say('claimRules.preview')} text={texts.say('claimRules.previewText')}>
      <Pick
        label={texts.say('claimRules.pickPerson')}
        find={findPeople}
        onPick={(found) => {
          setPerson(found);
          void run(found);
        }}
      />
      {person !== undefined && (
        <p>
          <button type="button" disabled={asked.isRunning} onClick={() => void run(person)}>
            {texts.say('claimRules.run', { name: person.label })}
          </button>
        </p>
      )}
      <Problem error={asked.error} />
      <div role="status" class="stack">
        {preview !== undefined && person !== undefined && <Result preview={preview} name={person.label} />}
      </div>
    </Section>
  );
}

function Result({ preview, name }: { readonly preview: Preview; readonly name: string }) {
  const { texts } = useConsole();
  const { mistakes, failures, claims, previews } = preview;
  if (mistakes.length > 0)
    return (
      <div class="problem">
        <p>{texts.say('claimRules.mistakes')}</p>
        {mistakes
          .filter(({ rule }) => rule === null)
          .map(({ message }) => (
            <p key={message}>{message}</p>
          ))}
      </div>
    );
  const isEmpty = Object.keys(claims).length === 0;
  return (
    <>
      {failures.map(({ rule, message }) => (
        <p key={rule} class="problem">
          {texts.say('claimRules.failed', { number: (rule ?? 0) + 1, message })}
        </p>
      ))}
      <h3>{texts.say('claimRules.result', { name })}</h3>
      {isEmpty ? <p>{texts.say('claimRules.nothing')}</p> : <pre>{JSON.stringify(claims, null, 2)}</pre>}
      <h3>{texts.say('claimRules.tokens')}</h3>
      {previews.map(({ place, claims: contained, notes }) => (
        <details key={place}>
          <summary>{texts.say(`applications.place.${place}`)}</summary>
          {contained !== null && <pre>{JSON.stringify(contained, null, 2)}</pre>}
          {notes.map((note) => (
            <p key={note} class="hint">
              {note}
            </p>
          ))}
        </details>
      ))}
    </>
  );
}
