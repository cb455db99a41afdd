import { useEffect, useId, useState } from 'preact/hooks';
import { ActivityApplications, ActivityPeople } from '../../generated/activity.js';
import { useConsole } from '../../parts/console-context.js';
import type { ListState } from '../../parts/list/list-state.js';
import type { Connection } from '../../server/connection.js';
import type { NO_FILTERS } from './filter.js';

interface FinderProps {
  readonly list: ListState<typeof NO_FILTERS>;
  readonly kind: 'user' | 'application';
}

interface Found {
  readonly id: string;
  /** What the user chooses or types. */
  readonly value: string;
  readonly label: string;
}

const TYPING_MS = 250;

/** A field that finds a person or an application by the beginning of its name. */
export function Finder({ list, kind }: FinderProps) {
  const { texts, connection } = useConsole();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    if (typed.trim() === '') return undefined;
    const timer = setTimeout(() => void SEARCHES[kind](connection, typed.trim()).then(setFound, () => {}), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, kind, connection]);
  const choose = (value: string) => {
    const chosen = found.find((one) => one.value === value || one.label === value);
    if (chosen === undefined) return;
    setTyped('');
    list.setFilter(kind, chosen.id);
  };
  return (
    <label class="field">
      <span>{texts.say(`activity.${kind}`)}</span>
      <input
        type="text"
        list={id}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        placeholder={texts.say('activity.typeName')}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          if (isFromList(event)) choose(event.currentTarget.value);
        }}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <datalist id={id}>
        {found.map(({ id: key, value, label }) => (
          <option key={key} value={value}>
            {label}
          </option>
        ))}
      </datalist>
    </label>
  );
}

/** Whether the user chose an entry of the list. While typing, a name can be the beginning of another one. */
function isFromList(event: Event): boolean {
  return !(event instanceof InputEvent) || event.inputType === 'insertReplacementText';
}

type Search = (connection: Connection, search: string) => Promise<Found[]>;

const SEARCHES: Readonly<Record<FinderProps['kind'], Search>> = {
  user: async (connection, search) => {
    const { users } = await connection.request(ActivityPeople, { search });
    return users.edges.map(({ node }) => ({ id: node.id, value: node.username, label: node.name ?? node.username }));
  },
  application: async (connection, search) => {
    const { clients } = await connection.request(ActivityApplications, { search });
    return clients.edges.map(({ node }) => ({ id: node.id, value: node.name, label: node.id }));
  },
};
