/*
 * This folder is the tab that shows how an application is used: its sign-ins and refusals of the last days, what an
 * administrator should look at, and its events. What the events say is decided in `console/src/events`.
 */

import { dayAfter, localDay, noonOf, timeZone } from '../../../events/days.js';
import { ApplicationActivity } from '../../../generated/applications.js';
import { BarChart } from '../../../parts/chart.js';
import { useConsole } from '../../../parts/console-context.js';
import { Loaded } from '../../../parts/loaded.js';
import { Facts, Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import { reasonOf } from '../refusals.js';
import type { ApplicationTabProps } from '../tab-props.js';
import { ApplicationEvents } from './events.js';
import { Warnings } from './warnings.js';

const DAYS = 30;

export function ActivityTab({ id }: ApplicationTabProps) {
  const { texts, now } = useConsole();
  const to = localDay(new Date(now()));
  const query = useQuery(ApplicationActivity, { id, from: dayAfter(to, 1 - DAYS), to, timeZone: timeZone() });
  return (
    <>
      <Loaded query={query}>
        {({ client, dailyStatistics }) => {
          const health = client?.health;
          return (
            <div class="columns">
              <Section title={texts.say('applications.use')}>
                <BarChart
                  title={texts.say('applications.chart', { days: DAYS })}
                  series={[texts.say('applications.signIns'), texts.say('applications.refused')]}
                  points={dailyStatistics.map(({ day, signIns, refusals }) => ({
                    label: texts.day(noonOf(day)),
                    value: [signIns, refusals ?? 0],
                  }))}
                />
              </Section>
              {health && client && (
                <div>
                  <Section title={texts.say('applications.lastWeek')}>
                    <Facts
                      items={[
                        { name: texts.say('applications.signIns'), value: texts.number(health.signIns) },
                        {
                          name: texts.say('applications.lastSignIn'),
                          value:
                            health.lastSignInAt === null
                              ? texts.say('applications.never')
                              : texts.moment(health.lastSignInAt),
                        },
                        {
                          name: texts.say('parts.lastUsed'),
                          value:
                            client.lastUsedAt === null
                              ? texts.say('applications.never')
                              : texts.moment(client.lastUsedAt),
                        },
                      ]}
                    />
                    <h3>{texts.say('applications.refusalsByReason')}</h3>
                    {health.refusals.length === 0 ? (
                      <p>{texts.say('applications.noRefusals')}</p>
                    ) : (
                      <Facts
                        items={health.refusals.map(({ reason, count }) => ({
                          name: reasonOf(texts, reason),
                          value: texts.number(count),
                        }))}
                      />
                    )}
                  </Section>
                  <Warnings client={client} health={health} onChange={query.reload} />
                </div>
              )}
            </div>
          );
        }}
      </Loaded>
      <ApplicationEvents clientId={id} />
    </>
  );
}
