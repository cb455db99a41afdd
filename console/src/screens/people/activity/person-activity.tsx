import { EventList } from '../../../events/event-list.js';
import { Events } from '../../../generated/events.js';
import { useConsole } from '../../../parts/console-context.js';
import { useList } from '../../../parts/list/list-state.js';
import { Empty, PageButtons } from '../../../parts/list/list-tools.js';
import { Loaded } from '../../../parts/loaded.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';

/** The events about the person, the newest first. */
export function PersonActivity({ id }: { readonly id: string }) {
  const { texts } = useConsole();
  const list = useList();
  const { search: _, ...position } = list.variables;
  const query = useQuery(Events, { ...position, filter: { userId: id } });
  const all = (
    <a href={`/console/activity?${new URLSearchParams({ user: id })}`}>{texts.say('people.searchActivity')}</a>
  );
  return (
    <Section title={texts.say('shell.activity')} actions={all}>
      <Loaded query={query}>
        {({ auditEvents }) =>
          auditEvents.edges.length === 0 ? (
            <Empty title={texts.say('people.noActivity')} text={texts.say('people.noActivityText')} />
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
