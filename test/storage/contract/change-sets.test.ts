import { describe, expect, it } from '@jest/globals';
import {
  type Change,
  check,
  checkVersion,
  deletion,
  deletionIf,
  insertion,
  update,
  updateIf,
} from '../../../src/model/change-set.js';
import { after as later } from '../../../src/model/conditions.js';
import { openStore } from '../../../src/storage/open-store.js';
import { aGroup, anAuditEvent, anEnrolmentLink, aUser, inAnHour, present } from '../records.js';
import { describeStore, ids, winnersOfTwenty } from './describe-store.js';

describeStore(({ store, user, client, makeDatabase }) => {
  describe('change sets', () => {
    const stored = async (changes: Partial<ReturnType<typeof aUser>> = {}) => {
      const record = aUser(changes);
      await store.users.insert(record);
      return record;
    };

    it('apply inserts, updates, deletions and checks together', async () => {
      const [changed, deleted, link, group] = [await stored(), await stored(), anEnrolmentLink(user), aGroup()];
      await store.enrolmentLinks.insert(link);
      const event = anAuditEvent({ userId: changed.id });
      const isApplied = await store.commit([
        insertion('groups', group),
        update('users', changed, { name: 'After', sessionEpoch: 7 }),
        updateIf('enrolmentLinks', { id: link.id, usedAt: null, expiresAt: later(present) }, { usedAt: present }),
        deletion('users', deleted),
        checkVersion('users', user),
        check('clients', { id: client.id, generation: client.generation }),
        insertion('auditEvents', event),
      ]);
      expect(isApplied).toBe(true);
      expect(await store.groups.find(group.id)).toStrictEqual(group);
      expect(await store.users.find(changed.id)).toStrictEqual({
        ...changed,
        name: 'After',
        sessionEpoch: 7,
        sessionsToEnd: true,
        version: 1,
      });
      expect(await store.enrolmentLinks.find(link.id)).toStrictEqual({ ...link, usedAt: present });
      expect(await store.users.find(deleted.id)).toBeUndefined();
      await store.auditEvents.numberEvents('test', present);
      expect(
        (await store.auditEvents.page({ first: 2 }, 'NEWEST_FIRST', { userId: changed.id })).items.map(
          ({ record }) => record,
        ),
      ).toStrictEqual([{ ...event, sequence: expect.any(Number), hash: expect.any(String) }]);
      expect(await store.clients.find(client.id)).toStrictEqual(client);
      expect(await store.users.find(user.id)).toStrictEqual(user);
    });

    it('find a user by the new name and address, as after any other change', async () => {
      const record = await stored();
      const name = `Zoë ${record.id}`;
      await store.commit([update('users', record, { name }), check('users', { id: user.id })]);
      expect((await store.users.page({ first: 10 }, { search: name.toUpperCase() })).items).toHaveLength(1);
    });

    const failing: [string, (seen: ReturnType<typeof aUser>) => Change][] = [
      ['an update of a version that has changed', (seen) => update('users', { ...seen, version: 9 }, { name: 'x' })],
      ['an update of a record that does not exist', () => update('users', aUser(), { name: 'x' })],
      ['a condition that does not hold', (seen) => updateIf('users', { id: seen.id, enabled: false }, { locale: 'x' })],
      ['a deletion of a version that has changed', (seen) => deletion('users', { ...seen, version: 9 })],
      ['a deletion whose condition does not hold', (seen) => deletionIf('users', { id: seen.id, name: 'other' })],
      ['a check of a version that has changed', (seen) => checkVersion('users', { ...seen, version: 9 })],
      ['a check that does not hold', (seen) => check('users', { id: seen.id, updatedAt: later(inAnHour) })],
      ['a check of a record that does not exist', () => check('users', { id: 'absent' })],
      ['an id that is taken', () => insertion('users', { ...aUser(), id: user.id })],
      ['a unique value that is taken', () => insertion('users', { ...aUser(), usernameKey: user.usernameKey })],
      ['a unique value that an update takes', (seen) => update('users', seen, { usernameKey: user.usernameKey })],
    ];
    it.each(failing)('change nothing if they contain %s, wherever it stands', async (_, failure) => {
      for (const position of [0, 1, 2, 3]) {
        const [seen, other, deleted, group] = [await stored(), await stored(), await stored(), aGroup()];
        const changes = [
          update('users', other, { name: 'After' }),
          deletion('users', deleted),
          insertion('groups', group),
        ];
        expect(await store.commit(changes.toSpliced(position, 0, failure(seen)))).toBe(false);
        expect(await store.users.find(seen.id)).toStrictEqual(seen);
        expect(await store.users.find(other.id)).toStrictEqual(other);
        expect(await store.users.find(deleted.id)).toStrictEqual(deleted);
        expect(await store.groups.find(group.id)).toBeUndefined();
      }
      expect(await store.users.find(user.id)).toStrictEqual(user);
    });

    it('are applied once, by exactly one of twenty that race for a version', async () => {
      const seen = await stored();
      const groups = Array.from({ length: 20 }, () => aGroup());
      const attempt = (index: number) =>
        store.commit([update('users', seen, { name: `${index}` }), insertion('groups', groups[index] ?? aGroup())]);
      expect(await winnersOfTwenty(attempt)).toBe(1);
      const found = await store.users.find(seen.id);
      const written = await store.groups.findMany(ids(groups));
      expect(ids(written)).toEqual([groups[Number(found?.name)]?.id]);
    });

    it('are all applied if twenty change different records', async () => {
      const seen = await Promise.all(Array.from({ length: 20 }, () => stored()));
      const attempt = (index: number) => {
        const record = seen[index] ?? aUser();
        return store.commit([update('users', record, { name: 'x' }), insertion('auditEvents', anAuditEvent())]);
      };
      expect(await winnersOfTwenty(attempt)).toBe(20);
    });

    it('never both change what the other has checked (write skew)', async () => {
      for (let round = 0; round < 10; round += 1) {
        const [a, b] = [await stored(), await stored()];
        const results = await Promise.all([
          store.commit([check('users', { id: b.id, enabled: true }), update('users', a, { enabled: false })]),
          store.commit([check('users', { id: a.id, enabled: true }), update('users', b, { enabled: false })]),
        ]);
        const left = await Promise.all([a, b].map(({ id }) => store.users.find(id)));
        expect([results.filter(Boolean).length, left.filter((found) => found?.enabled).length]).toEqual([1, 1]);
      }
    });

    it('exclude each other in two processes, in which neither waits for the other', async () => {
      const database = await makeDatabase();
      const [one, two] = [await openStore(database.config), await openStore(database.config)];
      // Two stores in memory share nothing, so the race is between two change sets of one store.
      const peers = database.config.kind === 'sqlite' && database.config.path === ':memory:' ? [one, one] : [one, two];
      try {
        const record = aUser();
        await one.users.insert(record);
        const attempt = (index: number) =>
          peers[index % 2]?.commit([
            update('users', record, { name: `${index}` }),
            insertion('auditEvents', anAuditEvent()),
          ]) ?? Promise.resolve(false);
        expect(await winnersOfTwenty(attempt)).toBe(1);
      } finally {
        await Promise.all([one.close(), two.close()]);
        await database.drop();
      }
    });

    it('can be empty, and contain 250 changes but not more', async () => {
      const some = (count: number) => Array.from({ length: count }, () => insertion('auditEvents', anAuditEvent()));
      expect(await store.commit([])).toBe(true);
      expect(await store.commit(some(250))).toBe(true);
      await expect(store.commit(some(251))).rejects.toThrow('A change set can contain at most 250 changes.');
    });

    it('reject a condition that is an object of a request', async () => {
      const forged = { id: user.id, name: { $gt: '' } } as unknown as { id: string };
      await expect(store.commit([check('users', forged)])).rejects.toThrow(TypeError);
    });
  });
});
