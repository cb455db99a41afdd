import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ShownEvent } from '../../events/shown-event.js';
import { type AuditEventFilter, EventStream } from '../../generated/events.js';
import { useConsole } from '../../parts/console-context.js';

interface FollowingOptions {
  readonly filter: AuditEventFilter;
  /** The cursor of the newest event that is shown. */
  readonly after: string | null;
  readonly isOn: boolean;
  /** Whether the user reads older events. New ones then wait, because they would move the page. */
  readonly isReading: () => boolean;
}

interface Following {
  /** The new events that are shown, the newest first. */
  readonly shown: readonly ShownEvent[];
  /** The new events that wait until the user wants to see them, the newest first. */
  readonly waiting: readonly ShownEvent[];
  readonly showWaiting: () => void;
  /** Why the stream has ended. */
  readonly problem: string | undefined;
}

const NONE: Pick<Following, 'shown' | 'waiting'> = { shown: [], waiting: [] };

/** With so many new events, the log has to be loaded again: a page that stays open for days must not grow without end. */
export const MAX_NEW = 200;

/**
 * Follows the events that happen while the log is shown. While the tab is hidden, it waits, and then catches up. Of more
 * than `MAX_NEW` events, only the newest are kept.
 */
export function useFollowing({ filter, after, isOn, isReading }: FollowingOptions): Following {
  const { connection, operations } = useConsole();
  const [events, setEvents] = useState(NONE);
  const [problem, setProblem] = useState<string>();
  const cursor = useRef(after);
  const isHidden = useHidden();
  const add = useCallback((event: ShownEvent) => {
    setEvents(({ shown, waiting }) => {
      if ([...shown, ...waiting].some(({ id }) => id === event.id)) return { shown, waiting };
      return isReading()
        ? { shown, waiting: [event, ...waiting].slice(0, MAX_NEW) }
        : { shown: [event, ...waiting, ...shown].slice(0, MAX_NEW), waiting: [] };
    });
  }, []);
  useEffect(() => {
    // Without a cursor, the events that happen meanwhile would be missed.
    if (!isOn || (isHidden && cursor.current !== null)) return undefined;
    const end = new AbortController();
    const variables = { filter, after: cursor.current };
    setProblem(undefined);
    operations.add({ document: EventStream, variables });
    const follow = async () => {
      for await (const { auditEvents } of connection.subscribe(EventStream, variables, end.signal)) {
        cursor.current = auditEvents.cursor;
        add(auditEvents.node);
      }
    };
    follow().catch((error: Error) => {
      if (!end.signal.aborted) setProblem(error.message);
    });
    return () => {
      end.abort();
      operations.remove(EventStream);
    };
  }, [isOn, isHidden, connection]);
  const showWaiting = useCallback(() => {
    setEvents(({ shown, waiting }) => ({ shown: [...waiting, ...shown], waiting: [] }));
  }, []);
  return { ...events, showWaiting, problem };
}

function useHidden(): boolean {
  const [isHidden, setHidden] = useState(document.hidden);
  useEffect(() => {
    const onChange = () => setHidden(document.hidden);
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
  return isHidden;
}
