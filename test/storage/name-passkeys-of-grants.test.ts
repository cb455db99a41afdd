import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { liveGrant } from '../../src/access/live-grant.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { describeOnMongodb, fileDatabase, mongodbDatabase, type TestDatabase } from '../support/stores.js';
import { aClient, aGrant, aSession, aUser, inAnHour, present } from './records.js';

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

  it('names the passkey only if the session still shows the sign-in of the grant', async () => {
    const user = aUser({ passkeyIds: ['phone', 'key'] });
    const client = aClient({ accessPolicy: 'ALL_USERS' });
    const session = aSession(user, { passkeyId: 'phone' });
    const renewed = aSession(user, { passkeyId: 'key', authenticatedAt: inAnHour });
    const grants = {
      ofSession: aGrant(user, client, { offline: true, sessionId: session.id }),
      ofEarlierSignIn: aGrant(user, client, { offline: true, sessionId: renewed.id }),
      ofSweptSession: aGrant(user, client, { offline: true, sessionId: 'swept' }),
      ofDevice: aGrant(user, client),
    };
    await store.users.insert(user);
    await store.clients.insert(client);
    for (const record of [session, renewed]) await store.sessions.insert(record);
    for (const grant of Object.values(grants)) await store.grants.insert(grant);
    await store.close();
    store = await openStore(database.config);

    const passkeyOf = async ({ id }: { id: string }) => (await store.grants.find(id))?.passkeyId;
    expect(await passkeyOf(grants.ofSession)).toBe('phone');
    for (const unknown of [grants.ofEarlierSignIn, grants.ofSweptSession, grants.ofDevice]) {
      expect(await passkeyOf(unknown)).toBeUndefined();
    }
    await store.users.update(user, { passkeyIds: ['key'] });
    const isLive = async ({ id }: { id: string }) =>
      liveGrant(await store.readLive({ grantId: id }), present) !== undefined;
    expect(await isLive(grants.ofSession)).toBe(false);
    expect(await isLive(grants.ofEarlierSignIn)).toBe(true);
    expect(await isLive(grants.ofDevice)).toBe(true);
  });
}

describe('the migration that names the passkeys of grants, SQLite in a file', () => tests(fileDatabase));
describeOnMongodb('the migration that names the passkeys of grants, MongoDB', () => tests(mongodbDatabase));
