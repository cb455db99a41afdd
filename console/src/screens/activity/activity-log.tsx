import { useEffect, useRef } from 'preact/hooks';
import { EventList } from '../../events/event-list.js';
import { type AuditEventFilter, Events, type EventsQuery } from '../../generated/events.js';
import { useConsole } from '../../parts/console-context.js';
import type { ListState } from '../../parts/list/list-state.js';
import { PageButtons } from '../../parts/list/list-tools.js';
import { Loaded } from '../../parts/loaded.js';
import { useQuery } from '../../parts/query.js';
import type { NO_FILTERS } from './filter.js';
import { MAX_NEW, useFollowing } from './following.js';

interface ActivityLogProps {
  readonly list: ListState<typeof NO_FILTERS>;
  readonly filter: AuditEventFilter;
  readonly isFollowing: boolean;
  /** Called if new events cannot be followed. */
  readonly onBroken: () => void;
}

export function ActivityLog({ list, filter, ...following }: ActivityLogProps) {
  const { search: _search, ...page } = list.variables;
  const query = useQuery(Events, { filter, ...page });
  // While other events are loading, the old ones stay, without the new events that come for the new filter.
  const version = useVersion(query.data);
  const isFollowing = following.isFollowing && !query.isLoading;
  return (
    <Loaded query={query}>
      {({ auditEvents }) => (
        <LoadedLog
          key={version}
          list={list}
          filter={filter}
          page={auditEvents}
          reload={query.reload}
          isFollowing={isFollowing}
          onBroken={following.onBroken}
        />
      )}
    </Loaded>
  );
}

/** Returns a number that changes with the object. */
function useVersion(object: unknown): number {
  const known = useRef({ object, version: 0 });
  if (known.current.object !== object) known.current = { object, version: known.current.version + 1 };
  return known.current.version;
}

interface LoadedLogProps extends ActivityLogProps {
  readonly page: EventsQuery['auditEvents'];
  readonly reload: () => void;
}

function LoadedLog({ list, filter, page, reload, isFollowing, onBroken }: LoadedLogProps) {
  const { texts } = useConsole();
  const { shown, waiting, showWaiting, problem } = useFollowing({
    filter,
    after: page.pageInfo.startCursor,
    isOn: isFollowing,
    isReading: () => isAbove(top.current),
  });
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problem !== undefined) onBroken();
  }, [problem]);
  const isFull = shown.length >= MAX_NEW;
  useEffect(() => {
    if (isFull) reload();
  }, [isFull]);
  const old = page.edges.map(({ node }) => node);
  const fresh = new Set(shown.map(({ id }) => id));
  const events = [...shown, ...old.filter(({ id }) => !fresh.has(id))];
  const show = () => {
    showWaiting();
    top.current?.scrollIntoView();
    top.current?.focus();
  };
  return (
    <>
      <div ref={top} class="log-top" tabIndex={-1}>
        {problem !== undefined && (
          <p class="problem" role="alert">
            {texts.say('activity.notFollowing')} {problem}
          </p>
        )}
        {!page.isComplete && <p class="hint">{texts.say('activity.incomplete')}</p>}
      </div>
      <div class="new-events">
        {waiting.length > 0 && (
          <button type="button" class="main" onClick={show}>
            {texts.say('activity.newEvents', { count: waiting.length })}
          </button>
        )}
      </div>
      <p class="unseen" role="status">
        {shown.length + waiting.length > 0 && texts.say('activity.newEvents', { count: shown.length + waiting.length })}
      </p>
      {events.length === 0 ? (
        <p class="empty">{texts.say(list.isNarrowed ? 'events.noMatch' : 'events.none')}</p>
      ) : (
        <EventList events={events} fresh={fresh} />
      )}
      <PageButtons page={page.pageInfo} list={list} />
    </>
  );
}

/** Whether the user has scrolled so far that the element is above the window. New events would move what they read. */
function isAbove(element: HTMLElement | null): boolean {
  return element !== null && element.getBoundingClientRect().bottom < 0;
}
