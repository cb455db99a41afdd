import { before, between } from '../../../model/conditions.js';
import type { AuditEvent } from '../../../model/log/audit-event.js';
import type { AuditHead } from '../../../model/log/audit-head.js';
import type { Database } from '../../database.js';
import { auditEvents } from '../../entities/log/audit-events.js';

/** A position in the audit log. `recent` is a position among the events that were later than `head` when it was read. */
export type EventPosition =
  | { readonly kind: 'numbered'; readonly sequence: number }
  | { readonly kind: 'recent'; readonly head: number; readonly id: string };

/** A cursor contains the position as text. Version 0.1 wrote `key:` and the id of the event. */
const NUMBERED = /^sequence:(0|[1-9][0-9]{0,15})$/;
const RECENT = /^recent:(0|[1-9][0-9]{0,15}):([0-9a-f-]{1,64})$/;
const OLD = /^key:(.+)$/s;

export function cursorOf(position: EventPosition): string {
  const { kind } = position;
  const text = kind === 'numbered' ? `${position.sequence}` : `${position.head}:${position.id}`;
  return Buffer.from(`${kind === 'numbered' ? 'sequence' : kind}:${text}`).toString('base64url');
}

/**
 * Finds the position of a cursor. `OLDEST_FIRST` continues after its sequence, `NEWEST_FIRST` before it.
 *
 * @throws RangeError if the text is not a cursor of the audit log, or is later than its end. After a backup was
 * restored, a reader with such a cursor would miss the events until the log is as long as before.
 */
export async function positionOf(
  database: Database,
  cursor: string,
  order: 'NEWEST_FIRST' | 'OLDEST_FIRST',
  head: AuditHead,
): Promise<EventPosition> {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (Buffer.from(text).toString('base64url') !== cursor) throw invalidCursor();
  const numbered = NUMBERED.exec(text);
  const recent = RECENT.exec(text);
  if (Number((numbered ?? recent)?.[1] ?? 0) > head.sequence) throw invalidCursor();
  if (numbered !== null) return { kind: 'numbered', sequence: Number(numbered[1]) };
  if (recent !== null) return { kind: 'recent', head: Number(recent[1]), id: recent[2] ?? '' };
  const id = OLD.exec(text)?.[1];
  if (id === undefined) throw invalidCursor();
  return { kind: 'numbered', sequence: await sequenceOfOldCursor(database, id, order, head.upgradedThrough ?? 0) };
}

function invalidCursor(): RangeError {
  return new RangeError('The cursor must be a cursor of the audit log.');
}

/**
 * Finds the last event that has an id up to `id` and was numbered by the upgrade, because the order of those sequences
 * is the order of ids. The event of the cursor itself may have been deleted.
 */
async function sequenceOfOldCursor(
  database: Database,
  id: string,
  order: 'NEWEST_FIRST' | 'OLDEST_FIRST',
  upgradedThrough: number,
): Promise<number> {
  const last = await lastUpgradedEvent(database, id, upgradedThrough);
  const sequence = last?.sequence ?? 0;
  return order === 'NEWEST_FIRST' && last?.id !== id ? sequence + 1 : sequence;
}

const MAX_READ_EVENTS = 100;

/** Few events that were written after the upgrade have such early ids, so the first ones that are read suffice. */
async function lastUpgradedEvent(
  database: Database,
  id: string,
  upgradedThrough: number,
): Promise<AuditEvent | undefined> {
  for (let range = between({ $lte: id }); ; ) {
    const events = await database.select(auditEvents, {
      where: { id: range },
      orderBy: { id: 'desc' },
      limit: MAX_READ_EVENTS,
    });
    const last = events.find(({ sequence }) => sequence !== undefined && sequence <= upgradedThrough);
    const end = events.at(-1);
    if (last !== undefined || end === undefined || events.length < MAX_READ_EVENTS) return last;
    range = before(end.id);
  }
}
