import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { ApplicationWhyNot, type ApplicationWhyNotQuery } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Section } from '../../../parts/page.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useQuery } from '../../../parts/query.js';
import { useFinders } from '../../../records/finders.js';
import { nameOf } from '../../../records/name-of.js';
import { Mend } from './mend.js';

type Explanation = ApplicationWhyNotQuery['explainAccess'];

export interface WhyNotProps {
  readonly clientId: string;
  readonly clientName: string;
  readonly onChange: () => void;
}

/** Explains whether a person can use the application, and offers what mends it. */
export function WhyNot({ clientId, clientName, onChange }: WhyNotProps) {
  const { texts } = useConsole();
  const { query } = useLocation();
  const { findPeople } = useFinders();
  const [userId, setUserId] = useState(query.person);
  return (
    <Section title={texts.say('applications.whyNot')} text={texts.say('applications.whyNotText', { name: clientName })}>
      <Pick label={texts.say('applications.person')} find={findPeople} onPick={({ id }) => setUserId(id)} isKept />
      {userId !== undefined && (
        <Answer key={userId} clientId={clientId} clientName={clientName} userId={userId} onChange={onChange} />
      )}
    </Section>
  );
}

function Answer({ clientId, clientName, userId, onChange }: WhyNotProps & { readonly userId: string }) {
  const { texts } = useConsole();
  const query = useQuery(ApplicationWhyNot, { clientId, userId });
  return (
    <Loaded query={query}>
      {({ explainAccess: explanation }) => {
        const { outcome, user, problems } = explanation;
        const isGood = outcome === 'ALLOWED' || outcome === 'CONSENT_REQUIRED';
        return (
          <div class="stack" role="status">
            <p class={isGood ? 'verdict good' : 'verdict problem'}>
              <strong>
                {texts.say(`applications.outcome.${outcome}`, { person: nameOf(user), name: clientName })}
              </strong>
            </p>
            {problems.map((problem) => (
              <div key={problem.code} class="obstacle">
                <p>
                  {problem.code === 'REQUEST'
                    ? problem.description
                    : texts.say(`applications.problem.${codeOf(problem.code, user.awaitsApproval)}`, {
                        person: nameOf(user),
                        name: clientName,
                      })}
                </p>
                <Mend
                  problem={problem}
                  user={user}
                  clientId={clientId}
                  onDone={() => {
                    query.reload();
                    onChange();
                  }}
                />
              </div>
            ))}
            <Rules explanation={explanation} />
          </div>
        );
      }}
    </Loaded>
  );
}

function codeOf(code: Exclude<Explanation['problems'][number]['code'], 'REQUEST'>, awaitsApproval: boolean) {
  return code === 'USER_DISABLED' && awaitsApproval ? 'AWAITS_APPROVAL' : code;
}

/** Every rule and scope with its decision, in the words of the API. */
function Rules({ explanation: { rules, scopes } }: { readonly explanation: Explanation }) {
  const { texts } = useConsole();
  return (
    <details>
      <summary>{texts.say('applications.allRules')}</summary>
      <ul class="rules" lang="en">
        {rules.map(({ kind, groupId, applies, text }) => (
          <li key={`${kind} ${groupId}`} class={applies ? 'applies' : ''}>
            <span aria-hidden="true">{applies ? '✓' : '–'}</span> {text}
          </li>
        ))}
        {scopes.map(({ scope, granted, text }) => (
          <li key={scope} class={granted ? 'applies' : ''}>
            <span aria-hidden="true">{granted ? '✓' : '–'}</span> <code>{scope}</code> {text}
          </li>
        ))}
      </ul>
    </details>
  );
}
