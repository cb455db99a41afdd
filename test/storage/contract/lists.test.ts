import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { update } from '../../../src/model/change-set.js';
import type { Group } from '../../../src/model/people/group.js';
import type { UserList } from '../../../src/model/people/user-list.js';
import type { PageRequest } from '../../../src/model/record-store.js';
import { insertAll } from '../../support/stores.js';
import { aClient, aGroup, aMembership, aUser } from '../records.js';
import { describeStore, everything, everythingBackwards, ids } from './describe-store.js';

describeStore(({ store }) => {
  describe('lists', () => {
    it('are complete, newest first and without duplicates, whatever the length of a page', async () => {
      const group = aGroup();
      const members = Array.from({ length: 7 }, () => aMembership(group, aUser()));
      for (const member of members) await store.memberships.insert(member);
      const newestFirst = ids(members).reverse();
      for (const first of [1, 2, 3, 7, 8]) {
        const found = await everything(first, (request) => store.memberships.pageOfGroup(group.generation, request));
        expect(ids(found)).toEqual(newestFirst);
        const backwards = await everythingBackwards(first, (request) =>
          store.memberships.pageOfGroup(group.generation, request),
        );
        expect(ids(backwards)).toEqual(newestFirst);
      }
      expect(await store.memberships.countOfGroup(group.generation)).toBe(7);
      expect(await store.memberships.pageOfGroup('another', { first: 5 })).toEqual({
        items: [],
        hasNextPage: false,
        hasPreviousPage: false,
      });
    });

    it('give the same result alone and when several are read at the same time', async () => {
      const groups = [aGroup(), aGroup(), aGroup()];
      const members = [2, 0, 1].map((count, place) =>
        Array.from({ length: count }, () => aMembership(groups[place] as Group, aUser())),
      );
      for (const membership of members.flat()) await store.memberships.insert(membership);
      const pageOf = ({ generation }: Group) => store.memberships.pageOfGroup(generation, { first: 5 });
      const countOf = ({ generation }: Group) => store.memberships.countOfGroup(generation);
      const byThemselves = [];
      for (const group of groups) byThemselves.push(await pageOf(group));
      expect(byThemselves.map(({ items }) => items.map(({ record }) => record))).toEqual(
        members.map((list) => list.toReversed()),
      );
      expect(await Promise.all(groups.map(pageOf))).toEqual(byThemselves);
      expect(await Promise.all(groups.map(countOf))).toEqual([2, 0, 1]);
      const [beyond, first] = await Promise.allSettled([
        store.memberships.pageOfGroup(groups[0]?.generation ?? '', { first: 5, after: 'no cursor' }),
        pageOf(groups[2] as Group),
      ]);
      expect([beyond.status, first]).toEqual(['rejected', { status: 'fulfilled', value: byThemselves[2] }]);
    });

    it('neither repeat nor miss a record while other requests insert and delete', async () => {
      const group = aGroup();
      const members = Array.from({ length: 6 }, () => aMembership(group, aUser()));
      for (const member of members) await store.memberships.insert(member);
      const page = (request: PageRequest) => store.memberships.pageOfGroup(group.generation, request);
      const first = await page({ first: 3 });
      await store.memberships.insert(aMembership(group, aUser()));
      await store.memberships.delete(first.items.at(-1)?.record.id ?? '');
      const second = await page({ first: 3, after: first.items.at(-1)?.cursor });
      const seen = [...first.items, ...second.items].map((item) => item.record);
      expect(ids(seen)).toEqual(ids(members).reverse());
      expect(second.hasNextPage).toBe(false);
    });

    it('reject a cursor that they did not issue, and a page of none or too many records', async () => {
      const forged = Buffer.from('not a key').toString('base64url');
      for (const after of ['', 'x', '!!', forged, `${forged}=`]) {
        await expect(store.users.page({ first: 1, after })).rejects.toThrow(
          /^The cursor must come from a page of this list/,
        );
        await expect(store.users.page({ first: 1, after })).rejects.toBeInstanceOf(RangeError);
      }
      for (const size of [0, -1, 101, 1.5]) {
        await expect(store.users.page({ first: size })).rejects.toBeInstanceOf(RangeError);
        await expect(store.users.page({ last: size })).rejects.toBeInstanceOf(RangeError);
      }
    });
  });

  describe('searches', () => {
    it('find users by the beginnings of words in username, e-mail address and names, without case and accents', async () => {
      const tag = randomUUID().slice(0, 8);
      const found = [
        aUser({ username: `${tag}-A` }),
        aUser({ email: `${tag.toUpperCase()}@example.org` }),
        aUser({ name: `Ärmel ${tag}` }),
        aUser({ username: `x.${tag}_x`, email: `x@${tag}.example`, given_name: `${tag} Zoe`, family_name: 'Straße' }),
      ];
      for (const record of [...found, aUser({ username: `x${tag}` })]) await store.users.insert(record);
      const search = (text: string) => everything(2, (request) => store.users.page(request, { search: text }));
      expect(ids(await search(tag))).toEqual(ids(found).reverse());
      const back = await everythingBackwards(3, (request) => store.users.page(request, { search: tag }));
      expect(ids(back)).toEqual(ids(found).reverse());
      expect(ids(await search(`${tag} arm`))).toEqual([found[2]?.id]);
      expect(ids(await search(`ÄRMEL  ${tag.slice(0, 6)}`))).toEqual([found[2]?.id]);
      expect(ids(await search(`@${tag}.ex strasse zoe`))).toEqual([found[3]?.id]);
      expect(await search(`${tag} unknown`)).toEqual([]);
      expect(await store.users.count({ search: tag })).toBe(4);
      expect(await store.users.count({ search: `${tag} x` })).toBe(1);
      for (const nothing of [`${tag}%`, '%', '\u200d']) {
        expect(await store.users.count({ search: nothing })).toBe(0);
        expect(await search(nothing)).toEqual([]);
      }
      const [byName, byEmail] = found;
      if (byName === undefined || byEmail === undefined) return;
      expect(await store.users.update(byEmail, { email: undefined })).toBeDefined();
      expect(await store.users.count({ search: tag })).toBe(3);
      expect(await store.commit([update('users', byName, { username: 'renamed', usernameKey: tag })])).toBe(true);
      expect(await store.users.count({ search: tag })).toBe(2);
      expect(await store.users.delete(found[2]?.id ?? '')).toBe(true);
      expect(ids(await search(tag))).toEqual([found[3]?.id]);
    });

    it('do not change the words of a user if the change set fails', async () => {
      const tag = randomUUID().slice(0, 8);
      const user = aUser({ name: tag });
      await store.users.insert(user);
      const late = { ...user, version: 7 };
      expect(await store.users.update(late, { name: 'other' })).toBeUndefined();
      expect(await store.commit([update('users', late, { name: 'other' })])).toBe(false);
      expect(await store.users.insert({ ...aUser({ name: `${tag} two` }), id: user.id })).toBe(false);
      expect(ids(await everything(2, (request) => store.users.page(request, { search: tag })))).toEqual([user.id]);
    });

    it('list many users in the order of the words, of a filter or of a group, each user once', async () => {
      const [tag, other] = [randomUUID().slice(0, 8), randomUUID().slice(0, 8)];
      const found = Array.from({ length: 210 }, (_, place) =>
        aUser({
          name: `${tag}-${place % 3}`,
          given_name: place < 40 ? `${tag}-9` : 'Ada',
          ...(place % 2 === 1 && { family_name: `${other}-1 ${other}-2` }),
          email_verified: place >= 5,
        }),
      );
      const group = aGroup();
      const members = found.slice(5).reverse();
      await insertAll(store.users, found);
      await insertAll(
        store.memberships,
        members.map((user) => aMembership(group, user)),
      );
      /** Reads the whole list forwards and backwards. */
      const read = async (list: UserList) => {
        const listed = await everything(100, (request) => store.users.page(request, list));
        expect(await everythingBackwards(30, (request) => store.users.page(request, list))).toEqual(listed);
        expect(await store.users.count(list)).toBe(listed.length);
        return ids(listed);
      };
      const inOrder = [0, 1, 2].flatMap((word) => found.filter((_, place) => place % 3 === word).reverse());
      expect(await read({ search: tag })).toEqual(ids(inOrder));
      expect(await read({ search: `${tag} ${tag}-9` })).toEqual(ids(found.slice(0, 40)).reverse());
      expect(await read({ search: `${tag} ${other}` })).toEqual(
        ids(found.filter((_, place) => place % 2 === 1)).reverse(),
      );
      expect(await read({ search: tag, filter: { emailVerified: true } })).toEqual(
        ids(inOrder.filter((user) => members.includes(user))),
      );
      const joined = { filter: { groupGeneration: group.generation } };
      const latestFirst = members.toReversed();
      expect(await read(joined)).toEqual(ids(latestFirst));
      expect(await read({ ...joined, search: tag })).toEqual(ids(latestFirst));
      expect(await read({ ...joined, search: `${tag}-9` })).toEqual(ids(found.slice(5, 40)));
      expect(await read({ ...joined, order: 'NEWEST_FIRST' })).toEqual(ids(members));
      expect(await read({ ...joined, order: 'USERNAME' })).toEqual(
        ids(members.toSorted((a, b) => (a.usernameKey < b.usernameKey ? -1 : 1))),
      );
    }, 120_000);

    it('end a page after 300 places, and continue behind the last of them', async () => {
      const tag = randomUUID().slice(0, 8);
      const words = (letter: string) =>
        Array.from({ length: 30 }, (_, place) => `${letter}${tag}${100 + place}`).join(' ');
      const late = aUser({ name: `a${tag}z b${tag}z` });
      await insertAll(store.users, [
        ...Array.from({ length: 14 }, () => aUser({ name: words('a') })),
        ...Array.from({ length: 7 }, () => aUser({ name: words('b') })),
        late,
      ]);
      const list = { search: `a${tag} b${tag}` };
      const short = await store.users.page({ first: 10 }, list);
      expect(short).toMatchObject({ items: [], hasNextPage: true, hasPreviousPage: false });
      const rest = await store.users.page({ first: 10, after: short.endCursor }, list);
      expect(ids(rest.items.map(({ record }) => record))).toEqual([late.id]);
      expect(rest.hasNextPage).toBe(false);
      const before = rest.items[0]?.cursor;
      const back = await store.users.page({ last: 10, before }, list);
      expect(back).toMatchObject({ items: [], hasPreviousPage: true, hasNextPage: true });
      const beginning = await store.users.page({ last: 10, before: back.startCursor }, list);
      expect(beginning).toMatchObject({ items: [], hasPreviousPage: false });
      expect(await store.users.count(list)).toBe(1);
      expect(await store.users.count({ search: `a${tag}` })).toBe(15);
    });

    it('find all users if the search is missing or empty', async () => {
      const all = await everything(50, (request) => store.users.page(request));
      expect(await everything(50, (request) => store.users.page(request, { search: '' }))).toEqual(all);
      expect(await store.users.count()).toBe(all.length);
      expect(await store.users.count({ search: '' })).toBe(all.length);
    });

    it('find clients and groups by the beginning of id or name', async () => {
      const tag = randomUUID().slice(0, 8);
      const byId = aClient({ id: `${tag}-client`, name: 'A' });
      const byName = aClient({ name: `${tag.toUpperCase()} Shop`, issuerId: tag });
      const group = aGroup({ name: `${tag} Staff` });
      for (const record of [byId, byName]) await store.clients.insert(record);
      await store.groups.insert(group);
      expect(ids(await everything(1, (request) => store.clients.page(request, { search: tag })))).toEqual([
        byName.id,
        byId.id,
      ]);
      expect(await store.clients.count({ search: tag })).toBe(2);
      expect(ids(await everything(1, (request) => store.clients.pageOfIssuer(tag, request)))).toEqual([byName.id]);
      expect(await store.clients.countOfIssuer(tag)).toBe(1);
      expect(ids(await everything(1, (request) => store.groups.page(request, { search: tag.toUpperCase() })))).toEqual([
        group.id,
      ]);
      expect(await store.groups.count({ search: tag })).toBe(1);
      expect(await store.groups.count()).toBe((await everything(9, (request) => store.groups.page(request))).length);
    });
  });
});
