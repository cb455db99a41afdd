import { describe, expect, it } from '@jest/globals';
import { deletion, updateIf } from '../../../src/model/change-set.js';
import { OWNERS_ID } from '../../../src/model/people/owners.js';
import { aClient, aConsent, anApiKey, aSession, aUser, inAnHour, present } from '../records.js';
import { describeStore, ids, winnersOfTwenty } from './describe-store.js';

describeStore(({ store, user, client }) => {
  describe('versioned records', () => {
    it('let exactly one of twenty claims make the first owner, in a record that is empty at the start', async () => {
      const seen = await store.owners.find(OWNERS_ID);
      expect(seen).toStrictEqual({ id: OWNERS_ID, version: 0, userIds: [] });
      if (seen === undefined) return;
      expect(await winnersOfTwenty((index) => store.owners.update(seen, { userIds: [`${index}`] }))).toBe(1);
      expect(await store.owners.find(OWNERS_ID)).toMatchObject({ version: 1, userIds: [expect.any(String)] });
    });

    it('accept exactly one of twenty updates of a version, in which `undefined` clears a field', async () => {
      const record = aUser({ name: 'Before', email: 'before@example.org' });
      await store.users.insert(record);
      const update = (index: number) =>
        store.users.update(record, { name: undefined, email: `${index}@example.org`, claims: { index } });
      expect(await winnersOfTwenty(update)).toBe(1);
      const found = await store.users.find(record.id);
      expect(found).not.toHaveProperty('name');
      expect(found?.version).toBe(1);
      expect(found?.email).toBe(`${found?.claims.index}@example.org`);
      expect(await store.users.update(record, { enabled: false })).toBeUndefined();
    });

    it('are returned by an update as they are read afterwards, without the fields that it cleared', async () => {
      const record = aUser({ name: 'Before', email: 'before@example.org' });
      await store.users.insert(record);
      const written = await store.users.update(record, { name: undefined, email: 'after@example.org' });
      expect(written).toStrictEqual(await store.users.find(record.id));
      expect(written).toMatchObject({ version: 1, email: 'after@example.org' });
      const raised = await store.users.update(written ?? record, { sessionEpoch: 1 });
      expect(raised).toStrictEqual(await store.users.find(record.id));
      const session = aSession(user, { ipAddress: '::1' });
      await store.sessions.insert(session);
      const renewed = await store.sessions.update(session, { ipAddress: undefined, lastUsedAt: inAnHour });
      expect(renewed).toStrictEqual(await store.sessions.find(session.id));
    });

    it('keep their version when the last use of a client is stored, which a client of another generation does not get', async () => {
      const record = aClient();
      await store.clients.insert(record);
      await store.clients.touch({ id: record.id, generation: 'another' }, present);
      expect(await store.clients.find(record.id)).not.toHaveProperty('lastUsedAt');
      await store.clients.touch(record, present);
      expect(await store.clients.find(record.id)).toStrictEqual({ ...record, lastUsedAt: present });
    });

    it('are deleted in the version that was seen, by exactly one of twenty deletions', async () => {
      const record = aUser();
      await store.users.insert(record);
      await store.users.update(record, {});
      expect(await store.commit([deletion('users', record)])).toBe(false);
      expect(await winnersOfTwenty(() => store.commit([deletion('users', { ...record, version: 1 })]))).toBe(1);
    });

    it('mark the sessions of a user to be ended when the epoch is raised, until exactly that epoch is done', async () => {
      const [raised, other] = [aUser(), aUser()];
      for (const one of [raised, other]) await store.users.insert(one);
      await store.users.update(other, { name: 'Grace' });
      await store.users.update(raised, { sessionEpoch: 1 });
      const marked = async () => ids(await store.users.findWithSessionsToEnd(1000));
      expect(await marked()).toContain(raised.id);
      expect(await marked()).not.toContain(other.id);
      await store.users.update({ ...raised, version: 1 }, { sessionEpoch: 2 });
      expect(await store.users.sessionsEnded({ id: raised.id, sessionEpoch: 1 })).toBe(false);
      expect(await marked()).toContain(raised.id);
      expect(await store.users.sessionsEnded({ id: raised.id, sessionEpoch: 2 })).toBe(true);
      expect(await marked()).not.toContain(raised.id);
      expect((await store.users.find(raised.id))?.version).toBe(2);
    });
  });

  describe('changes without a version', () => {
    it('record a use without raising the version', async () => {
      const record = aUser();
      const key = anApiKey();
      const consent = aConsent(record, client);
      await store.users.insert(record);
      await store.apiKeys.insert(key);
      await store.consents.insert(consent);
      await store.commit([updateIf('users', { id: record.id, enabled: true }, { lastSignInAt: present })]);
      await store.apiKeys.touch(key.id, present);
      await store.consents.touch(consent.id, present);
      expect(await store.users.find(record.id)).toStrictEqual({ ...record, lastSignInAt: present });
      expect(await store.apiKeys.find(key.id)).toStrictEqual({ ...key, lastUsedAt: present });
      expect(await store.consents.find(consent.id)).toStrictEqual({ ...consent, lastUsedAt: present });
    });
  });
});
