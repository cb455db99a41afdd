import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Tabs } from '../../parts/page.js';

/** The screens of "Scopes and roles" that the user may read. */
export function ScopeTabs() {
  const context = useConsole();
  const { texts } = context;
  const tabs = [
    { href: '/console/scopes', label: texts.say('scopes.tab.scopes'), needs: ['scopes:read'] },
    { href: '/console/roles', label: texts.say('parts.roles'), needs: ['permissions:read'] },
    {
      href: '/console/scopes/claim-rules',
      label: texts.say('scopes.tab.claimRules'),
      needs: ['clients:read', 'users:read'],
    },
    { href: '/console/administration-roles', label: texts.say('scopes.tab.administration'), needs: ['users:read'] },
  ];
  return <Tabs tabs={tabs.filter(({ needs }) => needs.every((one) => isAllowed(context, one)))} />;
}
