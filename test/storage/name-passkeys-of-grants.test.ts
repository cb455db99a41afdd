import { expect, it } from '@jest/globals';
import { liveGrant } from '../../src/access/live-grant.js';
import { describeMigration } from './describe-migration.js';
import { aClient, aGrant, aSession, aUser, inAnHour, present } from './records.js';

describeMigration('the migration that names the passkeys of grants', (database) => {
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
    await database.store.users.insert(user);
    await database.store.clients.insert(client);
    for (const record of [session, renewed]) await database.store.sessions.insert(record);
    for (const grant of Object.values(grants)) await database.store.grants.insert(grant);
    await database.upgrade();

    const passkeyOf = async ({ id }: { id: string }) => (await database.store.grants.find(id))?.passkeyId;
    expect(await passkeyOf(grants.ofSession)).toBe('phone');
    for (const unknown of [grants.ofEarlierSignIn, grants.ofSweptSession, grants.ofDevice]) {
      expect(await passkeyOf(unknown)).toBeUndefined();
    }
    await database.store.users.update(user, { passkeyIds: ['key'] });
    const isLive = async ({ id }: { id: string }) =>
      liveGrant(await database.store.readLive({ grantId: id }), present) !== undefined;
    expect(await isLive(grants.ofSession)).toBe(false);
    expect(await isLive(grants.ofEarlierSignIn)).toBe(true);
    expect(await isLive(grants.ofDevice)).toBe(true);
  });
});
