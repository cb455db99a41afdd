import type { UserStatus } from '../generated/people.js';
import { useConsole } from '../parts/console-context.js';
import { Badge } from '../parts/page.js';
import { Picture } from '../parts/pictures/picture.js';
import { screenPath } from '../parts/screen-path.js';
import { type Named, nameOf } from './name-of.js';

export interface PersonLinkProps {
  readonly person: Named & { readonly id: string; readonly picture: string | null };
}

/** The picture and the name of a person, which lead to the person. */
export function PersonLink({ person }: PersonLinkProps) {
  return (
    <span class="with-picture">
      <Picture url={person.picture} name={nameOf(person)} />
      <span>
        <a href={screenPath('people', person.id)}>{nameOf(person)}</a>
        {person.name !== null && <small>{person.username}</small>}
      </span>
    </span>
  );
}

const TONES: Readonly<Record<UserStatus, 'good' | 'problem' | 'plain'>> = {
  ACTIVE: 'good',
  AWAITS_APPROVAL: 'plain',
  DELETION_PLANNED: 'problem',
  DISABLED: 'problem',
  NO_PASSKEY: 'plain',
};

export function StatusBadge({ status }: { readonly status: UserStatus }) {
  const { texts } = useConsole();
  return <Badge tone={TONES[status]}>{texts.say(`status.${status}`)}</Badge>;
}
