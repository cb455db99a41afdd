import { after } from '../../model/conditions.js';
import type { AuditEvent } from '../../model/log/audit-event.js';
import type { ReservedName } from '../../model/people/reserved-name.js';
import { usernameKey } from '../../model/people/user.js';
import { auditEvents } from '../entities/log/audit-events.js';
import { reservedNames } from '../entities/people/reserved-names.js';
import { openTable } from '../table.js';
import type { Migration } from './migration.js';
import { nameDigest } from './name-digest.js';

const PAGE_EVENTS = 100;

/**
 * Reserves the ids of users and clients that were deleted before names were reserved, and the usernames of these users,
 * as far as the audit log still has them.
 */
export const reserveDeletedNames: Migration = {
  id: '0008-reserve-deleted-names',
  run: async ({ database }) => {
    const names = openTable(database, reservedNames);
    const events = openTable(database, auditEvents);
    for (let last = ''; ; ) {
      const where = { type: 'DELETED', id: after(last) };
      const page = await events.findAll({ where, orderBy: { id: 'asc' }, limit: PAGE_EVENTS });
      for (const event of page) for (const name of namesOf(event)) await names.insert(name);
      if (page.length < PAGE_EVENTS) return;
      last = page.at(-1)?.id ?? last;
    }
  },
};

function namesOf({ resource, resourceId, detail, at: createdAt }: AuditEvent): ReservedName[] {
  if (resourceId === undefined || (resource !== 'user' && resource !== 'client')) return [];
  const subject: ReservedName = {
    id: nameDigest('subject', resourceId),
    reservedFor: resource === 'user' ? 'USER' : 'CLIENT',
    createdAt,
  };
  const { username } = detail;
  if (resource !== 'user' || typeof username !== 'string') return [subject];
  return [
    subject,
    { id: nameDigest('former username', usernameKey(username)), reservedFor: 'FORMER_USERNAME', createdAt },
  ];
}
