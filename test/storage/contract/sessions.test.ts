import { describe, expect, it } from '@jest/globals';
import { updateIf } from '../../../src/model/change-set.js';
import type { MailFilter } from '../../../src/model/server/mail.js';
import { aDelivery, aMail, anHourAgo, aSession, inAnHour, present } from '../records.js';
import { describeStore, everything, ids, winnersOfTwenty } from './describe-store.js';

describeStore(({ store, user, client }) => {
  const end = (id: string, at: Date) =>
    store.commit([updateIf('sessions', { id, endedAt: null }, { endedAt: at, endToTell: at })]);

  describe('sessions', () => {
    it('are renewed by exactly one of twenty requests, ended by exactly one, and not renewed afterwards', async () => {
      const session = aSession(user, { ipAddress: '::1' });
      await store.sessions.insert(session);
      const renew = (index: number) =>
        store.sessions.update(session, { secretHash: `${index}`, ipAddress: undefined, lastUsedAt: inAnHour });
      expect(await winnersOfTwenty(renew)).toBe(1);
      expect(await store.sessions.find(session.id)).toMatchObject({ version: 1, lastUsedAt: inAnHour });
      expect(await store.sessions.find(session.id)).not.toHaveProperty('ipAddress');
      expect(await winnersOfTwenty(() => end(session.id, present))).toBe(1);
      expect(await store.sessions.update({ ...session, version: 1 }, { secretHash: 'revived' })).toBeUndefined();
    });

    it('remember that their end has to be announced, until it has been', async () => {
      const [session, later, live] = [aSession(user), aSession(user), aSession(user)];
      for (const one of [session, later, live]) await store.sessions.insert(one);
      await end(later.id, inAnHour);
      await end(session.id, anHourAgo);
      const toTell = async (now: Date, limit = 100) =>
        ids(await store.sessions.findEndsToTell(now, limit)).filter((id) =>
          [session.id, later.id, live.id].includes(id),
        );
      expect(await toTell(present)).toEqual([session.id]);
      expect(await toTell(inAnHour)).toEqual([session.id, later.id]);
      expect(await store.sessions.findEndsToTell(inAnHour, 1)).toHaveLength(1);
      expect((await store.sessions.find(session.id))?.endToTell).toEqual(anHourAgo);
      expect(await store.sessions.endTold(session.id)).toBe(true);
      expect(await toTell(inAnHour)).toEqual([later.id]);
      expect(await store.sessions.find(session.id)).not.toHaveProperty('endToTell');
    });
  });

  describe('deliveries', () => {
    it('are claimed by exactly one of twenty attempts, which postpones the next, until they are delivered', async () => {
      const [first, second, future] = [
        aDelivery(client, { nextAttemptAt: present }),
        aDelivery(client, { nextAttemptAt: anHourAgo }),
        aDelivery(client, { nextAttemptAt: inAnHour }),
      ];
      for (const one of [first, second, future]) expect(await store.deliveries.insert(one)).toBe(true);
      expect(await store.deliveries.insert(first)).toBe(false);
      const due = async (now: Date) =>
        ids(await store.deliveries.due(now, 100)).filter((id) => [first.id, second.id, future.id].includes(id));
      expect(await due(present)).toEqual([second.id, first.id]);
      expect(await store.deliveries.due(present, 1)).toHaveLength(1);
      expect(await winnersOfTwenty(() => store.deliveries.claim(first, inAnHour))).toBe(1);
      expect(await due(present)).toEqual([second.id]);
      expect(await store.deliveries.find(first.id)).toMatchObject({ attempts: 1, nextAttemptAt: inAnHour });
      // A process that claimed the first attempt cannot end the second one, which another process has claimed.
      expect(await store.deliveries.delivered({ id: first.id, attempts: 0 }, present)).toBe(false);
      expect(await store.deliveries.refused({ id: first.id, attempts: 0 })).toBe(false);
      expect(await store.deliveries.delivered({ id: first.id, attempts: 1 }, present)).toBe(true);
      expect(await store.deliveries.delivered({ id: first.id, attempts: 1 }, present)).toBe(false);
      expect(await store.deliveries.claim({ id: first.id, attempts: 1 }, present)).toBe(false);
      expect(await due(inAnHour)).toEqual([second.id, future.id]);
    });
  });

  describe('mails', () => {
    it('are due until they are sent; one of twenty updates of the same version succeeds', async () => {
      const [first, second, future] = [
        aMail({ nextAttemptAt: present, userId: 'mail-user' }),
        aMail({ nextAttemptAt: anHourAgo }),
        aMail({ nextAttemptAt: inAnHour }),
      ];
      for (const one of [first, second, future]) expect(await store.mails.insert(one)).toBe(true);
      const due = async (now: Date) =>
        ids(await store.mails.due(now, 100)).filter((id) => [first.id, second.id, future.id].includes(id));
      expect(await due(present)).toEqual([second.id, first.id]);
      expect(await store.mails.due(present, 1)).toHaveLength(1);
      const sent = { state: 'SENT', content: undefined, nextAttemptAt: undefined, sentAt: present } as const;
      expect(await winnersOfTwenty(() => store.mails.update(first, sent))).toBe(1);
      expect(await store.mails.find(first.id)).not.toHaveProperty('content');
      expect(await due(inAnHour)).toEqual([second.id, future.id]);
    });

    it('are listed by state and user, newest first, and deleted with their user', async () => {
      const userId = 'listed-mail-user';
      const mails = [aMail({ userId }), aMail({ userId, state: 'SENT' }), aMail({ userId, state: 'FAILED' })];
      for (const one of mails) await store.mails.insert(one);
      const listed = async (filter: MailFilter) =>
        ids(await everything(1, (request) => store.mails.page(request, filter)));
      expect(await listed({ userId })).toEqual(ids(mails.toReversed()));
      expect(await listed({ userId, state: 'SENT' })).toEqual([mails[1]?.id]);
      expect(await listed({ state: 'FAILED' })).toContain(mails[2]?.id);
      expect(await store.mails.count({ userId, state: 'WAITING' })).toBe(1);
      expect(await store.mails.deleteOfUser(userId)).toBe(3);
      expect(await listed({ userId })).toEqual([]);
    });
  });
});
