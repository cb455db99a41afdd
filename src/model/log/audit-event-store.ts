import type { Page, PageRequest } from '../record-store.js';
import type { AuditEvent } from './audit-event.js';
import type { AuditHead } from './audit-head.js';
import type { DailyCount } from './daily-count.js';
import type { AuditEventFilter, EventField } from './event-filter.js';

export interface AuditEventStore {
  /**
   * Inserts the events that are not stored yet, and returns their number. After a failure it can be called again with
   * the same events.
   */
  insertAbsent(events: readonly AuditEvent[]): Promise<number>;
  /**
   * Gives all events that have no number yet the next numbers and hashes, in order of id. On SQLite, events get their
   * numbers when they are inserted, and there is nothing to do. `owner` is a random value of this process. While
   * another process numbers events, this one does nothing.
   */
  numberEvents(owner: string, now: Date): Promise<void>;
  /** Numbers the events that a server of version 0.1 has written since the upgrade, because it was still running. */
  numberStrayEvents(): Promise<void>;
  findEvent(id: string): Promise<AuditEvent | undefined>;
  /** The end of the numbered log. */
  head(): Promise<AuditHead>;
  /** The cursor after the last numbered event. A reader who continues there gets only later events. */
  endCursor(): Promise<string>;
  /** The cursor after the event with this sequence. */
  cursorAfter(sequence: number): string;
  /**
   * Finds the sequence after which a reader with this cursor continues in the order OLDEST_FIRST. Returns `undefined` if
   * the event of the cursor has no number yet.
   *
   * @throws RangeError if the cursor is invalid
   */
  sequenceOf(cursor: string): Promise<number | undefined>;
  /**
   * Reads a page in order of sequence. `OLDEST_FIRST` lists only numbered events, so that no event can later appear
   * before a cursor that was returned. `NEWEST_FIRST` lists the events that have no number yet first.
   */
  page(
    request: PageRequest,
    order: 'NEWEST_FIRST' | 'OLDEST_FIRST',
    filter: AuditEventFilter,
  ): Promise<Page<AuditEvent>>;
  count(filter: AuditEventFilter): Promise<number>;
  /**
   * Returns the first values that the field has in any event and that begin with `prefix`, in alphabetical order. Takes
   * one search of the index for each value, however many events have it.
   */
  valuesBeginningWith(field: EventField, prefix: string, limit: number): Promise<string[]>;
  /**
   * Finds the first event that has not expired, and the hash before it. Returns `undefined` if no event before it is
   * stored.
   */
  findRetainedStart(now: Date): Promise<{ firstSequence: number; hashBefore: string } | undefined>;
  /**
   * Erases the IP address, names and other personal values of all events that concern the user or in which the user
   * acted. Returns the number of changed events.
   */
  erase(userId: string): Promise<number>;
  /**
   * Counts the numbered events that are not counted yet, at most `batches` batches. Returns whether all are counted. All
   * processes can call it.
   */
  countEvents(batches: number): Promise<boolean>;
  /** Returns the counts of the server or of one client. The days are numbers of days in UTC since 1970. */
  dailyCounts(clientId: string | undefined, fromDay: number, toDay: number): Promise<DailyCount[]>;
  /** Returns the counts of several clients since a day. */
  countsOfClients(clientIds: readonly string[], fromDay: number): Promise<DailyCount[]>;
  /** Returns the latest count of the metric of each client that has one. */
  latestCounts(clientIds: readonly string[], metric: string): Promise<DailyCount[]>;
  /**
   * Deletes all events with a lower sequence, and subtracts them from the counts. A checkpoint must name this sequence and
   * the hash before it first.
   */
  deleteBefore(sequence: number): Promise<void>;
}
