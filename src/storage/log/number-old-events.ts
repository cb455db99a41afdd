import { randomBytes } from 'node:crypto';
import type { Where } from '../../model/conditions.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { AuditHead } from '../../model/log/audit-head.js';
import { personalPaths } from '../../model/log/personal-values.js';
import type { Database, Row } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { commitNumbers, MAX_NUMBERED_EVENTS, readHead } from './number-events.js';

const SALT_BYTES = 16;

/** Version 0.1 wrote events without a number, and without the column that says that they wait for one. */
const OLD = { sequence: null, unnumbered: null };

/**
 * Numbers the events that a server of version 0.1 wrote after the upgrade, because it was still running. They come
 * after all other events, so that followers receive them.
 */
export async function numberStrayEvents(database: Database): Promise<void> {
  while ((await numberOldEvents(database, {}, () => ({}))).events.length > 0);
}

/**
 * Numbers one batch of events of version 0.1 in order of id, if no other process is faster. `headChanges` returns what
 * else changes in the head.
 */
export async function numberOldEvents(
  database: Database,
  where: Where,
  headChanges: (head: AuditHead, count: number) => Row,
): Promise<{ events: readonly AuditEvent[]; isNumbered: boolean }> {
  const head = await readHead(database);
  const events = await database.select(auditEvents, {
    where: { ...where, ...OLD },
    orderBy: { id: 'asc' },
    limit: MAX_NUMBERED_EVENTS,
  });
  if (events.length === 0) return { events, isNumbered: true };
  const isNumbered = await commitNumbers(database, head, events.map(salted), {
    head: headChanges(head, events.length),
    event: ({ salts }) => ({ salts }),
  });
  return { events, isNumbered };
}

function salted(event: AuditEvent): AuditEvent {
  const paths = personalPaths(event).filter((path) => event.salts?.[path] === undefined);
  const salts = Object.fromEntries(paths.map((path) => [path, randomBytes(SALT_BYTES).toString('base64url')]));
  return { ...event, salts: { ...event.salts, ...salts } };
}
