import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Group } from '../../../src/model/people/group.js';
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
    it('find users by the beginning of username, e-mail address or name, ignoring case', async () => {
      const tag = randomUUID().slice(0, 8);
      const found = [
        aUser({ username: `${tag}-A` }),
        aUser({ email: `${tag.toUpperCase()}@example.org` }),
        aUser({ name: `${tag} Ärmel` }),
        aUser({ username: `${tag}_x`, email: `${tag}@x`, name: `${tag} all three` }),
      ];
      for (const record of [...found, aUser({ name: `not ${tag}` }), aUser({ username: `x${tag}` })]) {
        await store.users.insert(record);
      }
      const search = (prefix: string) => everything(2, (request) => store.users.page(request, prefix));
      expect(ids(await search(tag))).toEqual(ids(found).reverse());
      const back = await everythingBackwards(3, (request) => store.users.page(request, tag));
      expect(ids(back)).toEqual(ids(found).reverse());
      expect(ids(await search(`${tag} ÄRM`))).toEqual([found[2]?.id]);
      expect(await store.users.count(tag)).toBe(4);
      expect(await store.users.count(`${tag}%`)).toBe(0);
      const [, byEmail] = found;
      if (byEmail === undefined) return;
      await store.users.update(byEmail, { email: undefined });
      expect(await store.users.count(tag)).toBe(3);
    });

    it('find the same users when there are many of them', async () => {
      const tag = randomUUID().slice(0, 8);
      const found = Array.from({ length: 510 }, (_, place) => aUser({ username: `${tag}-${place}` }));
      await insertAll(store.users, found);
      const search = (prefix: string) => everything(100, (request) => store.users.page(request, prefix));
      expect(ids(await search(tag))).toEqual(ids(found).reverse());
      const back = await everythingBackwards(100, (request) => store.users.page(request, tag));
      expect(ids(back)).toEqual(ids(found).reverse());
      expect(ids(await search(`${tag}-50`))).toEqual(ids([...found.slice(50, 51), ...found.slice(500)]).reverse());
    }, 120_000);

    it('find all users if the search is missing or empty', async () => {
      const all = await everything(50, (request) => store.users.page(request));
      expect(await everything(50, (request) => store.users.page(request, ''))).toEqual(all);
      expect(await store.users.count()).toBe(all.length);
      expect(await store.users.count('')).toBe(all.length);
    });

    it('find clients and groups by the beginning of id or name', async () => {
      const tag = randomUUID().slice(0, 8);
      const byId = aClient({ id: `${tag}-client`, name: 'A' });
      const byName = aClient({ name: `${tag.toUpperCase()} Shop`, issuerId: tag });
      const group = aGroup({ name: `${tag} Staff` });
      for (const record of [byId, byName]) await store.clients.insert(record);
      await store.groups.insert(group);
      expect(ids(await everything(1, (request) => store.clients.page(request, tag)))).toEqual([byName.id, byId.id]);
      expect(await store.clients.count(tag)).toBe(2);
      expect(ids(await everything(1, (request) => store.clients.pageOfIssuer(tag, request)))).toEqual([byName.id]);
      expect(await store.clients.countOfIssuer(tag)).toBe(1);
      expect(ids(await everything(1, (request) => store.groups.page(request, tag.toUpperCase())))).toEqual([group.id]);
      expect(await store.groups.count(tag)).toBe(1);
      expect(await store.groups.count()).toBe((await everything(9, (request) => store.groups.page(request))).length);
    });
  });
});
