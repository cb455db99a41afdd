import { useEffect, useRef, useState } from 'preact/hooks';
import { WhyAccess, type WhyAccessQuery } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Badge, Section } from '../../../parts/page.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useQuery } from '../../../parts/query.js';
import { useFinders } from '../../../records/finders.js';
import { nameOf } from '../../../records/name-of.js';
import type { AccessPerson, Explanation } from './access-data.js';
import { Mending } from './mending.js';
import { Rules } from './rules.js';

export interface WhyAccessSectionProps {
  readonly person: AccessPerson;
  /** The application that is explained, as the address has it. */
  readonly clientId: string | undefined;
  readonly onChoose: (clientId: string) => void;
  readonly onChanged: () => void;
}

/** "Why can't she sign in?": what would happen at one application, why, and the button that mends it. */
export function WhyAccessSection({ person, clientId, onChoose, onChanged }: WhyAccessSectionProps) {
  const { texts } = useConsole();
  const { findClients } = useFinders();
  const [chosen, setChosen] = useState<string>();
  return (
    <Section
      title={texts.say('people.whyTitle', { name: nameOf(person) })}
      text={texts.say('people.whyText', { name: nameOf(person) })}
    >
      <Pick
        label={texts.say('people.application')}
        chosen={chosen}
        find={findClients}
        onPick={({ id }) => onChoose(id)}
      />
      {clientId !== undefined && (
        <Explained person={person} clientId={clientId} onNamed={setChosen} onChanged={onChanged} />
      )}
    </Section>
  );
}

interface ExplainedProps {
  readonly person: AccessPerson;
  readonly clientId: string;
  readonly onNamed: (application: string | undefined) => void;
  readonly onChanged: () => void;
}

function Explained({ person, clientId, onNamed, onChanged }: ExplainedProps) {
  const query = useQuery(WhyAccess, { userId: person.id, clientId });
  const application = query.data?.explainAccess.client.name;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    onNamed(application);
    // The button of an application in the list below has asked.
    element.current?.scrollIntoView({ block: 'nearest' });
  }, [application]);
  const changed = () => {
    query.reload();
    onChanged();
  };
  return (
    <Loaded query={query}>
      {({ explainAccess: explanation }: WhyAccessQuery) => (
        <div class="explanation" ref={element}>
          <Outcome person={person} explanation={explanation} />
          <Mending person={person} explanation={explanation} onChanged={changed} />
          <Rules explanation={explanation} />
        </div>
      )}
    </Loaded>
  );
}

function Outcome({ person, explanation }: { readonly person: AccessPerson; readonly explanation: Explanation }) {
  const { texts } = useConsole();
  const { outcome, client } = explanation;
  const isIn = outcome === 'ALLOWED' || outcome === 'CONSENT_REQUIRED';
  return (
    <p class="outcome" role="status">
      <Badge tone={isIn ? 'good' : 'problem'}>{texts.say(isIn ? 'people.canSignIn' : 'people.cannotSignIn')}</Badge>{' '}
      {texts.say(`people.outcome.${outcome}`, { name: nameOf(person), application: client.name })}
    </p>
  );
}
