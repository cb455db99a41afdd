import { randomBytes } from 'node:crypto';
import { after } from '../../model/conditions.js';
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
  id: '0004-number-audit-events',
  run: async ({ database }) => {
    for (let last: string | undefined = ''; last !== undefined; ) last = await numberNext(database, last);
  },
};

/**
 * Numbers the next batch of events after the one with the id `last`. Returns the id of the last event of the batch.
 * Events of this version have the column `unnumbered`, and are not numbered here, even if another process has completed
 * this migration meanwhile.
 */
async function numberNext(database: Database, last: string): Promise<string | undefined> {
  const head = await readHead(database);
  const events = await database.select(auditEvents, {
    where: { id: after(last), sequence: null, unnumbered: null },
    orderBy: { id: 'asc' },
    limit: MAX_NUMBERED_EVENTS,
  });
  const end = events.at(-1)?.id;
  if (end === undefined) return undefined;
  const upgradedThrough = head.sequence + events.length;
  const isNumbered = await commitNumbers(database, head, events.map(salted), {
    head: { upgradedThrough },
    event: ({ salts }) => ({ salts }),
  });
  // If another process was faster, read the events again that it has not numbered.
  return isNumbered ? end : last;
}

function salted(event: AuditEvent): AuditEvent {
  const paths = personalPaths(event).filter((path) => event.salts?.[path] === undefined);
  const salts = Object.fromEntries(paths.map((path) => [path, randomBytes(SALT_BYTES).toString('base64url')]));
  return { ...event, salts: { ...event.salts, ...salts } };
}
