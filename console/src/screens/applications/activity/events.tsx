import { EventList } from '../../../events/event-list.js';
import { Events } from '../../../generated/events.js';
import { useConsole } from '../../../parts/console-context.js';
import { useList } from '../../../parts/list/list-state.js';
import { ListTools, PageButtons } from '../../../parts/list/list-tools.js';
import { Loaded } from '../../../parts/loaded.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';

const OUTCOMES = ['FAILURE', 'SUCCESS'] as const;

/** The events that concern the application, the newest first. */
export function ApplicationEvents({ clientId }: { readonly clientId: string }) {
  const { texts } = useConsole();
  const list = useList({ filters: { outcome: '' } });
  const { search: _, ...page } = list.variables;
  const outcome = OUTCOMES.find((one) => one === list.filters.outcome) ?? null;
  const query = useQuery(Events, { filter: { clientId, outcome }, ...page });
  return (
    <Section title={texts.say('applications.events')}>
      <ListTools
        list={list}
        filters={[
          {
            name: 'outcome',
            label: texts.say('events.outcome'),
            options: OUTCOMES.map((value) => ({ value, label: texts.say(`events.outcome.${value}`) })),
          },
        ]}
      />
      <Loaded query={query}>
        {({ auditEvents }) =>
          auditEvents.edges.length === 0 ? (
            <p>{texts.say(list.isNarrowed ? 'events.noMatch' : 'events.none')}</p>
          ) : (
            <>
              <EventList events={auditEvents.edges.map(({ node }) => node)} />
              <PageButtons page={auditEvents.pageInfo} list={list} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
