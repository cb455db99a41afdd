/*
 * This folder shows the server itself: whether its setup is right, its settings and its mails. It must not know other
 * screens. To understand this folder, read this file first, then `settings.tsx`.
 */

import { useRoute } from 'preact-iso/router';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { ScreenTitle, Tabs } from '../../parts/page.js';
import { Checks } from './checks.js';
import { Mails } from './mails.js';
import { Settings } from './settings.js';

export function ServerScreen() {
  const context = useConsole();
  const { texts } = context;
  const { tab } = useRoute().params;
  const tabs = [
    { href: '/console/server', label: texts.say('server.setup') },
    { href: '/console/server/settings', label: texts.say('shell.settings') },
    ...(isAllowed(context, 'users:read') ? [{ href: '/console/server/mail', label: texts.say('server.mail') }] : []),
  ];
  return (
    <>
      <ScreenTitle title={texts.say('shell.server')} />
      <Tabs tabs={tabs} />
      {tab === undefined && <Checks />}
      {tab === 'settings' && <Settings />}
      {tab === 'mail' && <Mails />}
    </>
  );
}
