import { useEffect, useState } from 'preact/hooks';
import { type ClaimRuleInput, PreviewRules, type PreviewRulesQuery } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Facts } from '../../../parts/page.js';
import type { Found } from '../../../parts/pick/found.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useQuery } from '../../../parts/query.js';
import { useFinders } from '../../../records/finders.js';

export interface RulesPreviewProps {
  readonly clientId: string;
  /** The rules in the form, which are not saved yet. */
  readonly rules: readonly ClaimRuleInput[];
}

/** The rules are tried when the user has not typed for this long. */
const TYPING_MS = 300;

/** What the claim rules in the form would compute for a person, before they are saved. */
export function RulesPreview({ clientId, rules }: RulesPreviewProps) {
  const { texts } = useConsole();
  const { findPeople } = useFinders();
  const [person, setPerson] = useState<Found>();
  return (
    <div class="stack">
      <Pick
        label={texts.say('applications.tryRules')}
        hint={texts.say('applications.tryRulesText')}
        find={findPeople}
        onPick={setPerson}
      />
      {person !== undefined && <Computed clientId={clientId} userId={person.id} name={person.label} rules={rules} />}
    </div>
  );
}

type Preview = PreviewRulesQuery['previewClaimRules'];

function Computed({
  clientId,
  userId,
  name,
  rules,
}: RulesPreviewProps & { readonly userId: string; readonly name: string }) {
  const { texts } = useConsole();
  const [tried, setTried] = useState(rules);
  useEffect(() => {
    const timer = setTimeout(() => setTried(rules), TYPING_MS);
    return () => clearTimeout(timer);
  }, [JSON.stringify(rules)]);
  const query = useQuery(PreviewRules, { clientId, userId, claimRules: tried });
  return (
    <Loaded query={query}>
      {({ previewClaimRules: { claims, mistakes, failures } }) => (
        <div class={mistakes.length + failures.length === 0 ? 'verdict good' : 'verdict problem'} role="status">
          <p>{texts.say('applications.rulesFor', { name })}</p>
          <Faults faults={[...mistakes, ...failures]} />
          <Facts
            items={Object.entries(claims as Record<string, unknown>).map(([claim, value]) => ({
              name: claim,
              value: <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>,
            }))}
          />
        </div>
      )}
    </Loaded>
  );
}

function Faults({
  faults,
}: {
  readonly faults: readonly (Preview['mistakes'][number] | Preview['failures'][number])[];
}) {
  const { texts } = useConsole();
  return (
    <>
      {faults.map((fault) => (
        <p key={`${fault.rule} ${fault.message}`}>
          {fault.rule !== null && <strong>{texts.say('applications.rule', { number: fault.rule + 1 })} </strong>}
          <span lang="en">{fault.message}</span>
        </p>
      ))}
    </>
  );
}
