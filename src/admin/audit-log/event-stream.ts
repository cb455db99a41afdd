import type { Deps } from '../../model/deps.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Page } from '../../model/record-store.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission } from '../authorization.js';
import { invalidArgument } from '../input-parser.js';
import { type EventSearch, resolveEventSearch } from './event-search.js';
import type { LogWatch } from './log-watch.js';

/** An event of a stream, with the cursor after it. */
export type StreamedEvent = Page<AuditEvent>['items'][number];

/**
 * The events of the audit log from a position on, without end: each once, in the order of `sequence`. The stream yields
 * up to `BATCH_EVENTS` at once, so that the records to which they refer can be read together.
 */
export interface EventStream extends AsyncIterable<readonly StreamedEvent[]> {
  /** The cursor of the position at which the stream begins. */
  readonly start: string;
}

const BATCH_EVENTS = 100;

export interface EventStreamInput {
  /** The cursor after which the stream begins. If it is absent, the stream begins with the next event. */
  readonly after: string | undefined;
  readonly search: EventSearch;
}

/**
 * Opens a stream of the audit log. It always reads from the store, so that the events of other processes and those
 * during a broken connection are not missed. Aborting the signal ends it.
 *
 * @throws AdminError `FORBIDDEN`, or `INVALID_INPUT` if the cursor or the filter is invalid
 */
export async function openEventStream(
  deps: Deps,
  caller: AdminCaller,
  { after, search }: EventStreamInput,
  { watch, signal }: { readonly watch: LogWatch; readonly signal: AbortSignal },
): Promise<EventStream> {
  checkPermission(caller, 'audit:read');
  const { filter } = await resolveEventSearch(deps, caller, search);
  const { auditEvents } = deps.store;
  const sequence = await (after === undefined
    ? auditEvents.head().then((head) => head.sequence)
    : parseCursor(deps, after));
  const start = after ?? auditEvents.cursorAfter(sequence ?? 0);
  return {
    start,
    async *[Symbol.asyncIterator]() {
      let position = sequence;
      // An event that has no sequence yet gets one within a second.
      for (let end = 0; position === undefined; position = await auditEvents.sequenceOf(start)) {
        const found = await watch.endAfter(end, signal);
        if (found === undefined) return;
        end = found;
      }
      while (!signal.aborted) {
        // The end is read before the pages, so they have all events up to it.
        const end = await watch.endAfter(position, signal);
        if (end === undefined) return;
        for (let hasMore = true; hasMore; ) {
          const request = { first: BATCH_EVENTS, after: auditEvents.cursorAfter(position) };
          const { items, hasNextPage } = await auditEvents.page(request, 'OLDEST_FIRST', filter);
          if (items.length > 0 && !signal.aborted) yield items;
          if (signal.aborted) return;
          position = items.at(-1)?.record.sequence ?? position;
          hasMore = hasNextPage;
        }
        position = Math.max(position, end);
      }
    },
  };
}

async function parseCursor({ store }: Deps, cursor: string): Promise<number | undefined> {
  try {
    return await store.auditEvents.sequenceOf(cursor);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw invalidArgument(
      'after',
      'The `after` argument, or the header Last-Event-ID, must be a cursor of the audit log. A cursor that is later than the end of the log is from before a backup was restored: subscribe without a cursor.',
    );
  }
}
