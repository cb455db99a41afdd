import { describe, expect, it } from '@jest/globals';
import type { ClientList } from '../../../src/model/clients/client-list.js';
import type { User } from '../../../src/model/people/user.js';
import type { UserList } from '../../../src/model/people/user-list.js';
import { insertAll } from '../../support/stores.js';
import { aClient, aGroup, anHourAgo, aUser, inAnHour, present } from '../records.js';
import { describeStore, everything, everythingBackwards, ids } from './describe-store.js';

const DAY_MS = 86_400_000;

describeStore(({ store, user: ada }) => {
  describe('filtered and sorted lists', () => {
    const daysAgo = (days: number) => new Date(present.getTime() - days * DAY_MS);
    const records = {
      owner: aUser({ username: 'b-owner', adminRole: 'OWNER', lastSignInAt: daysAgo(3), email_verified: true }),
      auditor: aUser({ username: 'A-auditor', adminRole: 'AUDITOR', lastSignInAt: daysAgo(3), name: 'Ann Other' }),
      new: aUser({ username: 'c-new', passkeyIds: [] }),
      disabled: aUser({ username: 'e-disabled', enabled: false, lastSignInAt: daysAgo(1), name: 'Ann Third' }),
      waiting: aUser({ username: 'd-waiting', enabled: false, awaitsApproval: true }),
      leaving: aUser({ username: 'f-leaving', deletionAt: inAnHour, lastSignInAt: anHourAgo }),
    };
    const nameOf = (found: User) => (found.id === ada.id ? 'ada' : found.username.slice(2));
    /** Reads the list from both ends, on pages of two. */
    const read = async (list: UserList) => {
      const found = await everything(2, (request) => store.users.page(request, list));
      expect(await everythingBackwards(2, (request) => store.users.page(request, list))).toEqual(found);
      expect(await store.users.count(list)).toBe(found.length);
      return found.map(nameOf).join(' ');
    };

    it('of users contain those who meet all conditions', async () => {
      await insertAll(store.users, Object.values(records));
      expect(await read({})).toBe('leaving waiting disabled new auditor owner ada');
      expect(await read({ filter: { statuses: ['ACTIVE'] } })).toBe('auditor owner ada');
      expect(await read({ filter: { statuses: ['DISABLED', 'AWAITS_APPROVAL', 'NO_PASSKEY'] } })).toBe(
        'waiting disabled new',
      );
      expect(await read({ filter: { statuses: ['DELETION_PLANNED'] } })).toBe('leaving');
      expect(await read({ filter: { statuses: [] } })).toBe('');
      expect(await read({ filter: { adminRoles: ['OWNER', 'AUDITOR'] } })).toBe('auditor owner');
      expect(await read({ filter: { hasPasskeys: false } })).toBe('new');
      expect(await read({ filter: { emailVerified: true } })).toBe('owner');
      expect(await read({ filter: { neverSignedIn: true } })).toBe('waiting new ada');
      expect(await read({ filter: { neverSignedIn: true, statuses: ['ACTIVE'] } })).toBe('ada');
      expect(await read({ filter: { emailVerified: false, hasPasskeys: true, adminRoles: ['AUDITOR'] } })).toBe(
        'auditor',
      );
      expect(await read({ search: 'ann', filter: { statuses: ['DISABLED'] } })).toBe('disabled');
    });

    it('of users are sorted by username or last sign-in', async () => {
      expect(await read({ order: 'USERNAME' })).toBe('auditor ada owner new waiting disabled leaving');
      expect(await read({ order: 'LAST_SIGN_IN' })).toBe('leaving disabled auditor owner waiting new ada');
      expect(await read({ filter: { lastSignInBefore: daysAgo(1) } })).toBe('auditor owner');
      expect(await read({ filter: { lastSignInBefore: present, adminRoles: ['OWNER'] } })).toBe('owner');
      expect(await read({ filter: { statuses: ['ACTIVE'] }, order: 'USERNAME' })).toBe('auditor ada owner');
      expect(await read({ search: 'ann', order: 'LAST_SIGN_IN' })).toBe('disabled auditor');
    });

    it('follow the changes of a user', async () => {
      const changed = await store.users.update(records.new, { passkeyIds: ['p'], lastSignInAt: present });
      expect(await read({ filter: { statuses: ['NO_PASSKEY'] } })).toBe('');
      expect(await read({ filter: { hasPasskeys: true }, order: 'LAST_SIGN_IN' })).toMatch(/^new leaving/);
      await store.users.update(changed as User, { enabled: false });
      expect(await read({ filter: { statuses: ['DISABLED'] } })).toBe('disabled new');
    });

    it('reject the cursor of another order', async () => {
      const cursor = (await store.users.page({ first: 1 }, { order: 'USERNAME' })).items[0]?.cursor;
      const key = (text: string) => Buffer.from(text).toString('base64url');
      for (const after of [cursor, key('sign-in:x'), key('sign-in:["x","y"]'), key('sign-in:[1,2]')])
        await expect(store.users.page({ first: 1, after }, { order: 'LAST_SIGN_IN' })).rejects.toBeInstanceOf(
          RangeError,
        );
      await expect(store.users.page({ first: 1, after: cursor }, { search: 'ann' })).rejects.toBeInstanceOf(RangeError);
    });

    it('of clients contain those that meet all conditions', async () => {
      const issuerId = 'filtered';
      const clients = [
        aClient({ issuerId, name: 'beta', integrations: ['BASIC'], enabled: false }),
        aClient({
          issuerId,
          lastUsedAt: present,
          name: 'Älpha',
          integrations: ['OIDC', 'FORWARD_AUTH'],
          grant_types: ['client_credentials'],
        }),
        aClient({
          issuerId,
          name: 'beta',
          grant_types: ['refresh_token', 'authorization_code'],
          accessPolicy: 'ALL_USERS',
        }),
      ];
      await insertAll(store.clients, clients);
      const places = async ({ filter, ...list }: ClientList) => {
        const query = { ...list, filter: { issuerId, ...filter } };
        const found = await everything(1, (request) => store.clients.page(request, query));
        expect(await everythingBackwards(1, (request) => store.clients.page(request, query))).toEqual(found);
        expect(await store.clients.count(query)).toBe(found.length);
        return ids(found).map((id) => ids(clients).indexOf(id));
      };
      expect(await places({})).toEqual([2, 1, 0]);
      expect(await places({ order: 'NAME' })).toEqual([0, 2, 1]);
      expect(await places({ order: 'LAST_USED' })).toEqual([1, 2, 0]);
      expect(await places({ filter: { enabled: false } })).toEqual([0]);
      expect(await places({ filter: { integration: 'OIDC' } })).toEqual([2, 1]);
      expect(await places({ filter: { integration: 'BASIC' } })).toEqual([0]);
      expect(await places({ filter: { integration: 'FORWARD_AUTH', enabled: true } })).toEqual([1]);
      expect(await places({ filter: { grantType: 'client_credentials' } })).toEqual([1]);
      expect(await places({ filter: { grantType: 'refresh_token', accessPolicy: 'ALL_USERS' } })).toEqual([2]);
      expect(await places({ search: 'bet', filter: { accessPolicy: 'ALL_USERS' } })).toEqual([2]);
    });

    it('of groups are sorted by name', async () => {
      const groups = [aGroup({ name: 'zoo' }), aGroup({ name: 'Ant' }), aGroup({ name: 'zoo' })];
      await insertAll(store.groups, groups);
      const found = await everything(2, (request) => store.groups.page(request, { order: 'NAME' }));
      expect(ids(found)).toEqual([1, 0, 2].map((place) => groups[place]?.id));
      expect(await everythingBackwards(2, (request) => store.groups.page(request, { order: 'NAME' }))).toEqual(found);
    });
  });
});
