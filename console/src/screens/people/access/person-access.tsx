/*
 * This folder says what a person can use and why: groups, roles and permissions, the applications that they open, and
 * "Why can't she sign in?" with the buttons that mend it. What the
 * person may do inside this console is in `person`.
 */

import { useLocation } from 'preact-iso/router';
import { type PersonAccessQuery as AccessData, PersonAccess as PersonAccessQuery } from '../../../generated/people.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { useQuery } from '../../../parts/query.js';
import type { AccessPerson } from './access-data.js';
import { ApplicationSection } from './application-section.js';
import { GroupSection } from './group-section.js';
import { RolesSection } from './roles-section.js';
import { WhyAccessSection } from './why-access.js';

export interface PersonAccessProps {
  readonly person: AccessPerson;
  /** Called after a change, because the frame shows the state of the person too. */
  readonly onChanged: () => void;
}

export function PersonAccess({ person, onChanged }: PersonAccessProps) {
  const context = useConsole();
  const { path, query: parameters, route } = useLocation();
  const withClients = isAllowed(context, 'clients:read');
  const query = useQuery(PersonAccessQuery, { id: person.id, withClients });
  const changed = () => {
    query.reload();
    onChanged();
  };
  const explain = (clientId: string) => route(`${path}?application=${encodeURIComponent(clientId)}`, true);
  return (
    <>
      {withClients && (
        <WhyAccessSection person={person} clientId={parameters.application} onChoose={explain} onChanged={changed} />
      )}
      <Loaded query={query}>
        {({ user, openToAll }: AccessData) =>
          user !== null && (
            <>
              <div class="columns">
                <GroupSection person={person} access={user} onChanged={changed} />
                <RolesSection person={person} access={user} onChanged={changed} />
              </div>
              <ApplicationSection
                person={person}
                access={user}
                openToAll={openToAll?.edges.map(({ node }) => node) ?? []}
                hasMore={openToAll?.pageInfo.hasNextPage === true}
                onExplain={withClients ? explain : undefined}
                onChanged={changed}
              />
            </>
          )
        }
      </Loaded>
    </>
  );
}
