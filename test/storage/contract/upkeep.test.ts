import { describe, expect, it } from '@jest/globals';
import { updateIf } from '../../../src/model/change-set.js';
import { openStore } from '../../../src/storage/open-store.js';
import { aSession, aToken, inAnHour, present } from '../records.js';
import { describeStore } from './describe-store.js';

describeStore(({ store, user, client, makeDatabase }) => {
  describe('upkeep', () => {
    it('sweeps without removing a record that has not expired', async () => {
      const [session, token] = [aSession(user), aToken(client)];
      await store.sessions.insert(session);
      await store.tokens.insert(token);
      await store.usedOnce.take('jti', inAnHour);
      await store.sweep(present);
      expect(await store.sessions.find(session.id)).toStrictEqual(session);
      expect(await store.tokens.find(token.id)).toStrictEqual(token);
      expect(await store.usedOnce.take('jti', inAnHour)).toBe(false);
    });

    it('can be probed again and again, by several processes at once', async () => {
      await Promise.all([store.probe(new Date()), store.probe(new Date())]);
      await expect(store.probe(new Date())).resolves.toBeUndefined();
    });

    it('reports how the database is set up: durable, with free space', async () => {
      const before = Date.now();
      const report = await store.report();
      expect(report.version).toMatch(/^\d+\.\d+/);
      if (report.kind === 'MONGODB') {
        expect(report).toMatchObject({ writeConcern: { w: 'majority', journal: true }, isPersistent: true });
        expect(report.members).toBeGreaterThan(0);
        expect(Math.abs(report.now.getTime() - before)).toBeLessThan(60_000);
      } else {
        expect(report.synchronous).toBe(2);
        expect(report.journalMode).toBe(report.file === undefined ? 'memory' : 'wal');
        if (report.file !== undefined) expect(report.file.freeBytes).toBeGreaterThan(0);
      }
    });

    it('needs one round trip for each hot read and write', async () => {
      const sent: string[] = [];
      const database = await makeDatabase();
      const counted = await openStore(database.config, { onStatement: (statement) => sent.push(statement.text) });
      const [session, token] = [aSession(user), aToken(client)];
      const trips = async (work: () => Promise<unknown>) => {
        sent.length = 0;
        await work();
        return sent.length;
      };
      expect(await trips(() => counted.sessions.insert(session))).toBe(1);
      expect(await trips(() => counted.tokens.insert(token))).toBe(1);
      expect(await trips(() => counted.readSession(session.id, client))).toBe(1);
      expect(await trips(() => counted.readInteraction('nothing', session.id))).toBe(1);
      expect(await trips(() => counted.readSignIn('nothing', 'nothing'))).toBe(1);
      expect(await trips(() => counted.readLive({ tokenId: token.id }))).toBe(1);
      expect(
        await trips(() => counted.commit([updateIf('tokens', { id: token.id, endedAt: null }, { endedAt: present })])),
      ).toBe(1);
      await counted.close();
      await database.drop();
    });
  });
});
