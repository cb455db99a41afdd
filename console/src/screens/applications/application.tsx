/*
 * This folder shows the applications that are registered: the list, how to add one, and the four tabs of each. It must
 * not know other screens. To understand this folder, read this file first, then `connect/connect.tsx`.
 */

import lazy from 'preact-iso/lazy';
import { useRoute } from 'preact-iso/router';
import { Application } from '../../generated/applications.js';
import { useConsole } from '../../parts/console-context.js';
import { Empty } from '../../parts/list/list-tools.js';
import { Loaded } from '../../parts/loaded.js';
import { Badge, ScreenTitle, Tabs } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';
import { kindOf } from './kind.js';
import { Logo } from './logo.js';

const ConnectTab = lazy(() => import('./connect/connect.js').then((all) => all.ConnectTab));

/** The browser loads each tab when it is opened. */
const TABS = {
  '': ConnectTab,
  access: lazy(() => import('./access/access.js').then((all) => all.AccessTab)),
  activity: lazy(() => import('./activity/activity.js').then((all) => all.ActivityTab)),
  settings: lazy(() => import('./settings/settings.js').then((all) => all.SettingsTab)),
} as const;

/** One application, with its four tabs. */
export function ApplicationScreen() {
  const { texts } = useConsole();
  const { id = '', tab = '' } = useRoute().params;
  const query = useQuery(Application, { id });
  const base = screenPath('applications', id);
  const back = { href: '/console/applications', label: texts.say('shell.applications') };
  const Tab = TABS[tab as keyof typeof TABS] ?? ConnectTab;
  return (
    <Loaded query={query}>
      {({ client }) =>
        client === null ? (
          <>
            <ScreenTitle title={texts.say('applications.missing')} back={back} />
            <Empty title={texts.say('applications.missing')} text={texts.say('applications.missingText', { id })} />
          </>
        ) : (
          <>
            <ScreenTitle
              title={client.name}
              icon={<Logo client={client} />}
              back={back}
              subtitle={texts.say(`applications.kind.${kindOf(client)}`)}
              actions={!client.enabled && <Badge tone="problem">{texts.say('applications.disabled')}</Badge>}
            />
            <Tabs
              tabs={[
                { href: base, label: texts.say('applications.connect') },
                { href: `${base}/access`, label: texts.say('applications.access') },
                { href: `${base}/activity`, label: texts.say('shell.activity') },
                { href: `${base}/settings`, label: texts.say('shell.settings') },
              ]}
            />
            <Tab key={tab} id={id} onChange={query.reload} />
          </>
        )
      }
    </Loaded>
  );
}
