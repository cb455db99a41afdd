import { after, type Where } from '../../model/conditions.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { Database } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { withDigests } from './event-hash.js';

const PAGE_EVENTS = 100;

/**
 * Erases the personal values of all events that concern the user or in which the user acted, and their salts. A client
 * or API key that acted can have any id, so the kind of the actor counts too. The digests stay, so that the hash of each
 * event stays valid. Returns the number of changed events.
 */
export async function erasePersonalValues(database: Database, userId: string): Promise<number> {
  let count = 0;
  // An event that gets its number meanwhile is found by its number.
  const positions = database.numbersEvents ? (['sequence'] as const) : (['unnumbered', 'sequence'] as const);
  for (const who of [{ userId }, { actorId: userId, actorKind: 'USER' }]) {
    for (const position of positions) count += await eraseAll(database, who, position);
  }
  return count;
}

async function eraseAll(database: Database, who: Where, position: 'sequence' | 'unnumbered'): Promise<number> {
  let count = 0;
  let last: number | string = position === 'sequence' ? 0 : '';
  for (;;) {
    const where = { ...who, [position]: after(last) };
    const events = await database.select(auditEvents, { where, orderBy: { [position]: 'asc' }, limit: PAGE_EVENTS });
    for (const event of events) if (await eraseOne(database, event)) count += 1;
    const end = events.at(-1);
    if (end === undefined || events.length < PAGE_EVENTS) return count;
    last = position === 'sequence' ? (end.sequence ?? last) : end.id;
  }
}

async function eraseOne(database: Database, event: AuditEvent): Promise<boolean> {
  const { event: rest, digests } = withDigests(event);
  if (Object.keys(digests).length === 0) return false;
  const erased = { ...event.erased, ...digests };
  const changes = { ipAddress: rest.ipAddress, detail: rest.detail, salts: undefined, erased };
  return database.update(auditEvents, { id: event.id }, changes);
}
