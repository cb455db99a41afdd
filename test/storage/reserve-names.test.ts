import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findFormerUsername, isSubjectReserved, reserveClientId } from '../../src/access/reserved-names.js';
import type { Store } from '../../src/model/store.js';
import { reserveDeletedNames } from '../../src/storage/migrations/reserve-deleted-names.js';
import { reserveNames } from '../../src/storage/migrations/reserve-names.js';
import { openStore } from '../../src/storage/open-store.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { aClient, anAuditEvent, aUser, present } from './records.js';

function tests(makeDatabase: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let store: Store;

  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config, { migrations: { migrations: [] } });
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('reserves the ids of all users and clients, also if it runs again', async () => {
    const [user, client] = [aUser(), aClient()];
    await store.users.insert(user);
    await store.clients.insert(client);
    await store.close();
    store = await openStore(database.config, { migrations: { migrations: [reserveNames], pageRecords: 1 } });
    const deps = { store, clock: { now: () => present } };
    expect(await isSubjectReserved(deps, user.id)).toBe(true);
    expect(await isSubjectReserved(deps, client.id)).toBe(true);
    expect(await isSubjectReserved(deps, 'another')).toBe(false);
    expect(await reserveClientId(deps, user.id)).toBeUndefined();
    expect(await reserveClientId(deps, client.id)).toMatchObject({ kind: 'check' });
    await store.close();
    const again = { ...reserveNames, id: '0006-again' };
    store = await openStore(database.config, { migrations: { migrations: [reserveNames, again] } });
    expect(await reserveClientId({ ...deps, store }, client.id)).toMatchObject({ kind: 'check' });
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
    await store.auditEvents.insertAbsent([...users, ...others]);
    await store.close();
    store = await openStore(database.config, { migrations: { migrations: [reserveDeletedNames] } });
    const deps = { store, clock: { now: () => present } };
    for (const id of ['user-0', 'user-100', 'erased', 'notes']) expect(await isSubjectReserved(deps, id)).toBe(true);
    expect(await isSubjectReserved(deps, 'other')).toBe(false);
    expect(await reserveClientId(deps, 'notes')).toMatchObject({ kind: 'check' });
    for (const name of ['former-0', 'FORMER-100']) expect(await findFormerUsername(deps, name)).toBeDefined();
  });
}

describe('the migration that reserves names, SQLite in a file', () => tests(fileDatabase));
describeOnMongodb('the migration that reserves names, MongoDB', () => tests(mongodbDatabase));
