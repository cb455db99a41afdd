import { useEffect, useState } from 'preact/hooks';
import { OverviewSteps } from '../../generated/overview.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { Badge, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { areDone, type Step, stepsOf } from './steps.js';

/** The browser remembers under this name that the steps are done, or that the user does not want to see them. */
const REMEMBERED = 'passgraph-console-first-steps';

/** The first steps of a new server, until they are done or the user hides them. */
export function FirstSteps() {
  const [isGone, setGone] = useState(() => localStorage.getItem(REMEMBERED) !== null);
  if (isGone) return null;
  const remember = (why: 'done' | 'hidden') => {
    localStorage.setItem(REMEMBERED, why);
    setGone(true);
  };
  return <OpenSteps onEnd={remember} />;
}

function OpenSteps({ onEnd }: { readonly onEnd: (why: 'done' | 'hidden') => void }) {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(OverviewSteps, { mayReadSettings: isAllowed(context, 'issuers:read') });
  const steps = query.data && stepsOf(query.data, isAllowed(context, 'issuers:write'));
  const isDone = steps !== undefined && areDone(steps);
  useEffect(() => {
    if (isDone) onEnd('done');
  }, [isDone]);
  return (
    <Section
      title={texts.say('overview.steps')}
      text={texts.say('overview.stepsText')}
      actions={
        <button type="button" class="quiet" onClick={() => onEnd('hidden')}>
          {texts.say('overview.hide')}
        </button>
      }
    >
      <div class="steps-place">
        <Loaded query={query}>
          {() => (
            <ul class="steps">
              {steps?.map((step) => (
                <StepRow key={step.name} step={step} />
              ))}
            </ul>
          )}
        </Loaded>
      </div>
    </Section>
  );
}

function StepRow({ step: { name, isDone, isOptional, href } }: { readonly step: Step }) {
  const { texts } = useConsole();
  return (
    <li class="step" data-done={isDone}>
      <span class="step-mark" aria-hidden="true" />
      <div>
        <p class="step-title">
          {isDone ? (
            texts.say(`overview.step.${name}`)
          ) : (
            // The account is not a part of the console, so the browser loads it.
            <a href={href} target={href.startsWith('/console') ? undefined : '_self'}>
              {texts.say(`overview.step.${name}`)}
            </a>
          )}{' '}
          {isDone ? (
            <Badge tone="good">{texts.say('overview.done')}</Badge>
          ) : (
            isOptional === true && <span class="remark">{texts.say('parts.optional')}</span>
          )}
        </p>
        {!isDone && <p class="hint">{texts.say(`overview.step.${name}.why`)}</p>}
      </div>
    </li>
  );
}
