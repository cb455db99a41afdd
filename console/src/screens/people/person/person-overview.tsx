import { Person, type PersonQuery } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { useQuery, useReloadOnReturn } from '../../../parts/query.js';
import { mayChange } from '../may-change.js';
import { AccountSection } from './account-section.js';
import { PasskeySection } from './passkey-section.js';
import { ProfileSection } from './profile-section.js';
import { RoleSection } from './role-section.js';

export interface PersonOverviewProps {
  readonly id: string;
  /** Called after a change, because the frame shows the name and the state too. */
  readonly onChanged: () => void;
}

/** The first tab of a person. */
export function PersonOverview({ id, onChanged }: PersonOverviewProps) {
  const context = useConsole();
  const query = useQuery(Person, { id });
  useReloadOnReturn(query);
  const changed = () => {
    query.reload();
    onChanged();
  };
  return (
    <Loaded query={query}>
      {({ user }: PersonQuery) => {
        if (user === null) return null;
        const isOpen = mayChange(context, user.adminRole);
        return (
          <>
            <ProfileSection person={user} mayChange={isOpen} onChanged={changed} />
            <PasskeySection person={user} mayChange={isOpen} onChanged={changed} />
            <div class="columns">
              <RoleSection person={user} mayChange={isOpen} onChanged={changed} />
              {isOpen && <AccountSection person={user} onChanged={changed} />}
            </div>
          </>
        );
      }}
    </Loaded>
  );
}
