import { dayAfter, localDay, noonOf, timeZone } from '../../events/days.js';
import { OverviewDays } from '../../generated/overview.js';
import { BarChart } from '../../parts/chart.js';
import { useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';

const SHOWN_DAYS = 30;

export function SignInsChart() {
  const { texts, now } = useConsole();
  const to = localDay(new Date(now()));
  const query = useQuery(OverviewDays, { from: dayAfter(to, 1 - SHOWN_DAYS), to, timeZone: timeZone() });
  return (
    <Section title={texts.say('overview.signInsTitle')}>
      <Loaded query={query}>
        {({ dailyStatistics }) => (
          <BarChart
            title={texts.say('overview.chart', { count: SHOWN_DAYS })}
            series={[texts.say('overview.signInsTitle'), texts.say('overview.chartRefusals')]}
            points={dailyStatistics.map(({ day, signIns, refusals }) => ({
              label: texts.day(noonOf(day)),
              value: [signIns, refusals],
            }))}
          />
        )}
      </Loaded>
    </Section>
  );
}
