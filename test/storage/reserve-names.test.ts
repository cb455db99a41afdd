import { expect, it } from '@jest/globals';
import { findFormerUsername, isSubjectReserved, reserveClientId } from '../../src/access/names/reserved-names.js';
import { reserveDeletedNames } from '../../src/storage/migrations/reserve-deleted-names.js';
import { reserveNames } from '../../src/storage/migrations/reserve-names.js';
import { describeMigration } from './describe-migration.js';
import { aClient, anAuditEvent, aUser, present } from './records.js';

describeMigration('the migration that reserves names', (database) => {
  it('reserves the ids of all users and clients, also if it runs again', async () => {
    const [user, client] = [aUser(), aClient()];
    await database.store.users.insert(user);
    await database.store.clients.insert(client);
    await database.upgrade({ migrations: [reserveNames], pageRecords: 1 });
    const deps = { store: database.store, clock: { now: () => present } };
    expect(await isSubjectReserved(deps, user.id)).toBe(true);
    expect(await isSubjectReserved(deps, client.id)).toBe(true);
    expect(await isSubjectReserved(deps, 'another')).toBe(false);
    expect(await reserveClientId(deps, user.id)).toBeUndefined();
    expect(await reserveClientId(deps, client.id)).toMatchObject({ kind: 'check' });
    const again = { ...reserveNames, id: '0006-again' };
    await database.upgrade({ migrations: [reserveNames, again] });
    expect(await reserveClientId({ ...deps, store: database.store }, client.id)).toMatchObject({ kind: 'check' });
  });

  it('reserves the names of users and clients that were deleted before, as the audit log has them', async () => {
    const deleted = (resource: string, resourceId: string, detail = {}) =>
      anAuditEvent({ type: 'DELETED', resource, resourceId, detail });
    const users = Array.from({ length: 101 }, (_, index) =>
      deleted('user', `user-${index}`, { username: `Former-${index}` }),
    );
    const others = [
      deleted('client', 'notes', { name: 'Notes' }),
      deleted('user', 'erased'),
      deleted('scope', 'other'),
    ];
    await database.store.auditEvents.insertAbsent([...users, ...others]);
    await database.upgrade({ migrations: [reserveDeletedNames] });
    const deps = { store: database.store, clock: { now: () => present } };
    for (const id of ['user-0', 'user-100', 'erased', 'notes']) expect(await isSubjectReserved(deps, id)).toBe(true);
    expect(await isSubjectReserved(deps, 'other')).toBe(false);
    expect(await reserveClientId(deps, 'notes')).toMatchObject({ kind: 'check' });
    for (const name of ['former-0', 'FORMER-100']) expect(await findFormerUsername(deps, name)).toBeDefined();
  });
});
