import type { EnrolmentLink, EnrolmentLinkStore } from '../../../model/passkeys/enrolment-link.js';
import { after } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, flag, instant, key, number, text } from '../../entity.js';
import { openTable, recordStore } from '../../table.js';

export const enrolmentLinks = describeEntity<EnrolmentLink>('enrolment_links', {
  fields: {
    id: key(),
    secretHash: text(),
    userId: text(),
    firstOwner: flag(),
    adminRole: text(),
    enrolmentEpoch: number(),
    createdAt: instant(),
    expiresAt: instant(),
    usedAt: instant(),
  },
  indexes: [['userId', 'createdAt']],
  expiry: 'expiresAt',
});

export function openEnrolmentLinkStore(database: Database): EnrolmentLinkStore {
  const table = openTable(database, enrolmentLinks);
  return {
    ...recordStore(table),
    use: (id, usedAt) => table.change({ id, usedAt: null, expiresAt: after(usedAt) }, { usedAt }),
    pendingOfUser: (userId, now) =>
      table.findAll({ where: { userId, usedAt: null, expiresAt: after(now) }, orderBy: { createdAt: 'desc' } }),
  };
}
