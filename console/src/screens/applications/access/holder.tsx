import { useConsole } from '../../../parts/console-context.js';
import { Badge } from '../../../parts/page.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';

/** Who has a permission or a role: a person, or the members of a group. */
export interface HolderData {
  readonly userId: string | null;
  readonly groupId: string | null;
  readonly user: { readonly username: string; readonly name: string | null } | null;
  readonly group: { readonly name: string } | null;
}

export function holderName({ userId, groupId, user, group }: HolderData): string {
  if (user !== null) return nameOf(user);
  return group?.name ?? groupId ?? userId ?? '';
}

export function Holder({ holder }: { readonly holder: HolderData }) {
  const { texts } = useConsole();
  const { userId, groupId } = holder;
  const path = groupId === null ? screenPath('people', userId ?? '') : screenPath('groups', groupId);
  return (
    <span class="badges">
      <a href={path}>{holderName(holder)}</a>
      {groupId !== null && <Badge tone="plain">{texts.say('applications.group')}</Badge>}
    </span>
  );
}
