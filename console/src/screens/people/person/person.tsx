/*
 * This folder shows one person: the frame with the tabs, and the first tab with the profile, the passkeys, the role in
 * the administration and the account itself. The other tabs are in `access` and `activity`.
 */

import lazy from 'preact-iso/lazy';
import { useRoute } from 'preact-iso/router';
import { PersonHead, type PersonHeadQuery } from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Badge, ScreenTitle, Tabs } from '../../../parts/page.js';
import { Picture } from '../../../parts/pictures/picture.js';
import { useQuery } from '../../../parts/query.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';
import { StatusBadge } from '../../../records/person.js';
import { PersonConsents } from '../activity/person-consents.js';
import { PersonGrants } from '../activity/person-grants.js';
import { PersonSessions } from '../activity/person-sessions.js';
import { PersonOverview } from './person-overview.js';

// The browser loads these tabs when they are opened.
const PersonAccess = lazy(() => import('../access/person-access.js').then((all) => all.PersonAccess));
const PersonActivity = lazy(() => import('../activity/person-activity.js').then((all) => all.PersonActivity));

type Head = NonNullable<PersonHeadQuery['user']>;

export function PersonScreen() {
  const { texts } = useConsole();
  const { id = '', tab = '' } = useRoute().params;
  const query = useQuery(PersonHead, { id });
  return (
    <Loaded query={query}>
      {({ user }: PersonHeadQuery) =>
        user === null ? (
          <ScreenTitle
            title={texts.say('people.unknown')}
            back={{ href: '/console/people', label: texts.say('shell.people') }}
          />
        ) : (
          <Person person={user} tab={tab} onChanged={query.reload} />
        )
      }
    </Loaded>
  );
}

interface PersonProps {
  readonly person: Head;
  readonly tab: string;
  readonly onChanged: () => void;
}

function Person({ person, tab, onChanged }: PersonProps) {
  const context = useConsole();
  const { texts } = context;
  const path = screenPath('people', person.id);
  const tabs = [
    { href: path, label: texts.say('people.tabPerson') },
    { href: `${path}/sessions`, label: texts.say('people.sessions') },
    { href: `${path}/access`, label: texts.say('people.tabAccess') },
    ...(isAllowed(context, 'audit:read') ? [{ href: `${path}/activity`, label: texts.say('shell.activity') }] : []),
  ];
  return (
    <>
      <ScreenTitle
        title={nameOf(person)}
        back={{ href: '/console/people', label: texts.say('shell.people') }}
        subtitle={
          <span class="with-picture">
            <Picture url={person.picture} name={nameOf(person)} isLarge />
            <span class="badges">
              {person.username}
              <StatusBadge status={person.status} />
              {person.adminRole !== null && <Badge>{texts.say(`role.${person.adminRole}`)}</Badge>}
            </span>
          </span>
        }
      />
      <Tabs tabs={tabs} />
      {tab === '' && <PersonOverview id={person.id} onChanged={onChanged} />}
      {tab === 'sessions' && (
        <>
          <PersonSessions person={person} />
          <PersonGrants id={person.id} />
          <PersonConsents id={person.id} />
        </>
      )}
      {tab === 'activity' && <PersonActivity id={person.id} />}
      {tab === 'access' && <PersonAccess person={person} onChanged={onChanged} />}
    </>
  );
}
