import type { Log } from '../model/deps.js';
import { StoreUnavailableError } from '../model/errors.js';
import type { AuditEvent } from '../model/log/audit-event.js';
import type { Store } from '../model/store.js';

/** Events that wait in memory until they are stored. An event leaves the queue only when the database has it. */
export interface EventQueue {
  add(event: AuditEvent): void;
  /** Whether so many events wait that nothing may happen that adds another one. */
  isFull(): boolean;
  /** Stores the events that wait. If the database is unavailable, they stay in the queue. */
  store(): Promise<void>;
  size(): number;
}

const MAX_WAITING_EVENTS = 10_000;
/** As soon as this many events wait, they are stored at once, before the next interval. */
const BATCH_EVENTS = 200;

export function makeEventQueue({ store, log }: { store: Pick<Store, 'auditEvents'>; log: Log }): EventQueue {
  const waiting: AuditEvent[] = [];
  let storing: Promise<void> | undefined;
  // Requests that arrive while the database is unavailable must not each try again, so only the interval does.
  let hasFailed = false;

  /** An event can be stored already, if the response to the last attempt was lost. Such an event is skipped. */
  const insert = async (events: readonly AuditEvent[]): Promise<void> => {
    await store.auditEvents.insertAbsent(events);
  };
  /** Drops an event only if the error is a bug, because the event would otherwise block all others forever. */
  const insertOneByOne = async (events: readonly AuditEvent[]): Promise<void> => {
    for (const event of events) {
      await insert([event]).catch((err: unknown) => {
        if (err instanceof StoreUnavailableError) throw err;
        log.error({ err, event: event.id, type: event.type }, 'an audit event cannot be stored. This is a bug.');
      });
      waiting.shift();
    }
  };
  const storeBatch = async (): Promise<void> => {
    const batch = waiting.slice(0, BATCH_EVENTS);
    try {
      await insert(batch);
      waiting.splice(0, batch.length);
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      await insertOneByOne(batch);
    }
  };
  const storeAll = async (): Promise<void> => {
    try {
      while (waiting.length > 0) await storeBatch();
      hasFailed = false;
    } catch (err) {
      hasFailed = true;
      log.warn({ err, events: waiting.length }, 'audit events wait, because the database is not available');
    }
  };
  const storeOnce = (): Promise<void> => {
    storing ??= storeAll().finally(() => {
      storing = undefined;
    });
    return storing;
  };
  return {
    add: (event) => {
      waiting.push(event);
      if (waiting.length >= BATCH_EVENTS && !hasFailed) void storeOnce();
    },
    isFull: () => waiting.length >= MAX_WAITING_EVENTS,
    store: storeOnce,
    size: () => waiting.length,
  };
}
