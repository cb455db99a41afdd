import { after } from '../../model/conditions.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import { AUDIT_HEAD_ID, type AuditHead, EMPTY_AUDIT_HEAD } from '../../model/log/audit-head.js';
import { secondsAfter } from '../../model/time.js';
import type { Database, Row, Write } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { auditHeads } from '../entities/log/audit-heads.js';
import { numberAfter } from './event-hash.js';

/** The most events that are numbered with one change set, which also changes the head of the log. */
export const MAX_NUMBERED_EVENTS = 99;

/** While a process numbers events, others do not try. This only saves work: the head decides who was first. */
const LEASE_SECONDS = 3;

export async function readHead(database: Database): Promise<AuditHead> {
  const [head] = await database.select(auditHeads, { where: { id: AUDIT_HEAD_ID }, limit: 1 });
  return head ?? EMPTY_AUDIT_HEAD;
}

/** Numbers events until none is left, or until another process holds the lease or was faster. */
export async function numberWaitingEvents(
  database: Database,
  owner: string,
  now: Date,
  limit = MAX_NUMBERED_EVENTS,
): Promise<void> {
  while (!database.numbersEvents) {
    const events = await database.select(auditEvents, {
      where: { unnumbered: after('') },
      orderBy: { unnumbered: 'asc' },
      limit,
    });
    if (events.length === 0) return;
    const head = await readHead(database);
    const leasedUntil = secondsAfter(now, LEASE_SECONDS);
    if (head.lease !== owner && isBetween(head.leasedUntil, now, leasedUntil)) return;
    const lease = { lease: owner, leasedUntil };
    if (!(await commitNumbers(database, head, events, { head: lease }))) return;
    if (events.length < limit) return;
  }
}

/** A lease that ends later than a lease can was taken under a wrong clock, and does not count. */
function isBetween(end: Date | undefined, now: Date, latest: Date): boolean {
  return end !== undefined && end > now && end <= latest;
}

/** What else changes when events are numbered. */
interface NumberingChanges {
  readonly head: Row;
  readonly event?: (event: AuditEvent) => Row;
}

/**
 * Numbers the events, if `head` is still the end of the log and none of them has a number. Returns whether they were
 * numbered. Two processes cannot both succeed from the same head.
 */
export function commitNumbers(
  database: Database,
  head: AuditHead,
  events: readonly AuditEvent[],
  changes: NumberingChanges,
): Promise<boolean> {
  const numbered = numberAfter(head, events);
  const { sequence, hash } = numbered.at(-1) ?? head;
  return database.commit([
    {
      kind: 'update',
      entity: auditHeads,
      where: { id: head.id, sequence: head.sequence, hash: head.hash },
      changes: { ...changes.head, sequence, hash },
    },
    ...numbered.map(
      (event): Write => ({
        kind: 'update',
        entity: auditEvents,
        where: { id: event.id, sequence: null },
        changes: { ...changes.event?.(event), sequence: event.sequence, hash: event.hash, unnumbered: undefined },
      }),
    ),
  ]);
}
