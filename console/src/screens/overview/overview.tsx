/*
 * This folder is the first screen of the console: how many people, applications and sign-ins there are. It must not know
 * other screens.
 */

import { Overview } from '../../generated/overview.js';
import { useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';

export function OverviewScreen() {
  const { texts } = useConsole();
  const query = useQuery(Overview, {});
  return (
    <>
      <ScreenTitle title={texts.say('overview.title')} />
      <Loaded query={query}>
        {({ statistics }) => (
          <ul class="figures">
            <li>{texts.say('overview.people', { count: statistics.users })}</li>
            <li>{texts.say('overview.applications', { count: statistics.clients })}</li>
            <li>{texts.say('overview.passkeys', { count: statistics.passkeys })}</li>
            <li>{texts.say('overview.sessions', { count: statistics.activeSessions })}</li>
            <li>{texts.say('overview.signIns', { count: statistics.signInsLast24Hours })}</li>
          </ul>
        )}
      </Loaded>
    </>
  );
}
