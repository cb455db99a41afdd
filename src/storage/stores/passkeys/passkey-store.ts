import type { Passkey, PasskeyStore } from '../../../model/passkeys/passkey.js';
import { after, before } from '../../conditions.js';
import type { Database } from '../../database.js';
import { describeEntity, flag, instant, key, number, structure, text } from '../../entity.js';
import { NEWEST_FIRST_BY_ID, openTable, recordStore } from '../../table.js';

export const passkeys = describeEntity<Passkey>('passkeys', {
  fields: {
    id: key(),
    userId: text(),
    publicKey: text(),
    alg: number(),
    signCount: number(),
    aaguid: text(),
    rpId: text(),
    name: text(),
    backupEligible: flag(),
    backedUp: flag(),
    transports: structure(),
    attested: flag(),
    createdAt: instant(),
    lastUsedAt: instant(),
  },
  indexes: [['rpId']],
});

export function openPasskeyStore(database: Database): PasskeyStore {
  const table = openTable(database, passkeys);
  return {
    ...recordStore(table),
    findMany: table.findMany,
    use: ({ id, signCount }, use) => table.change({ id, signCount }, use),
    rename: (id, name) => table.change({ id }, { name }),
    // Unequal is the two ranges around it: a range has an index.
    findOfOtherRpId: (rpId) => table.findOne({ $or: [{ rpId: before(rpId) }, { rpId: after(rpId) }] }),
    page: (request) => table.page(request, {}, NEWEST_FIRST_BY_ID),
    count: () => table.count({}),
  };
}
