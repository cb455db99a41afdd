import { useState } from 'preact/hooks';
import { EVENT_TYPES } from '../../events/sentence-texts.js';
import type { AuditEventFilter } from '../../generated/events.js';
import { useConsole } from '../../parts/console-context.js';
import { Export } from '../../parts/list/export.js';
import type { ListState } from '../../parts/list/list-state.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Pick } from '../../parts/pick/pick.js';
import { useFinders } from '../../records/finders.js';
import { Chosen } from './chosen.js';
import { exportRows, MAX_EXPORTED } from './export-rows.js';
import { type NO_FILTERS, TOPICS, type Topic } from './filter.js';
import { Periods } from './periods.js';

type List = ListState<typeof NO_FILTERS>;

/** The filters of the fields that are folded, so that they do not push the log down. */
const FOLDED = ['outcome', 'by', 'user', 'application', 'from', 'to'] as const;

interface ActivityFiltersProps {
  readonly list: List;
  readonly filter: AuditEventFilter;
}

/** Everything that narrows the log. It is in the address, so a link shows the same events. */
export function ActivityFilters({ list, filter }: ActivityFiltersProps) {
  const { texts, connection } = useConsole();
  const notice = useNotice();
  const { findPeople, findClients } = useFinders();
  const count = FOLDED.filter((name) => list.filters[name] !== '').length;
  const [wasNarrowed] = useState(count > 0);
  const rows = async () => {
    const { rows, isCut } = await exportRows(connection, texts, filter);
    if (isCut) notice(texts.say('activity.exportCut', { count: MAX_EXPORTED }));
    return rows;
  };
  return (
    <search class="list-tools">
      <label class="field grow">
        <span>{texts.say('activity.search')}</span>
        <input type="search" value={list.search} onInput={({ currentTarget }) => list.find(currentTarget.value)} />
      </label>
      <What list={list} />
      <Export name="activity" rows={rows} />
      <Periods list={list} />
      <details class="filters" open={wasNarrowed}>
        <summary>{texts.say('list.filters', { count })}</summary>
        <div class="list-tools">
          <Choice list={list} name="outcome" label={texts.say('activity.outcome')}>
            <option value="SUCCESS">{texts.say('events.outcome.SUCCESS')}</option>
            <option value="FAILURE">{texts.say('events.outcome.FAILURE')}</option>
          </Choice>
          <Choice list={list} name="by" label={texts.say('activity.by')}>
            <option value="USER">{texts.say('shell.people')}</option>
            <option value="CLIENT">{texts.say('shell.applications')}</option>
            <option value="API_KEY">{texts.say('shell.apiKeys')}</option>
          </Choice>
          <Pick label={texts.say('activity.user')} find={findPeople} onPick={({ id }) => list.setFilter('user', id)} />
          <Pick
            label={texts.say('activity.application')}
            find={findClients}
            onPick={({ id }) => list.setFilter('application', id)}
          />
          <Day list={list} name="from" label={texts.say('activity.from')} />
          <Day list={list} name="to" label={texts.say('activity.to')} />
        </div>
      </details>
      <Chosen list={list} />
    </search>
  );
}

function What({ list }: { readonly list: List }) {
  const { texts } = useConsole();
  const topics = Object.keys(TOPICS) as Topic[];
  const types = EVENT_TYPES.map((type) => ({ type, name: texts.say(`eventTypes.${type}`) })).sort((one, other) =>
    one.name.localeCompare(other.name, texts.lang),
  );
  return (
    <Choice list={list} name="what" label={texts.say('activity.what')}>
      {topics.map((topic) => (
        <option key={topic} value={topic}>
          {texts.say(`activity.what.${topic}`)}
        </option>
      ))}
      <optgroup label={texts.say('activity.types')}>
        {types.map(({ type, name }) => (
          <option key={type} value={type}>
            {name}
          </option>
        ))}
      </optgroup>
    </Choice>
  );
}

interface ChoiceProps {
  readonly list: List;
  readonly name: keyof typeof NO_FILTERS;
  readonly label: string;
  readonly children: preact.ComponentChildren;
}

function Choice({ list, name, label, children }: ChoiceProps) {
  const { texts } = useConsole();
  return (
    <label class="field">
      <span>{label}</span>
      <select value={list.filters[name]} onChange={({ currentTarget }) => list.setFilter(name, currentTarget.value)}>
        <option value="">{texts.say('list.all')}</option>
        {children}
      </select>
    </label>
  );
}

function Day({ list, name, label }: Omit<ChoiceProps, 'children'>) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="date"
        value={list.filters[name]}
        onChange={({ currentTarget }) => list.setFilter(name, currentTarget.value)}
      />
    </label>
  );
}
