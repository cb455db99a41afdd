import { randomBytes } from 'node:crypto';
import type { AuditEvent } from '../../model/log/audit-event.js';
import { personalPaths } from '../../model/log/personal-values.js';
import type { Database } from '../database.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { commitNumbers, MAX_NUMBERED_EVENTS, readHead } from '../log/number-events.js';
import type { Migration } from './migration.js';

const SALT_BYTES = 16;

/**
 * Numbers the events of version 0.1 in order of id, and chains them. Cursors of version 0.1 contain an id, so the head
 * keeps the last sequence whose order is that of ids.
 */
export const numberAuditEvents: Migration = {
  id: '0005-number-audit-events',
  run: async ({ database }) => {
    while (await numberNext(database));
  },
};

/** Numbers one batch of events. Returns whether there may be more. */
async function numberNext(database: Database): Promise<boolean> {
  const head = await readHead(database);
  const events = await database.select(auditEvents, {
    where: { sequence: null },
    orderBy: { id: 'asc' },
    limit: MAX_NUMBERED_EVENTS,
  });
  if (events.length === 0) return false;
  const upgradedThrough = head.sequence + events.length;
  await commitNumbers(database, head, events.map(salted), {
    head: { upgradedThrough },
    event: ({ salts }) => ({ salts }),
  });
  return true;
}

function salted(event: AuditEvent): AuditEvent {
  const paths = personalPaths(event).filter((path) => event.salts?.[path] === undefined);
  const salts = Object.fromEntries(paths.map((path) => [path, randomBytes(SALT_BYTES).toString('base64url')]));
  return { ...event, salts: { ...event.salts, ...salts } };
}
