import { useConsole } from '../../../parts/console-context.js';
import { Pick } from '../../../parts/pick/pick.js';
import { useFinders } from '../../../records/finders.js';

export interface GroupFilterProps {
  /** The name of the group whose members are listed. `undefined` lists everyone. */
  readonly chosen: string | undefined;
  readonly onChoose: (groupId: string) => void;
}

/** Narrows the list to the members of a group. */
export function GroupFilter({ chosen, onChoose }: GroupFilterProps) {
  const { texts } = useConsole();
  const { findGroups } = useFinders();
  const all = { id: '', label: texts.say('list.all') };
  return (
    <Pick
      label={texts.say('people.group')}
      chosen={chosen ?? all.label}
      find={async (text) => [...(text === '' ? [all] : []), ...(await findGroups(text))]}
      onPick={({ id }) => onChoose(id)}
    />
  );
}
