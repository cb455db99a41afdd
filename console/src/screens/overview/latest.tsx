import { EventList } from '../../events/event-list.js';
import { EVENT_TYPES } from '../../events/sentence-texts.js';
import { type AuditEventType, Events } from '../../generated/events.js';
import { useConsole } from '../../parts/console-context.js';
import { Loaded } from '../../parts/loaded.js';
import { Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';

const SHOWN = 10;
/** Events that happen all the time would hide all others. */
const FREQUENT: readonly AuditEventType[] = ['TOKEN_ISSUED', 'AUDIT_CHECKPOINT'];
const TYPES = EVENT_TYPES.filter((type) => !FREQUENT.includes(type));

/** The latest events. */
export function Latest() {
  const { texts } = useConsole();
  const query = useQuery(Events, { first: SHOWN, filter: { types: TYPES } });
  return (
    <Section
      title={texts.say('overview.latest')}
      actions={<a href="/console/activity">{texts.say('overview.allActivity')}</a>}
    >
      <Loaded query={query}>
        {({ auditEvents }) => <EventList events={auditEvents.edges.map(({ node }) => node)} />}
      </Loaded>
    </Section>
  );
}
