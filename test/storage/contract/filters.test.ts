import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { roleHolder } from '../../../src/model/access/role.js';
import type { Page } from '../../../src/model/record-store.js';
import type { Store } from '../../../src/model/store.js';
import {
  aClient,
  aConsent,
  aGrant,
  aGroup,
  aKeyRing,
  aMembership,
  anApiKey,
  anAuditEvent,
  anEnrolmentLink,
  anHourAgo,
  anIssuer,
  aPasskey,
  aPermission,
  aRole,
  aRoleAssignment,
  aScope,
  aSession,
  aUser,
  aWebhook,
  present,
} from '../records.js';
import { describeStore, everything, everythingBackwards, ids } from './describe-store.js';

describeStore(({ store, user, client }) => {
  describe('filtered lists', () => {
    it('contain all issuers, all API keys, and the API keys of one user', async () => {
      const owner = aUser();
      const [clientId, makerKeyId] = ['client-of-keys', 'maker-of-keys'];
      const keys = [anApiKey({ userId: owner.id }), anApiKey({ clientId }), anApiKey({ userId: owner.id, makerKeyId })];
      for (const key of keys) await store.apiKeys.insert(key);
      const all = await everything(2, (request) => store.apiKeys.page(request));
      expect(ids(all).slice(0, 3)).toEqual(ids(keys).reverse());
      expect(await store.apiKeys.count()).toBe(all.length);
      const own = await everything(1, (request) => store.apiKeys.pageOfUser(owner.id, request));
      expect(ids(own)).toEqual([keys[2]?.id, keys[0]?.id]);
      expect(ids(await everything(2, (request) => store.apiKeys.pageOfClient(clientId, request)))).toEqual([
        keys[1]?.id,
      ]);
      expect(ids(await everything(2, (request) => store.apiKeys.pageOfMaker(makerKeyId, request)))).toEqual([
        keys[2]?.id,
      ]);
      const issuers = await everything(2, (request) => store.issuers.page(request));
      expect(await store.issuers.count()).toBe(issuers.length);
    });

    it('select sessions and grants by user, by client, and by both', async () => {
      const [one, two] = [aUser(), aUser()];
      const [wiki, shop] = [aClient(), aClient()];
      const at = (...clients: { id: string; generation: string }[]) => ({
        clients: clients.map(({ id, generation }) => ({ id, generation })),
      });
      const sessions = [aSession(one, at(wiki)), aSession(one, at(wiki, shop)), aSession(two, at(shop)), aSession(two)];
      const grants = [aGrant(one, wiki), aGrant(one, shop), aGrant(two, shop), aGrant(two, wiki)];
      for (const session of sessions) await store.sessions.insert(session);
      for (const grant of grants) await store.grants.insert(grant);
      const [first, second, third, fourth] = sessions;
      const found = async (filter: { userId?: string; clientId?: string }) => {
        const page = await everything(1, (request) => store.sessions.page(request, filter));
        expect(await store.sessions.count(filter)).toBe(page.length);
        return ids(page);
      };
      expect(await found({ userId: one.id })).toEqual([second?.id, first?.id]);
      expect(await found({ clientId: shop.id })).toEqual([third?.id, second?.id]);
      expect(await found({ clientId: shop.id, userId: one.id })).toEqual([second?.id]);
      expect(await found({ clientId: 'another' })).toEqual([]);
      expect((await found({})).slice(0, 4)).toEqual(ids(sessions).reverse());
      await store.sessions.update(fourth ?? aSession(two), at(wiki));
      await store.sessions.update(first ?? aSession(one), at(shop));
      await store.sessions.delete(third?.id ?? '');
      expect(await found({ clientId: wiki.id })).toEqual([fourth?.id, second?.id]);
      expect(await found({ clientId: shop.id })).toEqual([second?.id, first?.id]);
      const granted = async (filter: { userId?: string; clientId?: string }) => {
        const page = await everything(1, (request) => store.grants.page(request, filter));
        expect(await store.grants.count(filter)).toBe(page.length);
        return ids(page);
      };
      expect(await granted({ userId: one.id })).toEqual([grants[1]?.id, grants[0]?.id]);
      expect(await granted({ clientId: wiki.id })).toEqual([grants[3]?.id, grants[0]?.id]);
      expect(await granted({ userId: two.id, clientId: wiki.id })).toEqual([grants[3]?.id]);
      expect((await granted({})).slice(0, 4)).toEqual(ids(grants).reverse());
    });

    it('leave out ended sessions and grants on request', async () => {
      const user = aUser();
      const past = new Date(present.getTime() - 1000);
      const later = new Date(present.getTime() + 60_000);
      const running = { lastUsedAt: present, expiresAt: later };
      const sessions = [
        aSession(user, running),
        aSession(user, { ...running, endedAt: past }),
        aSession(user, { ...running, expiresAt: present }),
        aSession(user, { ...running, lastUsedAt: past }),
      ];
      const grants = [
        aGrant(user, client, { expiresAt: later }),
        aGrant(user, client, { expiresAt: present }),
        aGrant(user, client, { expiresAt: later, revokedAt: past }),
      ];
      for (const session of sessions) await store.sessions.insert(session);
      for (const grant of grants) await store.grants.insert(grant);
      const active = { userId: user.id, active: { at: present, usedAfter: past } };
      expect(ids(await everything(1, (request) => store.sessions.page(request, active)))).toEqual([sessions[0]?.id]);
      expect(await store.sessions.count(active)).toBe(1);
      const standing = { userId: user.id, standingAt: present };
      expect(ids(await everything(1, (request) => store.grants.page(request, standing)))).toEqual([grants[0]?.id]);
      expect(await store.grants.count(standing)).toBe(1);
    });

    it('select and delete roles and their assignments by client, API, role and holder', async () => {
      const [wiki, group, person] = [aClient(), aGroup(), aUser()];
      const resource = `https://${wiki.id}.example`;
      const roles = [aRole({ client: wiki }), aRole({ client: wiki }), aRole({ resource }), aRole({ client })] as const;
      const [editor, reader, clerk] = roles;
      const assignments = [
        aRoleAssignment(editor, { user: person }),
        aRoleAssignment(editor, { group }),
        aRoleAssignment(clerk, { user: person }),
      ];
      for (const role of roles) await store.roles.insert(role);
      for (const assignment of assignments) await store.roleAssignments.insert(assignment);
      const { roleAssignments } = store;
      const holder = roleHolder({ userId: person.id });
      const ofClient = await everything(1, (request) => store.roles.pageOfClient(wiki.generation, request));
      expect(ids(ofClient)).toEqual([reader.id, editor.id]);
      expect(ids(await everything(1, (request) => store.roles.pageOfResource(resource, request)))).toEqual([clerk.id]);
      const ofRole = await everything(1, (request) => roleAssignments.pageOfRole(editor.generation, request));
      expect(ids(ofRole)).toEqual([assignments[1]?.id, assignments[0]?.id]);
      const ofHolder = await everything(1, (request) => roleAssignments.pageOfHolder(holder, request));
      expect(ids(ofHolder)).toEqual([assignments[2]?.id, assignments[0]?.id]);
      expect(await store.roles.countOfClient(wiki.generation)).toBe(2);
      expect(await store.roles.countOfResource(resource)).toBe(1);
      expect(await store.roles.count()).toBe((await everything(50, (request) => store.roles.page(request))).length);
      expect(await roleAssignments.countOfRole(editor.generation)).toBe(2);
      expect(await roleAssignments.countOfHolder(holder)).toBe(2);

      expect(await store.roles.deleteOfClient(wiki.generation)).toBe(2);
      expect(await store.roles.deleteOfClient(wiki.generation)).toBe(0);
      expect(ids(await store.roles.findMany(roles.map(({ id }) => id))).toSorted()).toEqual(
        [clerk.id, roles[3].id].toSorted(),
      );
      expect(await roleAssignments.deleteOfRole(editor.generation)).toBe(2);
      expect(await roleAssignments.deleteOfHolder(holder)).toBe(1);
    });

    it('select and delete permissions, memberships and consents by user, client and group', async () => {
      const [wiki, group, one, two] = [aClient(), aGroup(), aUser(), aUser()];
      const permissions = [
        aPermission(wiki, { user: one }),
        aPermission(wiki, { group }),
        aPermission(client, { group }),
      ];
      const memberships = [aMembership(group, one), aMembership(group, two)];
      const consents = [aConsent(one, wiki), aConsent(two, wiki)];
      for (const permission of permissions) await store.permissions.insert(permission);
      for (const membership of memberships) await store.memberships.insert(membership);
      for (const consent of consents) await store.consents.insert(consent);
      const all = { first: 10 };
      const idsOf = (page: Page<{ id: string }>) => ids(page.items.map(({ record }) => record));
      expect(idsOf(await store.permissions.pageOfClient(wiki.generation, all))).toEqual([
        permissions[1]?.id,
        permissions[0]?.id,
      ]);
      expect(idsOf(await store.permissions.pageOfUser(one.id, all))).toEqual([permissions[0]?.id]);
      expect(idsOf(await store.permissions.pageOfGroup(group.generation, all))).toHaveLength(2);
      expect(idsOf(await store.memberships.pageOfUser(one.id, all))).toEqual([memberships[0]?.id]);
      expect(idsOf(await store.consents.pageOfUser(two.id, all))).toEqual([consents[1]?.id]);
      expect(await store.permissions.countOfClient(wiki.generation)).toBe(2);
      expect(await store.permissions.countOfUser(one.id)).toBe(1);
      expect(await store.permissions.countOfGroup(group.generation)).toBe(2);
      expect(await store.memberships.countOfUser(two.id)).toBe(1);
      expect(await store.consents.countOfUser(two.id)).toBe(1);

      expect(await store.permissions.deleteOfUser(one.id)).toBe(1);
      expect(await store.permissions.deleteOfClient(wiki.generation)).toBe(1);
      expect(await store.permissions.deleteOfGroup(group.generation)).toBe(1);
      expect(await store.permissions.deleteOfGroup(group.generation)).toBe(0);
      expect(await store.memberships.deleteOfUser(one.id)).toBe(1);
      expect(await store.memberships.deleteOfGroup(group.generation)).toBe(1);
      expect(await store.consents.deleteOfUser(one.id)).toBe(1);
      expect(await store.consents.deleteOfClient(wiki.generation)).toBe(1);
    });

    it('select events in both directions, by each of their fields and between two times', async () => {
      const tag = randomUUID();
      const at = (seconds: number) => new Date(present.getTime() + seconds * 1000);
      const events = [
        anAuditEvent({ userId: tag, type: 'SIGNED_IN', actorId: `${tag}-actor`, actorKind: 'USER', at: at(-50) }),
        anAuditEvent({ userId: tag, type: 'SIGN_IN_REFUSED', outcome: 'FAILURE', at: at(0), detail: { 'a.b': '$c' } }),
        anAuditEvent({ userId: tag, type: 'SIGNED_OUT', clientId: `${tag}-client`, at: at(10) }),
        anAuditEvent({ userId: tag, type: 'UPDATED', resource: 'clients', resourceId: `${tag}-resource`, at: at(20) }),
        anAuditEvent({ userId: tag, type: 'SIGNED_IN', sessionId: `${tag}-session`, ipAddress: '::1', at: at(30) }),
      ];
      await store.auditEvents.insertAbsent(events.slice(0, 4));
      await store.auditEvents.insertAbsent(events.slice(4));
      await store.auditEvents.insertAbsent([]);
      await store.auditEvents.numberEvents('test', present);
      const found = async (filter: Parameters<Store['auditEvents']['count']>[0]) => {
        const oldest = await everything(2, (request) => store.auditEvents.page(request, 'OLDEST_FIRST', filter));
        const newest = await everything(2, (request) => store.auditEvents.page(request, 'NEWEST_FIRST', filter));
        expect(newest).toEqual([...oldest].reverse());
        for (const order of ['OLDEST_FIRST', 'NEWEST_FIRST'] as const) {
          const back = await everythingBackwards(2, (request) => store.auditEvents.page(request, order, filter));
          expect(back).toEqual(order === 'OLDEST_FIRST' ? oldest : newest);
        }
        expect(await store.auditEvents.count(filter)).toBe(oldest.length);
        return oldest.map((event) => events.findIndex(({ id }) => id === event.id));
      };
      expect(await store.auditEvents.page({ first: 5 }, 'OLDEST_FIRST', { userId: tag })).toMatchObject({
        items: events.map((record) => ({ record })),
        hasNextPage: false,
      });
      expect(await found({ userId: tag })).toEqual([0, 1, 2, 3, 4]);
      expect(await found({ userId: tag, types: ['SIGNED_IN', 'UPDATED'] })).toEqual([0, 3, 4]);
      expect(await found({ userId: tag, types: [] })).toEqual([]);
      expect(await found({ userId: tag, outcome: 'FAILURE' })).toEqual([1]);
      expect(await found({ actorId: `${tag}-actor` })).toEqual([0]);
      expect(await found({ clientId: `${tag}-client` })).toEqual([2]);
      expect(await found({ resourceId: `${tag}-resource` })).toEqual([3]);
      expect(await found({ sessionId: `${tag}-session` })).toEqual([4]);
      expect(await found({ types: ['SIGNED_IN', 'UPDATED', 'SIGNED_OUT'] })).toEqual([0, 2, 3, 4]);
      expect(await found({ actorKind: 'USER', outcome: 'SUCCESS' })).toEqual([0]);
      expect(await found({ resource: 'clients', types: ['UPDATED'] })).toEqual([3]);
      expect(await found({ ipAddresses: ['::1', '127.0.0.1'] })).toEqual([4]);
      expect(await found({ clientId: `${tag}-client`, types: ['SIGNED_IN', 'SIGNED_OUT'] })).toEqual([2]);
      expect(await found({ clientId: `${tag}-client`, outcome: 'FAILURE' })).toEqual([]);
      const anyOf = [
        { field: 'clientId', values: [`${tag}-client`, 'another'] },
        { field: 'userId', values: [tag, 'another'] },
        { field: 'type', values: ['SIGNED_IN'] },
      ] as const;
      expect(await found({ anyOf })).toEqual([0, 1, 2, 3, 4]);
      expect(await found({ anyOf, userId: tag, types: ['SIGNED_IN', 'UPDATED'], to: at(25) })).toEqual([0, 3]);
      expect(await found({ anyOf: [anyOf[0], anyOf[2]], from: at(0) })).toEqual([2, 4]);
      expect(await found({ anyOf: anyOf.slice(1), userId: 'another' })).toEqual([]);
      expect(await found({ anyOf: [] })).toEqual([]);
      const except = { types: ['UPDATED'], ofClient: { type: 'SIGNED_OUT', clientId: `${tag}-client` } } as const;
      expect(await found({ userId: tag, except })).toEqual([0, 1, 4]);
      expect(await found({ types: ['SIGNED_OUT', 'UPDATED', 'SIGNED_IN'], except })).toEqual([0, 4]);
      expect(await found({ anyOf, except, outcome: 'SUCCESS' })).toEqual([0, 4]);
      expect(await found({ except: { ...except, ofClient: { type: 'SIGNED_OUT', clientId: 'another' } } })).toEqual([
        0, 1, 2, 4,
      ]);
      const beginning = (prefix: string, limit: number) => store.auditEvents.valuesBeginningWith('type', prefix, limit);
      expect(await beginning('SIGN', 5)).toEqual(['SIGNED_IN', 'SIGNED_OUT', 'SIGN_IN_REFUSED']);
      expect(await beginning('SIGN', 2)).toEqual(['SIGNED_IN', 'SIGNED_OUT']);
      expect(await found({ userId: tag, from: at(0), to: at(20) })).toEqual([1, 2, 3]);
      expect(await found({ userId: tag, from: at(1) })).toEqual([2, 3, 4]);
      expect(await found({ userId: tag, to: at(-1) })).toEqual([0]);
      expect(await store.auditEvents.count({})).toBe(5);
    });

    it('are complete without pages for the records of which there are few', async () => {
      const administrator = aUser({ adminRole: 'USER_MANAGER' });
      await store.users.insert(administrator);
      const administrators = await store.users.findAdministrators();
      expect(administrators.every(({ adminRole }) => adminRole !== undefined)).toBe(true);
      expect(ids(administrators)).toContain(administrator.id);

      const verified = aUser({ email: 'Ann@Example.org', email_verified: true });
      const claimed = aUser({ email: 'ann@example.org' });
      for (const user of [verified, claimed]) await store.users.insert(user);
      expect(ids(await store.users.findByVerifiedEmail(['unknown', 'ann@example.ORG']))).toEqual([verified.id]);

      const scopes = [aScope({ id: 'b:read' }), aScope({ id: 'a:read' })];
      for (const scope of scopes) await store.scopes.insert(scope);
      expect(await store.scopes.all()).toEqual(expect.arrayContaining(scopes));

      const webhooks = [aWebhook({ id: 'b' }), aWebhook({ id: 'a' })];
      for (const webhook of webhooks) await store.webhooks.insert(webhook);
      expect(await store.webhooks.all()).toEqual(expect.arrayContaining(webhooks));
      expect(ids(await store.webhooks.all()).slice(0, 2)).toEqual(['a', 'b']);

      const issuer = anIssuer();
      const rings = [aKeyRing(issuer), aKeyRing(issuer, { id: `${issuer.generation}:ES256`, alg: 'ES256' })];
      for (const ring of [...rings, aKeyRing(anIssuer())]) await store.keyRings.insert(ring);
      expect((await store.keyRings.findOfIssuer(issuer.generation)).map(({ alg }) => alg)).toEqual(['ES256', 'RS256']);

      const invited = aUser();
      const links = [
        anEnrolmentLink(invited, { createdAt: anHourAgo }),
        anEnrolmentLink(invited),
        anEnrolmentLink(invited, { usedAt: present }),
        anEnrolmentLink(invited, { expiresAt: new Date(present.getTime() + 1000) }),
      ];
      for (const link of links) await store.enrolmentLinks.insert(link);
      const pending = await store.enrolmentLinks.pendingOfUser(invited.id, new Date(present.getTime() + 2000));
      expect(ids(pending)).toEqual([links[1]?.id, links[0]?.id]);
      const later = new Date(present.getTime() + 2000);
      const allPending = ids(await everything(2, (request) => store.enrolmentLinks.pagePending(request, later)));
      expect(allPending.filter((id) => ids(links).includes(id)).sort()).toEqual(ids(pending).sort());

      const passkeys = [aPasskey(user), aPasskey(user)];
      for (const passkey of passkeys) await store.passkeys.insert(passkey);
      expect(new Set(ids(await store.passkeys.findMany([...ids(passkeys), 'none'])))).toEqual(new Set(ids(passkeys)));
      expect(await store.passkeys.findMany([])).toEqual([]);
      expect(await store.users.findMany([user.id, 'unknown'])).toStrictEqual([await store.users.find(user.id)]);
      expect(ids(await store.clients.findMany([client.id]))).toEqual([client.id]);
    });
  });
});
