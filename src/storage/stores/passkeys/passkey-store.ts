import { after, before } from '../../../model/conditions.js';
import type { PasskeyStore } from '../../../model/passkeys/passkey.js';
import type { Database } from '../../database.js';
import { passkeys } from '../../entities/passkeys/passkeys.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export function openPasskeyStore(database: Database): PasskeyStore {
  const table = openTable(database, passkeys);
  return {
    ...recordStore(table),
    findMany: table.findMany,
    // The condition "not equal" is written as "less or greater", because the database can use its index for a range,
    // but not for "not equal".
    findOfOtherRpId: (rpId) => table.findOne({ $or: [{ rpId: before(rpId) }, { rpId: after(rpId) }] }),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    count: () => table.count({}),
  };
}
