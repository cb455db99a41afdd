import { useState } from 'preact/hooks';
import { ApplicationClaims, type ApplicationClaimsQuery } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Section } from '../../../parts/page.js';
import type { Found } from '../../../parts/pick/found.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useQuery } from '../../../parts/query.js';
import { useFinders } from '../../../records/finders.js';

type Preview = ApplicationClaimsQuery['explainAccess']['previews'][number];

/** The claims that the application would get about a person. */
export function ClaimsSection({ clientId }: { readonly clientId: string }) {
  const { texts } = useConsole();
  const { findPeople } = useFinders();
  const [person, setPerson] = useState<Found>();
  return (
    <Section title={texts.say('applications.claims')} text={texts.say('applications.claimsText')}>
      <Pick label={texts.say('applications.claimsOf')} find={findPeople} onPick={setPerson} isKept />
      {person !== undefined && <Claims key={person.id} clientId={clientId} person={person} />}
    </Section>
  );
}

function Claims({ clientId, person }: { readonly clientId: string; readonly person: Found }) {
  const { texts } = useConsole();
  const query = useQuery(ApplicationClaims, { clientId, userId: person.id });
  return (
    <Loaded query={query}>
      {({ explainAccess: { outcome, previews } }) => (
        <div class="stack">
          <p>
            {texts.say(
              outcome === 'ALLOWED' || outcome === 'CONSENT_REQUIRED'
                ? 'applications.claimsFor'
                : 'applications.claimsIf',
              {
                name: person.label,
              },
            )}
          </p>
          {previews.map((preview, index) => (
            <details key={preview.place} open={index === 0}>
              <summary>{texts.say(`applications.place.${preview.place}`)}</summary>
              <ClaimTable preview={preview} />
            </details>
          ))}
        </div>
      )}
    </Loaded>
  );
}

function ClaimTable({ preview: { claims, claimsAtIssue, notes } }: { readonly preview: Preview }) {
  const { texts } = useConsole();
  const entries = Object.entries((claims ?? {}) as Record<string, unknown>);
  return (
    <>
      {entries.length > 0 && (
        <dl class="facts mono">
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {claimsAtIssue.length > 0 && (
        <p class="hint">{texts.say('applications.claimsAtIssue', { names: claimsAtIssue.join(', ') })}</p>
      )}
      {notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
    </>
  );
}
