import { after } from '../../../model/conditions.js';
import type { EnrolmentLinkStore } from '../../../model/passkeys/enrolment-link.js';
import type { Database } from '../../database.js';
import { enrolmentLinks } from '../../entities/passkeys/enrolment-links.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export function openEnrolmentLinkStore(database: Database): EnrolmentLinkStore {
  const table = openTable(database, enrolmentLinks);
  return {
    ...recordStore(table),
    pendingOfUser: (userId, now) =>
      table.findAll({ where: { userId, usedAt: null, expiresAt: after(now) }, orderBy: { createdAt: 'desc' } }),
    pagePending: (request, now) => table.page(request, { usedAt: null, expiresAt: after(now) }, NEWEST_FIRST_BY_ID),
  };
}
