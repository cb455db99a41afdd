/*
 * This folder is the first screen of the console: what needs attention, the first steps of a new server until they
 * are done, the sign-ins of the last days and the latest events. It must not know other screens. To understand this
 * folder, read this file first, then `steps.ts`.
 */

import { OverviewFigures } from '../../generated/overview.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { Attention } from './attention.js';
import { FirstSteps } from './first-steps.js';
import { Latest } from './latest.js';
import { SignInsChart } from './sign-ins-chart.js';

export function OverviewScreen() {
  const context = useConsole();
  const { texts } = context;
  const isAuditor = isAllowed(context, 'audit:read');
  return (
    <>
      <ScreenTitle title={texts.say('shell.overview')} actions={<Actions />} />
      <div class="overview-columns">
        {isAllowed(context, 'users:read') && <Attention />}
        {isAuditor && (
          <>
            <Figures />
            <div class="overview-main">
              {isAllowed(context, 'clients:write') && <FirstSteps />}
              <SignInsChart />
              <Latest />
            </div>
          </>
        )}
      </div>
    </>
  );
}

function Actions() {
  const context = useConsole();
  const { texts } = context;
  return (
    <>
      {isAllowed(context, 'users:write') && (
        <a class="button" href="/console/invitations?new">
          {texts.say('overview.invite')}
        </a>
      )}
      {isAllowed(context, 'clients:write') && (
        <a class="button main" href="/console/add/application">
          {texts.say('shell.addApplication')}
        </a>
      )}
    </>
  );
}

function Figures() {
  const { texts } = useConsole();
  const figure = (key: FigureKey, count: number) => (
    <Figure text={texts.say(key, { count })} number={texts.number(count)} />
  );
  return (
    <Loaded query={useQuery(OverviewFigures, {})}>
      {({ statistics }) => (
        <ul class="figures">
          <li>
            <a href="/console/people">{figure('overview.people', statistics.users)}</a>
          </li>
          <li>
            <a href="/console/applications">{figure('overview.applications', statistics.clients)}</a>
          </li>
          <li>{figure('overview.passkeys', statistics.passkeys)}</li>
          <li>{figure('overview.sessions', statistics.activeSessions)}</li>
          <li>
            <a href="/console/activity?what=SIGNED_IN">{figure('overview.signIns', statistics.signInsLast24Hours)}</a>
          </li>
        </ul>
      )}
    </Loaded>
  );
}

type FigureKey = `overview.${'people' | 'applications' | 'passkeys' | 'sessions' | 'signIns'}`;

/** A text with its number in large digits. */
function Figure({ text, number }: { readonly text: string; readonly number: string }) {
  const at = text.indexOf(number);
  if (at === -1) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <b>{number}</b>
      {text.slice(at + number.length)}
    </>
  );
}
