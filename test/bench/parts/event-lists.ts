import { matchesOfText } from '../../../src/admin/audit-log/event-text.js';
import type { AuditEventType } from '../../../src/model/log/audit-event.js';
import type { AuditEventFilter } from '../../../src/model/log/event-filter.js';
import type { PageRequest } from '../../../src/model/record-store.js';
import type { Store } from '../../../src/model/store.js';
import type { Database } from '../../../src/storage/database.js';
import { auditEvents } from '../../../src/storage/entities/log/audit-events.js';
import { withDerived } from '../../../src/storage/lists/derived-columns.js';
import { anAuditEvent, present } from '../../storage/records.js';

const BATCH = 250;
const TYPES: readonly AuditEventType[] = ['SIGNED_IN', 'TOKEN_ISSUED', 'SIGNED_OUT', 'REQUEST_REFUSED'];
/** Nine of ten events are about this client. */
const BUSY = 'app-0';

export function userIdAt(place: number): string {
  return `00000000-0000-4000-8000-${place.toString(16).padStart(12, '0')}`;
}

/** Between two events. */
const PAUSE_MS = 10_000;

function timeAt(place: number): Date {
  return new Date(present.getTime() + place * PAUSE_MS);
}

/** The id of an event begins with its time. */
function eventIdAt(place: number): string {
  const time = timeAt(place).getTime().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${place.toString(16).padStart(12, '0')}`;
}

/** Each user has one event. A quarter of the events are failures. */
function eventAt(place: number) {
  const type = TYPES[Math.floor(place / 10) % TYPES.length];
  const userId = userIdAt(place);
  return anAuditEvent({
    id: eventIdAt(place),
    type: type as AuditEventType,
    outcome: type === 'REQUEST_REFUSED' ? 'FAILURE' : 'SUCCESS',
    at: timeAt(place),
    actorKind: 'USER',
    actorId: userId,
    userId,
    clientId: place % 10 === 3 ? `app-${place % 40}` : BUSY,
    sessionId: `session-${place}`,
    resource: 'user',
    resourceId: userId,
    ipAddress: `192.0.2.${place % 40}`,
  });
}

export async function fillEvents(database: Database, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, count - from) }, (_, offset) => eventAt(from + offset));
    await database.insertAbsent(
      auditEvents,
      events.map((event) => withDerived(auditEvents, event, event)),
    );
  }
}

const FILTERS: readonly (readonly [name: string, filter: AuditEventFilter])[] = [
  ['events', {}],
  ['events of a user', { userId: userIdAt(500) }],
  ['events of a client', { clientId: 'app-13' }],
  ['events of a busy client', { clientId: BUSY }],
  ['failures of a busy client', { clientId: BUSY, outcome: 'FAILURE' }],
  ['sign-ins and refusals of a busy client', { clientId: BUSY, types: ['SIGNED_IN', 'REQUEST_REFUSED'] }],
  ['events of a type', { types: ['SIGNED_IN'] }],
  ['failures', { outcome: 'FAILURE' }],
  ['events of an address', { ipAddresses: ['192.0.2.7', '::ffff:192.0.2.7'] }],
  ['events of a time', { from: timeAt(300), to: timeAt(600) }],
];

const TEXTS: readonly (readonly [name: string, text: string])[] = [
  ['events, text with which few addresses begin', '192.0.2.1'],
  ['events, text with many matches', 'a'],
  ['events, text that begins all ids of users', '0000'],
  ['events, text without matches', 'nothing'],
];

/** Reads a page of the events of each filter, and of each text as the API does it. */
export function eventReads(page: PageRequest): [string, (store: Store) => Promise<unknown>][] {
  return [
    ...FILTERS.map(([name, filter]): [string, (store: Store) => Promise<unknown>] => [
      name,
      (store) => store.auditEvents.page(page, 'NEWEST_FIRST', filter),
    ]),
    ...TEXTS.map(([name, text]): [string, (store: Store) => Promise<unknown>] => [
      name,
      async (store) => {
        const { matches } = await matchesOfText({ store }, { permissions: ['*'] }, text);
        return store.auditEvents.page(page, 'NEWEST_FIRST', { anyOf: matches });
      },
    ]),
  ];
}
