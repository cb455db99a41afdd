import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activeSessionsOf } from '../../src/access/sessions/active-sessions.js';
import { endSession, findActiveSession } from '../../src/access/sessions/session.js';
import { ownApplications, revokeApplication } from '../../src/account/own-applications.js';
import { endOtherSessions, endOwnSession } from '../../src/account/own-sessions.js';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { newOrderedId } from '../../src/keys/secrets.js';
import { consentKey } from '../../src/model/access/consent.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Deps } from '../../src/model/deps.js';
import type { User } from '../../src/model/people/user.js';
import type { Store } from '../../src/model/store.js';
import type { Grant } from '../../src/model/tokens/grant.js';
import { openStore } from '../../src/storage/open-store.js';
import { countingStore } from '../support/counting-store.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { activeOf, audited, refusalOf } from '../support/own-account.js';
import { grantRecord } from '../support/records.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const CALLER = { ipAddress: '192.0.2.1' };

describeOnEachDatabase('one’s own account', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let clock: FrozenClock;
  let deps: Deps;
  let ada: User;
  let eve: User;

  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    clock = frozenClock();
    deps = testDeps(store, { clock });
    [ada, eve] = await Promise.all([makeUser(deps, { username: 'ada' }), makeUser(deps, { username: 'eve' })]);
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  const signIn = async (user: User) => {
    const { session, cookie } = await signInAs(deps, user);
    clock.advance(1);
    return { id: session.id, cookie, active: () => activeOf(deps, { sessionCookie: cookie }) };
  };
  const idsOf = async (user: User) => (await activeSessionsOf(deps, user)).map(({ id }) => id);

  describe('sessions', () => {
    it('lists the user’s active sessions, newest first', async () => {
      const [first, second, ended, foreign] = [
        await signIn(ada),
        await signIn(ada),
        await signIn(ada),
        await signIn(eve),
      ];
      await endSession(deps, await activeOf(deps, { sessionCookie: ended.cookie }).then(({ session }) => session));
      expect(await idsOf(ada)).toEqual([second.id, first.id]);
      expect(await idsOf(eve)).toEqual([foreign.id]);
      clock.advance(86_400 - 4);
      expect(await idsOf(ada)).toEqual([second.id]);
      clock.advance(1);
      expect(await idsOf(ada)).toEqual([]);
    });

    it('does not list sessions that were ended all at once', async () => {
      await signIn(ada);
      const current = await store.users.find(ada.id);
      if (current !== undefined) await store.users.update(current, { sessionEpoch: 1 });
      expect(await activeSessionsOf(deps, { ...ada, sessionEpoch: 1 })).toEqual([]);
    });

    it('ends one session of the user once, and none of another user', async () => {
      const [here, there, foreign] = [await signIn(ada), await signIn(ada), await signIn(eve)];
      const end = async (id: string) => endOwnSession(deps, await here.active(), id, CALLER);
      await end(there.id);
      expect(await findActiveSession(deps, there.cookie)).toBeUndefined();
      for (const id of [there.id, foreign.id, 'unknown']) expect(await refusalOf(end(id))).toBe('not_found');
      expect(await findActiveSession(deps, foreign.cookie)).toBeDefined();
      expect(await audited(deps, 'SESSION_REVOKED')).toMatchObject([
        { actorKind: 'USER', actorId: ada.id, userId: ada.id, resourceId: there.id, sessionId: here.id },
      ]);
    });

    it('ends all other sessions of the user and keeps the current one', async () => {
      const [here, foreign] = [await signIn(ada), await signIn(eve)];
      for (let index = 0; index < 105; index += 1) await signInAs(deps, ada);
      expect(await endOtherSessions(deps, await here.active(), CALLER)).toBe(105);
      expect(await idsOf(ada)).toEqual([here.id]);
      expect(await findActiveSession(deps, foreign.cookie)).toBeDefined();
      expect(await endOtherSessions(deps, await here.active(), CALLER)).toBe(0);
    });

    it('ends no session twice if two sessions end each other at once', async () => {
      const [one, two] = [await signIn(ada), await signIn(ada)];
      const [ofOne, ofTwo] = [await one.active(), await two.active()];
      const counts = await Promise.all([endOtherSessions(deps, ofOne, CALLER), endOtherSessions(deps, ofTwo, CALLER)]);
      expect(await idsOf(ada)).toHaveLength(2 - counts.reduce((sum, count) => sum + count, 0));
      expect(await audited(deps, 'SESSION_REVOKED')).toHaveLength(counts.reduce((sum, count) => sum + count, 0));
    });
  });

  describe('applications', () => {
    let wiki: Client;
    let mail: Client;

    beforeEach(async () => {
      const issuer = await ensureDefaultIssuer(deps);
      ({ client: wiki } = await makeClient(deps, issuer, { id: 'wiki', name: 'Wiki' }));
      ({ client: mail } = await makeClient(deps, issuer, { id: 'mail', name: 'Mail' }));
    });

    const expiresAt = () => new Date(clock.now().getTime() + 3_600_000);
    const grant = async (client: Client, user: User, changes: Partial<Grant> = {}): Promise<Grant> => {
      const times = { createdAt: clock.now(), authTime: clock.now(), expiresAt: expiresAt() };
      const record = grantRecord(client, user, { ...times, ...changes });
      await store.grants.insert(record);
      return record;
    };
    const consent = async (client: Client, user: User, scopes: readonly string[]): Promise<string> => {
      const id = newOrderedId(clock, deps.random);
      await store.consents.insert({
        id,
        version: 1,
        key: consentKey(client, user.id),
        userId: user.id,
        scopes,
        claims: ['zoneinfo'],
        clientId: client.id,
        clientGeneration: client.generation,
        createdAt: clock.now(),
      });
      return id;
    };
    const listed = async () => (await ownApplications(deps, ada)).applications.map(({ client }) => client.id);
    const revoke = async (clientId: string) =>
      revokeApplication(deps, await (await signIn(ada)).active(), clientId, CALLER);

    it('lists applications with a consent or a valid grant, by name, with their scopes and claims', async () => {
      const since = clock.now();
      const consentId = await consent(wiki, ada, ['openid', 'email']);
      clock.advance(60);
      await grant(wiki, ada, { consentId, scopes: ['openid', 'offline_access'], offline: true });
      await grant(mail, ada, { scopes: ['openid'] });
      expect((await ownApplications(deps, ada)).applications).toEqual([
        { client: mail, scopes: ['openid'], claims: [], offline: false, since: clock.now(), lastUsedAt: clock.now() },
        {
          client: wiki,
          scopes: ['openid', 'email', 'offline_access'],
          claims: ['zoneinfo'],
          offline: true,
          since,
          lastUsedAt: clock.now(),
        },
      ]);
    });

    it('does not list applications with invalid grants only, or applications of another user', async () => {
      const { id: sessionId, cookie } = await signIn(ada);
      await grant(wiki, ada, { sessionId });
      await grant(mail, eve);
      expect(await listed()).toEqual(['wiki']);
      await endSession(deps, (await activeOf(deps, { sessionCookie: cookie })).session);
      expect(await listed()).toEqual([]);
      await grant(mail, ada, { expiresAt: clock.now() });
      await grant(mail, ada, { revokedAt: clock.now() });
      await grant(mail, ada, { userGrantEpoch: -1 });
      await consent({ ...mail, generation: 'an earlier one' }, ada, ['openid']);
      expect(await listed()).toEqual([]);
    });

    it('are read page by page, with as many calls for a long list as for a page', async () => {
      const issuer = await ensureDefaultIssuer(deps);
      const names = Array.from({ length: 45 }, (_, index) => `app-${String(index).padStart(2, '0')}`);
      for (const [index, id] of names.entries()) {
        const { client } = await makeClient(deps, issuer, { id, name: id });
        if (index % 3 > 0) await consent(client, ada, ['openid']);
        if (index % 3 < 2) await grant(client, ada);
        if (index % 5 === 0) await grant(client, ada, { offline: true });
      }
      const calls: string[] = [];
      const counted = { ...deps, store: countingStore(store, calls) };
      const pages: string[][] = [];
      let after: string | undefined;
      do {
        calls.length = 0;
        const page = await ownApplications(counted, ada, after);
        pages.push(page.applications.map(({ client }) => client.id));
        expect(calls.length).toBeLessThanOrEqual(32);
        after = page.next;
      } while (after !== undefined);
      expect(pages).toEqual([names.slice(0, 20), names.slice(20, 40), names.slice(40)]);
    });

    it('revokes the consent and all grants of one application, and no others', async () => {
      const consentId = await consent(wiki, ada, ['openid']);
      const dead = [await grant(wiki, ada, { consentId }), await grant(wiki, ada, { offline: true })];
      const alive = [await grant(mail, ada), await grant(wiki, eve)];
      await consent(wiki, eve, ['openid']);
      await revoke('wiki');
      for (const { id } of dead) expect((await store.grants.find(id))?.revokedAt).toBeDefined();
      for (const { id } of alive) expect((await store.grants.find(id))?.revokedAt).toBeUndefined();
      expect(await store.consents.find(consentId)).toBeUndefined();
      expect(await store.consents.countOfUser(eve.id)).toBe(1);
      expect(await store.users.find(ada.id)).toMatchObject({ grantEpoch: 0, sessionEpoch: 0 });
      expect(await listed()).toEqual(['mail']);
      expect(await audited(deps, 'CONSENT_REVOKED')).toMatchObject([
        { userId: ada.id, clientId: 'wiki', resourceId: consentId, detail: { scopes: ['openid'], grants: 2 } },
      ]);
    });

    it('returns not_found for an application without a consent or a valid grant', async () => {
      await grant(wiki, eve);
      for (const id of ['wiki', 'unknown', '']) expect(await refusalOf(revoke(id))).toBe('not_found');
      await grant(wiki, ada);
      await revoke('wiki');
      expect(await refusalOf(revoke('wiki'))).toBe('not_found');
    });
  });
});
