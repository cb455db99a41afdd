import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/model/store.js';
import {
  aConsent,
  aGroup,
  aMembership,
  anAuditEvent,
  anIssuer,
  aPermission,
  aRole,
  aRoleAssignment,
  aToken,
  aUser,
} from '../records.js';
import { describeStore, winnersOfTwenty } from './describe-store.js';

describeStore(({ store, user, client }) => {
  describe('uniqueness', () => {
    it('makes exactly one of twenty inserts of one id succeed', async () => {
      const record = aToken(client);
      expect(await winnersOfTwenty((index) => store.tokens.insert({ ...record, jkt: `${index}` }))).toBe(1);
    });

    it('creates exactly one of twenty users with one username, whatever its case and form', async () => {
      expect(await winnersOfTwenty(() => store.users.insert(aUser({ username: 'ﬁne' })))).toBe(1);
      expect(await store.users.insert(aUser({ username: 'FINE' }))).toBe(false);
      expect((await store.users.findByUsername('Fine'))?.username).toBe('ﬁne');
    });

    it('covers WebAuthn user handles, slugs, and the keys of permissions, memberships, consents and roles', async () => {
      const other = aUser();
      const group = aGroup();
      const role = aRole({ client });
      expect(await store.users.insert({ ...other, webauthnUserId: user.webauthnUserId })).toBe(false);
      expect(await store.issuers.insert(anIssuer({ slug: 'unique' }))).toBe(true);
      expect(await store.issuers.insert(anIssuer({ slug: 'unique' }))).toBe(false);
      expect((await store.issuers.findBySlug('unique'))?.slug).toBe('unique');
      for (const [records, make] of [
        [store.permissions, () => aPermission(client, { group })],
        [store.memberships, () => aMembership(group, other)],
        [store.consents, () => aConsent(other, client)],
        [store.roles, () => aRole({ client }, { name: 'unique' })],
        [store.roles, () => aRole({ resource: 'https://unique.example' }, { name: 'unique' })],
        [store.roleAssignments, () => aRoleAssignment(role, { group })],
      ] as unknown as [Store['consents'], () => ReturnType<typeof aConsent>][]) {
        expect(await winnersOfTwenty(() => records.insert(make()))).toBe(1);
        expect((await records.findByKey(make().key))?.key).toBe(make().key);
        expect(await records.findByKey('another')).toBeUndefined();
      }
    });

    it('keeps an event that is stored already as it is, although the server inserts it again', async () => {
      const [first, second] = [anAuditEvent({ userId: 'again' }), anAuditEvent({ userId: 'again' })];
      expect(await store.auditEvents.insertAbsent([first])).toBe(1);
      expect(await store.auditEvents.insertAbsent([{ ...first, clientId: 'another' }, second])).toBe(1);
      expect(await store.auditEvents.insertAbsent([first, second])).toBe(0);
      const { items } = await store.auditEvents.page({ first: 5 }, 'NEWEST_FIRST', { userId: 'again' });
      expect(items.map(({ record }) => [record.id, record.clientId])).toEqual([
        [second.id, undefined],
        [first.id, undefined],
      ]);
    });

    it('does not cover absent values: several issuers can be without a slug', async () => {
      expect(await store.issuers.insert(anIssuer())).toBe(true);
      expect(await store.issuers.insert(anIssuer())).toBe(true);
      const cleared = anIssuer({ slug: 'given-up' });
      await store.issuers.insert(cleared);
      expect(await store.issuers.update(cleared, { slug: undefined })).toBeDefined();
      expect(await store.issuers.find(cleared.id)).not.toHaveProperty('slug');
    });

    it('ends when the record is deleted', async () => {
      const former = anIssuer({ slug: 'former' });
      await store.issuers.insert(former);
      await store.issuers.delete(former.id);
      expect(await store.issuers.insert(anIssuer({ slug: 'former' }))).toBe(true);
    });

    it('also rejects an update', async () => {
      const record = aUser();
      await store.users.insert(record);
      const taken = { username: 'ada', usernameKey: 'ada', name: 'not written' };
      expect(await store.users.update(record, taken)).toBeUndefined();
      expect(await store.users.find(record.id)).toStrictEqual(record);
    });
  });
});
