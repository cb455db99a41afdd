import { dayAfter, localDay } from '../../events/days.js';
import { useConsole } from '../../parts/console-context.js';
import type { ListState } from '../../parts/list/list-state.js';
import type { NO_FILTERS } from './filter.js';

/** Buttons for the periods that are most often looked at, and the switch that shows routine events. */
export function Periods({ list }: { readonly list: ListState<typeof NO_FILTERS> }) {
  const { texts, now } = useConsole();
  const today = localDay(new Date(now()));
  const yesterday = dayAfter(today, -1);
  // A period that has no end also gets the events that happen while it is shown.
  const periods = [
    { name: 'today', from: today, to: '' },
    { name: 'yesterday', from: yesterday, to: yesterday },
    { name: 'week', from: dayAfter(today, -6), to: '' },
  ] as const;
  const { from, to, all } = list.filters;
  return (
    <div class="chips">
      {periods.map((period) => {
        const isChosen = from === period.from && to === period.to;
        return (
          <button
            key={period.name}
            type="button"
            class="chip"
            aria-pressed={isChosen}
            onClick={() => list.setFilters(isChosen ? { from: '', to: '' } : { from: period.from, to: period.to })}
          >
            {texts.say(`activity.${period.name}`)}
          </button>
        );
      })}
      <button
        type="button"
        role="switch"
        class="switch quiet"
        aria-checked={all !== ''}
        onClick={() => list.setFilter('all', all === '' ? 'yes' : '')}
      >
        {texts.say('activity.all')}
      </button>
    </div>
  );
}
