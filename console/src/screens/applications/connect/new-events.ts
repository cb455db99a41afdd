import { useEffect, useState } from 'preact/hooks';
import type { ShownEvent } from '../../../events/shown-event.js';
import { Events } from '../../../generated/events.js';
import { useConsole } from '../../../parts/console-context.js';

/** How often the console asks for new events during a test. */
const PAUSE_MS = 1500;
/** Then the test is over: 20 minutes. */
const MAX_QUESTIONS = 800;

/** What a sign-in leads to. Other events, such as changes of the client, are not about the test. */
const TYPES = ['TOKEN_ISSUED', 'TOKEN_REFUSED', 'REQUEST_REFUSED', 'ACCESS_DENIED'] as const;

export interface NewEvents {
  /** The events since the test began, newest first. */
  readonly events: readonly ShownEvent[];
  /** Whether the console knows which events there were before, so that it will notice a new one. */
  readonly isReady: boolean;
}

/** Asks for the events of a client again and again while `isWaiting` is true. */
export function useNewEvents(clientId: string, isWaiting: boolean): NewEvents {
  const { connection } = useConsole();
  const [events, setEvents] = useState<readonly ShownEvent[]>([]);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    if (!isWaiting) return undefined;
    let isCurrent = true;
    let known: ReadonlySet<string> | undefined;
    let questions = 0;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const data = await connection
        .request(Events, { filter: { clientId, types: [...TYPES] }, first: 10 })
        .catch(() => undefined);
      if (!isCurrent) return;
      const nodes = data?.auditEvents.edges.map(({ node }) => node) ?? [];
      if (data !== undefined) known ??= new Set(nodes.map(({ id }) => id));
      setReady(known !== undefined);
      const before = known;
      const added = nodes.filter(({ id }) => before !== undefined && !before.has(id));
      if (added.length > 0) setEvents(added);
      questions += 1;
      if (questions < MAX_QUESTIONS) timer = setTimeout(() => void ask(), PAUSE_MS);
    };
    void ask();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [clientId, isWaiting, connection]);
  return { events, isReady };
}
