import { after } from '../../../model/conditions.js';
import type { InvitationStore } from '../../../model/passkeys/invitation.js';
import type { Database } from '../../database.js';
import { invitations } from '../../entities/passkeys/invitations.js';
import { NEWEST_FIRST_BY_ORDER, openTable, versionedStore } from '../../table.js';

export function openInvitationStore(database: Database): InvitationStore {
  const table = openTable(database, invitations);
  return {
    ...versionedStore(table),
    findMany: table.findMany,
    page: (request, now) => table.page(request, { keptUntil: after(now) }, NEWEST_FIRST_BY_ORDER),
    count: (now) => table.count({ keptUntil: after(now) }),
  };
}
