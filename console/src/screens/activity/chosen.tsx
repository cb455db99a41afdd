import { ActivityApplication, ActivityPerson } from '../../generated/activity.js';
import { useConsole } from '../../parts/console-context.js';
import type { ListState } from '../../parts/list/list-state.js';
import { useQuery } from '../../parts/query.js';
import { nameOf } from '../../records/name-of.js';
import type { NO_FILTERS } from './filter.js';

type List = ListState<typeof NO_FILTERS>;

/** The filters that no field shows, each with a button that removes it. */
export function Chosen({ list }: { readonly list: List }) {
  const { user, application, actor, session, address } = list.filters;
  return (
    <div class="chosen">
      {user !== '' && <ChosenPerson list={list} id={user} />}
      {application !== '' && <ChosenApplication list={list} id={application} />}
      {actor !== '' && <ChosenFilter list={list} name="actor" value={actor} />}
      {session !== '' && <ChosenFilter list={list} name="session" value={session} />}
      {address !== '' && <ChosenFilter list={list} name="address" value={address} />}
    </div>
  );
}

function ChosenPerson({ list, id }: { readonly list: List; readonly id: string }) {
  const { data } = useQuery(ActivityPerson, { id });
  const value = data?.user ? nameOf(data.user) : id;
  return <ChosenFilter list={list} name="user" value={value} />;
}

function ChosenApplication({ list, id }: { readonly list: List; readonly id: string }) {
  const { data } = useQuery(ActivityApplication, { id });
  return <ChosenFilter list={list} name="application" value={data?.client?.name ?? id} />;
}

interface ChosenFilterProps {
  readonly list: List;
  readonly name: 'user' | 'application' | 'actor' | 'session' | 'address';
  readonly value: string;
}

function ChosenFilter({ list, name, value }: ChosenFilterProps) {
  const { texts } = useConsole();
  const label = texts.say(`activity.chosen.${name}`, { value });
  return (
    <button
      type="button"
      class="chip"
      aria-label={texts.say('activity.remove', { filter: label })}
      onClick={() => list.setFilter(name, '')}
    >
      <bdi>{label}</bdi>
      <span aria-hidden="true">×</span>
    </button>
  );
}
