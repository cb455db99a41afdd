import { dayAfter, daysFrom, isDay, localDay, noonOf, timeZone } from '../../events/days.js';
import { ActivityDays, type ActivityDaysQuery } from '../../generated/activity.js';
import { BarChart } from '../../parts/chart.js';
import { useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { useQuery } from '../../parts/query.js';
import { type Filters, hasRoutine, typesOf } from './filter.js';

const SHOWN_DAYS = 30;
/** The API counts so many days at once. */
const MAX_DAYS = 366;

interface DaysChartProps {
  readonly filters: Filters;
  readonly search: string | null;
}

/** How many events each day had, if there are several. The API counts by type and application, so other filters have no chart. */
export function DaysChart({ filters, search }: DaysChartProps) {
  const { texts, now } = useConsole();
  const { by, user, actor, session, address } = filters;
  const to = isDay(filters.to) ? filters.to : localDay(new Date(now()));
  const earliest = dayAfter(to, 1 - MAX_DAYS);
  const from = isDay(filters.from) ? filters.from : dayAfter(to, 1 - SHOWN_DAYS);
  if (from === to) return null;
  if (search !== null || [by, user, actor, session, address].some((value) => value !== ''))
    return <p class="hint">{texts.say('activity.noChart')}</p>;
  return <Chart filters={filters} from={from < earliest ? earliest : from} to={to} />;
}

function Chart({ filters, from, to }: { readonly filters: Filters; readonly from: string; readonly to: string }) {
  const { texts } = useConsole();
  const query = useQuery(ActivityDays, {
    from,
    to,
    timeZone: timeZone(),
    types: typesOf(filters.what) ?? null,
    clientId: filters.application || null,
    all: hasRoutine(filters),
  });
  const title = texts.say('activity.chart', { from: texts.day(noonOf(from)), to: texts.day(noonOf(to)) });
  const [succeeded, failed] = [texts.say('events.outcome.SUCCESS'), texts.say('events.outcome.FAILURE')];
  return (
    <div class="compact">
      <Loaded query={query}>
        {(data) => {
          const [good, bad] = [sumByDay(data.succeeded), sumByDay(data.failed)];
          const days = daysFrom(from, to, MAX_DAYS);
          const label = (day: string) => texts.day(noonOf(day));
          if (filters.outcome !== '') {
            const counts = filters.outcome === 'SUCCESS' ? good : bad;
            return (
              <BarChart
                title={title}
                points={days.map((day) => ({ label: label(day), value: counts.get(day) ?? 0 }))}
              />
            );
          }
          const points = days.map((day) => ({ label: label(day), value: [good.get(day) ?? 0, bad.get(day) ?? 0] }));
          return <BarChart title={title} series={[succeeded, failed]} points={points} />;
        }}
      </Loaded>
    </div>
  );
}

function sumByDay(counts: ActivityDaysQuery['succeeded']): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { day, count } of counts) sums.set(day, (sums.get(day) ?? 0) + count);
  return sums;
}
