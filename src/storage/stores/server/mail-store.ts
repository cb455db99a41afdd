import { between, type Where } from '../../../model/conditions.js';
import type { MailFilter, MailStore } from '../../../model/server/mail.js';
import type { Database } from '../../database.js';
import { mails } from '../../entities/server/mails.js';
import { NEWEST_FIRST_BY_ID, openTable, versionedStore } from '../../table.js';

function matching({ state, userId }: MailFilter): Where {
  return { ...(state === undefined ? {} : { state }), ...(userId === undefined ? {} : { userId }) };
}

export function openMailStore(database: Database): MailStore {
  const table = openTable(database, mails);
  return {
    ...versionedStore(table),
    due: (now, limit) =>
      table.findAll({ where: { nextAttemptAt: between({ $lte: now }) }, orderBy: { nextAttemptAt: 'asc' }, limit }),
    page: (request, filter) => table.page(request, matching(filter), NEWEST_FIRST_BY_ID),
    count: (filter) => table.count(matching(filter)),
    deleteOfUser: (userId) => table.deleteAll({ userId }),
  };
}
