import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consentKey } from '../../src/model/access/consent.js';
import { permissionKey } from '../../src/model/access/permission.js';
import { type Group, membershipKey } from '../../src/model/people/group.js';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import type { Page, PageRequest } from '../../src/model/record-store.js';
import type { Store } from '../../src/model/store.js';
import type { Rotation } from '../../src/model/tokens/token.js';
import { openStore } from '../../src/storage/open-store.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';
import {
  aChallenge,
  aClient,
  aConsent,
  aDelivery,
  aDeviceAuthorization,
  aGrant,
  aGroup,
  aKeyRing,
  aMembership,
  anApiKey,
  anAuditEvent,
  anEnrolmentLink,
  anHourAgo,
  anInteraction,
  anIssuer,
  aPasskey,
  aPermission,
  aPushedRequest,
  aScope,
  aSession,
  aToken,
  aUser,
  aWebhook,
  inAnHour,
  orderedId,
  present,
} from './records.js';

/** How many of twenty that do the same at once are told that they did it. */
async function winnersOfTwenty(attempt: (index: number) => Promise<unknown>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => attempt(index)));
  return answers.filter((answer) => answer !== false && answer !== undefined).length;
}

/** All records of a list, page by page. */
async function everything<T>(first: number, page: (request: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const records: T[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 100; pages += 1) {
    const { items, hasNextPage } = await page({ first, after });
    records.push(...items.map(({ record }) => record));
    if (!hasNextPage) return records;
    expect(items).toHaveLength(first);
    after = items.at(-1)?.cursor;
  }
  throw new Error('the list has no end');
}

function ids(records: readonly { readonly id: string }[]): string[] {
  return records.map(({ id }) => id);
}

describeOnEachDatabase('the store', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  const user = aUser({ username: 'Ada' });
  const client = aClient();

  beforeAll(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    await store.users.insert(user);
    await store.clients.insert(client);
  });
  afterAll(async () => {
    await store?.close();
    await database?.drop();
  });

  describe('every record', () => {
    const everyField = {
      user: aUser({
        name: 'Grace Hopper',
        given_name: 'Grace',
        family_name: 'Hopper',
        picture: 'https://example.org/p.png',
        email: 'grace@example.org',
        email_verified: true,
        phone_number: '+4912345',
        phone_number_verified: true,
        locale: 'de-CH',
        zoneinfo: 'Europe/Zurich',
        claims: { 'https://example.org/groups': ['a.b', '$c'], $where: { nested: [1, 2.5, null, true, ''] } },
        enabled: false,
        adminRole: 'AUDITOR',
        sessionsToEnd: true,
        passkeyIds: ['one', 'two'],
        recoveryCodeHashes: ['hash'],
        lastSignInAt: present,
      }),
      client: aClient({
        secrets: [{ id: 's', secret: { sealed: 'k.iv.text' }, hint: 'abc', createdAt: 1, expiresAt: 2, lastUsedAt: 3 }],
        backchannel_logout_uri: 'https://wiki.example/logout',
        jwks: { keys: [{ kty: 'EC', 'x5t#S256': 'a', 'key.ops': ['$verify'] }] },
        jwks_uri: 'https://wiki.example/jwks',
        request_object_signing_alg: 'ES256',
        userinfo_signed_response_alg: 'RS256',
        introspection_signed_response_alg: 'RS256',
        logo_uri: 'https://wiki.example/logo.svg',
        client_uri: 'https://wiki.example',
        policy_uri: 'https://wiki.example/policy',
        tos_uri: 'https://wiki.example/tos',
        registrationEnabled: true,
      }),
      apiKey: anApiKey({ userId: 'u', expiresAt: inAnHour, lastUsedAt: present }),
      challenge: aChallenge({
        interactionId: 'i',
        registration: {
          by: 'enrolment',
          userId: 'u',
          webauthnUserId: 'w',
          linkId: 'l',
          username: "Zoë O'Neil",
          name: '"?\\',
        },
      }),
      consent: aConsent(aUser(), client, { claims: ['email'], lastUsedAt: present }),
      delivery: aDelivery(client, { attempts: 3, deliveredAt: present }),
      enrolmentLink: anEnrolmentLink(aUser(), { firstOwner: true, adminRole: 'OWNER', usedAt: present }),
      grant: aGrant(aUser(), client, {
        sessionId: 's',
        offline: true,
        accessBasis: { by: 'group', permissionId: 'p', membershipId: 'm', groupId: 'g' },
        consentId: 'c',
        resource: ['https://api.example'],
        request: { claims: { userinfo: { 'http://example.org/claim.name': null } }, nonce: 'n' },
        codeUsedAt: present,
        revokedAt: present,
        lastUsedAt: present,
      }),
      group: aGroup(),
      interaction: anInteraction(client, {
        browserHash: 'b',
        request: { scope: 'openid', $set: { a: 1 } },
        loginHint: 'ada',
        uiLocales: 'de',
        register: true,
        authenticateAfter: present,
        consent: { sessionId: 's', scopes: ['openid'], claims: ['sub'] },
        finishedAt: present,
      }),
      deviceAuthorization: aDeviceAuthorization(client, {
        decision: 'allowed',
        grantId: 'g',
        lastPolledAt: present,
      }),
      pushedRequest: aPushedRequest(client, { request: { request: { scope: 'openid' }, $set: 1 } }),
      issuer: anIssuer({ slug: 'shop' }),
      keyRing: aKeyRing(anIssuer()),
      membership: aMembership(aGroup(), aUser()),
      passkey: aPasskey(aUser(), { signCount: 4_294_967_295, lastUsedAt: present, attested: true }),
      permission: aPermission(client, { group: aGroup() }),
      scope: aScope({ description: 'Read', claims: ['a'], resource: 'https://api.example' }),
      session: aSession(aUser(), {
        clients: [{ id: 'c', generation: 'i' }],
        ipAddress: '::1',
        userAgent: 'Mozilla/5.0',
        endedAt: present,
        endToTell: present,
      }),
      token: aToken(client, {
        kind: 'refresh',
        grantId: 'g',
        jkt: 'thumb',
        clientGrantEpoch: 3,
        exchangedBy: { clientId: 'c', clientGeneration: 'i', clientGrantEpoch: 1 },
        act: { sub: 'a', act: { sub: 'b', 'https://a.example/$': 1 } },
        endedAt: present,
        replacedAt: present,
        graceUsedAt: present,
        successorIds: ['one', 'two'],
      }),
      webhook: aWebhook({
        enabled: false,
        cursor: 'after',
        lastDeliveredAt: present,
        failingSince: present,
        failures: 7,
        nextAttemptAt: inAnHour,
        lease: 'mine',
        leasedUntil: inAnHour,
      }),
    };

    it('is found as it was written, with all that it may have', async () => {
      const { user, client, token, session, permission, membership, grant, group } = everyField;
      const written = [
        [store.users, user],
        [store.clients, client],
        [store.apiKeys, everyField.apiKey],
        [store.challenges, everyField.challenge],
        [store.consents, everyField.consent],
        [store.deliveries, everyField.delivery],
        [store.enrolmentLinks, everyField.enrolmentLink],
        [store.grants, grant],
        [store.groups, group],
        [store.interactions, everyField.interaction],
        [store.deviceAuthorizations, everyField.deviceAuthorization],
        [store.pushedRequests, everyField.pushedRequest],
        [store.issuers, everyField.issuer],
        [store.keyRings, everyField.keyRing],
        [store.memberships, membership],
        [store.passkeys, everyField.passkey],
        [store.permissions, permission],
        [store.scopes, everyField.scope],
        [store.sessions, session],
        [store.tokens, token],
        [store.webhooks, everyField.webhook],
      ] as unknown as [Store['users'], typeof user][];
      for (const [records, record] of written) {
        expect(await records.insert(record)).toBe(true);
        const found = await records.find(record.id);
        expect(found).toStrictEqual(record);
        expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
        expect(JSON.parse(JSON.stringify(found))).toEqual(JSON.parse(JSON.stringify(record)));
      }
    });

    it('is found without what it has not', async () => {
      const bare = aUser();
      await store.users.insert(bare);
      const found = await store.users.find(bare.id);
      expect(found).toStrictEqual(bare);
      expect(found).not.toHaveProperty('email');
      expect(await store.users.find('nobody')).toBeUndefined();
    });

    it('keeps text of every script, quotes, and what looks like a part of a statement', async () => {
      const texts = ['日本語 👩‍💻 ñ', "'; drop table users; --", '$ne', '%_\\', 'a\u0000b', 'line\nbreak', '?', ' '];
      for (const name of texts) {
        const record = aUser({ name, claims: { [name]: name } });
        await store.users.insert(record);
        expect(await store.users.find(record.id)).toStrictEqual(record);
        expect(ids((await store.users.page({ first: 100 }, name)).items.map((item) => item.record))).toContain(
          record.id,
        );
      }
    });

    it('is found by a value alone: what looks like an operator is refused', async () => {
      for (const sent of [{ $gt: '' }, { $ne: null }, [user.id], { $in: [user.id] }, new String(user.id)]) {
        const value = sent as unknown as string;
        await expect(store.users.find(value)).rejects.toThrow(TypeError);
        await expect(store.users.findByWebauthnUserId(value)).rejects.toThrow(TypeError);
        await expect(store.users.delete(value)).rejects.toThrow(TypeError);
        await expect(store.grants.revoke(value, present)).rejects.toThrow(TypeError);
        await expect(store.readLive({ tokenId: value })).rejects.toThrow();
        await expect(store.readSession(value, client)).rejects.toThrow();
        await expect(store.challenges.take(value, 'registration', 'b', present)).rejects.toThrow(TypeError);
      }
      expect(await store.users.find(user.id)).toBeDefined();
    });

    it('is deleted once', async () => {
      const record = aUser();
      await store.users.insert(record);
      expect(await winnersOfTwenty(() => store.users.delete(record.id))).toBe(1);
      expect(await store.users.find(record.id)).toBeUndefined();
    });
  });

  describe('uniqueness', () => {
    it('of twenty inserts of one id one is told that it is the one', async () => {
      const record = aToken(client);
      expect(await winnersOfTwenty((index) => store.tokens.insert({ ...record, jkt: `${index}` }))).toBe(1);
    });

    it('of twenty users with one username one is made, whatever its case and form', async () => {
      expect(await winnersOfTwenty(() => store.users.insert(aUser({ username: 'ﬁne' })))).toBe(1);
      expect(await store.users.insert(aUser({ username: 'FINE' }))).toBe(false);
      expect((await store.users.findByUsername('Fine'))?.username).toBe('ﬁne');
    });

    it('holds for WebAuthn user handles, slugs, and the keys of permissions, memberships and consents', async () => {
      const other = aUser();
      const group = aGroup();
      expect(await store.users.insert({ ...other, webauthnUserId: user.webauthnUserId })).toBe(false);
      expect((await store.users.findByWebauthnUserId(user.webauthnUserId))?.id).toBe(user.id);
      expect(await store.issuers.insert(anIssuer({ slug: 'unique' }))).toBe(true);
      expect(await store.issuers.insert(anIssuer({ slug: 'unique' }))).toBe(false);
      expect((await store.issuers.findBySlug('unique'))?.slug).toBe('unique');
      for (const [records, make] of [
        [store.permissions, () => aPermission(client, { group })],
        [store.memberships, () => aMembership(group, other)],
        [store.consents, () => aConsent(other, client)],
      ] as unknown as [Store['consents'], () => ReturnType<typeof aConsent>][]) {
        expect(await winnersOfTwenty(() => records.insert(make()))).toBe(1);
        expect((await records.findByKey(make().key))?.key).toBe(make().key);
        expect(await records.findByKey('another')).toBeUndefined();
      }
    });

    it('does not hold for what is absent: several issuers may be without a slug', async () => {
      expect(await store.issuers.insert(anIssuer())).toBe(true);
      expect(await store.issuers.insert(anIssuer())).toBe(true);
      const cleared = anIssuer({ slug: 'given-up' });
      await store.issuers.insert(cleared);
      expect(await store.issuers.update(cleared, { slug: undefined })).toBe(true);
      expect(await store.issuers.find(cleared.id)).not.toHaveProperty('slug');
    });

    it('ends with its record', async () => {
      const former = anIssuer({ slug: 'former' });
      await store.issuers.insert(former);
      await store.issuers.delete(former.id);
      expect(await store.issuers.insert(anIssuer({ slug: 'former' }))).toBe(true);
    });

    it('holds against an update as well', async () => {
      const record = aUser();
      await store.users.insert(record);
      expect(await store.users.update(record, { username: 'ada', usernameKey: 'ada', name: 'not written' })).toBe(
        false,
      );
      expect(await store.users.find(record.id)).toStrictEqual(record);
    });
  });

  describe('conditional writes: of twenty at once one wins', () => {
    it('the claim of the first owner, which is there at start with nobody in it', async () => {
      const seen = await store.owners.find(OWNERS_ID);
      expect(seen).toStrictEqual({ id: OWNERS_ID, version: 0, userIds: [] });
      if (seen === undefined) return;
      expect(await winnersOfTwenty((index) => store.owners.update(seen, { userIds: [`${index}`] }))).toBe(1);
      expect(await store.owners.find(OWNERS_ID)).toMatchObject({ version: 1, userIds: [expect.any(String)] });
    });

    it('an update of a version; `undefined` clears a field', async () => {
      const record = aUser({ name: 'Before', email: 'before@example.org' });
      await store.users.insert(record);
      const update = (index: number) =>
        store.users.update(record, { name: undefined, email: `${index}@example.org`, claims: { index } });
      expect(await winnersOfTwenty(update)).toBe(1);
      const found = await store.users.find(record.id);
      expect(found).not.toHaveProperty('name');
      expect(found?.version).toBe(1);
      expect(found?.email).toBe(`${found?.claims.index}@example.org`);
      expect(await store.users.update(record, { enabled: false })).toBe(false);
    });

    it('the deletion of a version', async () => {
      const record = aUser();
      await store.users.insert(record);
      await store.users.update(record, {});
      expect(await store.users.deleteVersion(record)).toBe(false);
      expect(await winnersOfTwenty(() => store.users.deleteVersion({ ...record, version: 1 }))).toBe(1);
    });

    it('the redemption of a code, which lengthens the life of its grant', async () => {
      const grant = aGrant(user, client, { expiresAt: new Date(present.getTime() + 60_000) });
      await store.grants.insert(grant);
      const code = {
        grantId: grant.id,
        codeHash: grant.codeHash ?? '',
        clientId: client.id,
        clientGeneration: client.generation,
      };
      expect(await winnersOfTwenty(() => store.grants.redeem(code, present, inAnHour))).toBe(1);
      expect(await store.grants.find(grant.id)).toMatchObject({ codeUsedAt: present, expiresAt: inAnHour });
    });

    it('no redemption with another hash, client or generation, after expiry or revocation', async () => {
      const grant = aGrant(user, client);
      await store.grants.insert(grant);
      const code = {
        grantId: grant.id,
        codeHash: grant.codeHash ?? '',
        clientId: client.id,
        clientGeneration: client.generation,
      };
      const redeem = (changes: Partial<typeof code>, now = present) =>
        store.grants.redeem({ ...code, ...changes }, now, inAnHour);
      expect(await redeem({ codeHash: 'another' })).toBe(false);
      expect(await redeem({ clientId: 'another' })).toBe(false);
      expect(await redeem({ clientGeneration: 'another' })).toBe(false);
      expect(await redeem({}, inAnHour)).toBe(false);
      expect(await winnersOfTwenty(() => store.grants.revoke(grant.id, present))).toBe(1);
      expect(await redeem({})).toBe(false);
    });

    it('the taking of a challenge, which answers it', async () => {
      const challenge = aChallenge();
      await store.challenges.insert(challenge);
      const { id, ceremony, browserHash } = challenge;
      const taken = await Promise.all(
        Array.from({ length: 20 }, () => store.challenges.take(id, ceremony, browserHash, present)),
      );
      expect(taken.filter((record) => record !== undefined)).toStrictEqual([challenge]);
    });

    it('no challenge for another ceremony or browser, or after expiry; it stays for its own', async () => {
      const challenge = aChallenge();
      await store.challenges.insert(challenge);
      const { id, ceremony, browserHash } = challenge;
      expect(await store.challenges.take(id, 'registration', browserHash, present)).toBeUndefined();
      expect(await store.challenges.take(id, ceremony, 'another', present)).toBeUndefined();
      expect(await store.challenges.take(id, ceremony, browserHash, inAnHour)).toBeUndefined();
      expect(await store.challenges.take(id, ceremony, browserHash, present)).toStrictEqual(challenge);
    });

    it('the taking of what counts once', async () => {
      expect(await winnersOfTwenty(() => store.usedOnce.take('jti', inAnHour))).toBe(1);
      expect(await store.usedOnce.take('another jti', inAnHour)).toBe(true);
    });

    it('the use of an enrolment link; an expired one has no use', async () => {
      const link = anEnrolmentLink(user);
      await store.enrolmentLinks.insert(link);
      expect(await store.enrolmentLinks.use(link.id, inAnHour)).toBe(false);
      expect(await winnersOfTwenty(() => store.enrolmentLinks.use(link.id, present))).toBe(1);
      expect((await store.enrolmentLinks.find(link.id))?.usedAt).toEqual(present);
    });

    it('the use of a passkey at one counter, unless it does not count', async () => {
      const counting = aPasskey(user, { signCount: 7 });
      const zero = aPasskey(user);
      await store.passkeys.insert(counting);
      await store.passkeys.insert(zero);
      const use = { signCount: 8, backedUp: false, lastUsedAt: present };
      expect(await winnersOfTwenty(() => store.passkeys.use(counting, use))).toBe(1);
      expect(await store.passkeys.find(counting.id)).toMatchObject(use);
      expect(await winnersOfTwenty(() => store.passkeys.use(zero, { ...use, signCount: 0 }))).toBe(20);
    });

    it('the end of a token', async () => {
      const token = aToken(client);
      await store.tokens.insertMany([token, aToken(client, { kind: 'refresh', jkt: 'thumb' })]);
      expect(await winnersOfTwenty(() => store.tokens.end(token.id, present))).toBe(1);
      expect((await store.tokens.find(token.id))?.endedAt).toEqual(present);
    });

    it('the rotation of a token, each of its steps, after which nothing retires it', async () => {
      const token = aToken(client, { kind: 'refresh' });
      await store.tokens.insert(token);
      const step = (seen: Rotation, changes: Rotation) =>
        winnersOfTwenty((index) => {
          const successorIds = [`successor-${index}`];
          return store.tokens.replace({ id: token.id, ...seen }, { successorIds, expiresAt: inAnHour, ...changes });
        });
      const replaced = { replacedAt: present };
      const again = { replacedAt: present, graceUsedAt: inAnHour };
      expect(await step({}, replaced)).toBe(1);
      expect(await step({}, replaced)).toBe(0);
      expect(await step(replaced, again)).toBe(1);
      expect(await step(replaced, again)).toBe(0);
      expect(await step(again, { replacedAt: inAnHour })).toBe(1);
      const found = await store.tokens.find(token.id);
      expect(found).toMatchObject({ replacedAt: inAnHour, expiresAt: inAnHour });
      expect(found?.successorIds).toHaveLength(1);
      expect(found).not.toHaveProperty('graceUsedAt');
      expect(await store.tokens.retire(token.id, present)).toBe(false);
    });

    it('the retirement of a token, after which nothing replaces or extends it', async () => {
      const token = aToken(client, { kind: 'refresh' });
      await store.tokens.insert(token);
      expect(await store.tokens.extend(token.id, inAnHour)).toBe(true);
      expect((await store.tokens.find(token.id))?.expiresAt).toEqual(inAnHour);
      expect(await winnersOfTwenty(() => store.tokens.retire(token.id, present))).toBe(1);
      const changes = { successorIds: [], expiresAt: inAnHour, replacedAt: present };
      expect(await store.tokens.replace(token, changes)).toBe(false);
      expect(await store.tokens.extend(token.id, inAnHour)).toBe(false);
    });

    it('the renewal of a session, and its end, after which nothing renews it', async () => {
      const session = aSession(user, { ipAddress: '::1' });
      await store.sessions.insert(session);
      const renew = (index: number) =>
        store.sessions.update(session, { secretHash: `${index}`, ipAddress: undefined, lastUsedAt: inAnHour });
      expect(await winnersOfTwenty(renew)).toBe(1);
      expect(await store.sessions.find(session.id)).toMatchObject({ version: 1, lastUsedAt: inAnHour });
      expect(await store.sessions.find(session.id)).not.toHaveProperty('ipAddress');
      expect(await winnersOfTwenty(() => store.sessions.end(session.id, present))).toBe(1);
      expect(await store.sessions.update({ ...session, version: 1 }, { secretHash: 'revived' })).toBe(false);
    });

    it('the end of a session is kept to be told until it was', async () => {
      const [session, later, live] = [aSession(user), aSession(user), aSession(user)];
      for (const one of [session, later, live]) await store.sessions.insert(one);
      await store.sessions.end(later.id, inAnHour);
      await store.sessions.end(session.id, anHourAgo);
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

    it('a raised epoch of a user marks their sessions to be ended, until that epoch was seen to', async () => {
      const [raised, other] = [aUser(), aUser()];
      for (const one of [raised, other]) await store.users.insert(one);
      await store.users.update(other, { name: 'Grace' });
      await store.users.update(raised, { sessionEpoch: 1 });
      const marked = async () => ids(await store.users.findWithSessionsToEnd(1000));
      expect(await marked()).toContain(raised.id);
      expect(await marked()).not.toContain(other.id);
      await store.users.update({ id: raised.id, version: 1 }, { sessionEpoch: 2 });
      expect(await store.users.sessionsEnded({ id: raised.id, sessionEpoch: 1 })).toBe(false);
      expect(await marked()).toContain(raised.id);
      expect(await store.users.sessionsEnded({ id: raised.id, sessionEpoch: 2 })).toBe(true);
      expect(await marked()).not.toContain(raised.id);
      expect((await store.users.find(raised.id))?.version).toBe(2);
    });

    it('the attempt of a delivery, which puts off the next, until it was delivered', async () => {
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
      expect(await store.deliveries.delivered(first.id, present)).toBe(true);
      expect(await store.deliveries.delivered(first.id, present)).toBe(false);
      expect(await store.deliveries.claim({ id: first.id, attempts: 1 }, present)).toBe(false);
      expect(await due(inAnHour)).toEqual([second.id, future.id]);
    });

    it('the binding of an interaction to a browser, and its finish there', async () => {
      const interaction = anInteraction(client);
      await store.interactions.insert(interaction);
      expect(await store.interactions.finish(interaction.id, 'browser-0', present)).toBe(false);
      expect(await winnersOfTwenty((index) => store.interactions.bind(interaction.id, `browser-${index}`))).toBe(1);
      const { browserHash = '' } = (await store.interactions.find(interaction.id)) ?? {};
      expect(await store.interactions.finish(interaction.id, 'another', present)).toBe(false);
      expect(await store.interactions.finish(interaction.id, browserHash, inAnHour)).toBe(false);
      const finish = () => store.interactions.finish(interaction.id, browserHash, present);
      expect(await winnersOfTwenty(finish)).toBe(1);
    });

    it('the decision on a device, and what it asks meanwhile', async () => {
      const device = aDeviceAuthorization(client);
      await store.deviceAuthorizations.insert(device);
      const { id } = device;
      expect(await store.deviceAuthorizations.poll(id, { interval: 10, lastPolledAt: present })).toBe(true);
      expect(await store.deviceAuthorizations.decide(id, { decision: 'denied' }, inAnHour)).toBe(false);
      const decide = (index: number) =>
        store.deviceAuthorizations.decide(id, { decision: 'allowed', grantId: `grant-${index}` }, present);
      expect(await winnersOfTwenty(decide)).toBe(1);
      expect(await store.deviceAuthorizations.find(id)).toMatchObject({ decision: 'allowed', interval: 10 });
    });

    it('an unfinished interaction changes what it asks, and a finished one does not', async () => {
      const interaction = anInteraction(client, { loginHint: 'ada', authenticateAfter: present });
      await store.interactions.insert(interaction);
      const { id } = interaction;
      expect(await store.interactions.update(id, { loginHint: undefined, register: true })).toBe(true);
      expect(await store.interactions.update(id, { register: true })).toBe(true);
      expect(await store.interactions.update(id, {})).toBe(true);
      const { loginHint: _, ...rest } = interaction;
      expect(await store.interactions.find(id)).toStrictEqual({ ...rest, register: true });
      await store.interactions.bind(id, 'browser');
      await store.interactions.finish(id, 'browser', present);
      expect(await store.interactions.update(id, { register: false })).toBe(false);
      expect(await store.interactions.update('nothing', {})).toBe(false);
    });
  });

  describe('changes that guard nothing', () => {
    it('note a use without raising the version', async () => {
      const record = aUser();
      const key = anApiKey();
      const consent = aConsent(record, client);
      await store.users.insert(record);
      await store.apiKeys.insert(key);
      await store.consents.insert(consent);
      await store.users.touch(record.id, present);
      await store.apiKeys.touch(key.id, present);
      await store.consents.touch(consent.id, present);
      expect(await store.users.find(record.id)).toStrictEqual({ ...record, lastSignInAt: present });
      expect(await store.apiKeys.find(key.id)).toStrictEqual({ ...key, lastUsedAt: present });
      expect(await store.consents.find(consent.id)).toStrictEqual({ ...consent, lastUsedAt: present });
    });

    it('rename a passkey, also to the name that it has', async () => {
      const passkey = aPasskey(user);
      await store.passkeys.insert(passkey);
      expect(await store.passkeys.rename(passkey.id, 'Laptop')).toBe(true);
      expect(await store.passkeys.rename(passkey.id, 'Laptop')).toBe(true);
      expect(await store.passkeys.rename('none', 'Laptop')).toBe(false);
    });
  });

  describe('lists', () => {
    it('are complete, newest first and without duplicates, however long the page', async () => {
      const group = aGroup();
      const members = Array.from({ length: 7 }, () => aMembership(group, aUser()));
      for (const member of members) await store.memberships.insert(member);
      const newestFirst = ids(members).reverse();
      for (const first of [1, 2, 3, 7, 8]) {
        const found = await everything(first, (request) => store.memberships.pageOfGroup(group.generation, request));
        expect(ids(found)).toEqual(newestFirst);
      }
      expect(await store.memberships.countOfGroup(group.generation)).toBe(7);
      expect(await store.memberships.pageOfGroup('another', { first: 5 })).toEqual({ items: [], hasNextPage: false });
    });

    it('that are asked for at once are each what they are by themselves', async () => {
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

    it('stand still while others write: what comes is not seen, what goes is not missed', async () => {
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

    it('refuse a cursor that they did not answer, and a page of none or of too many', async () => {
      const forged = Buffer.from('not a key').toString('base64url');
      for (const after of ['', 'x', '!!', forged, `${forged}=`]) {
        await expect(store.users.page({ first: 1, after })).rejects.toThrow(/^cursor/);
        await expect(store.users.page({ first: 1, after })).rejects.toBeInstanceOf(RangeError);
      }
      for (const first of [0, -1, 101, 1.5]) {
        await expect(store.users.page({ first })).rejects.toBeInstanceOf(RangeError);
      }
    });

    it('of users begin with what is searched in username, e-mail or name, without case', async () => {
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
      expect(ids(await search(`${tag} ÄRM`))).toEqual([found[2]?.id]);
      expect(await store.users.count(tag)).toBe(4);
      expect(await store.users.count(`${tag}%`)).toBe(0);
      const [, byEmail] = found;
      if (byEmail === undefined) return;
      await store.users.update(byEmail, { email: undefined });
      expect(await store.users.count(tag)).toBe(3);
    });

    it('of users are the same for a search that finds many', async () => {
      const tag = randomUUID().slice(0, 8);
      const found = Array.from({ length: 510 }, (_, place) => aUser({ username: `${tag}-${place}` }));
      await Promise.all(found.map((record) => store.users.insert(record)));
      const search = (prefix: string) => everything(100, (request) => store.users.page(request, prefix));
      expect(ids(await search(tag))).toEqual(ids(found).reverse());
      expect(ids(await search(`${tag}-50`))).toEqual(ids([...found.slice(50, 51), ...found.slice(500)]).reverse());
    });

    it('of users without a search, or with an empty one, are all', async () => {
      const all = await everything(50, (request) => store.users.page(request));
      expect(await everything(50, (request) => store.users.page(request, ''))).toEqual(all);
      expect(await store.users.count()).toBe(all.length);
      expect(await store.users.count('')).toBe(all.length);
    });

    it('of clients and groups begin with what is searched', async () => {
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

    it('of issuers and API keys are all, and the keys of a user theirs', async () => {
      const owner = aUser();
      const keys = [anApiKey({ userId: owner.id }), anApiKey(), anApiKey({ userId: owner.id })];
      for (const key of keys) await store.apiKeys.insert(key);
      const all = await everything(2, (request) => store.apiKeys.page(request));
      expect(ids(all).slice(0, 3)).toEqual(ids(keys).reverse());
      expect(await store.apiKeys.count()).toBe(all.length);
      const own = await everything(1, (request) => store.apiKeys.pageOfUser(owner.id, request));
      expect(ids(own)).toEqual([keys[2]?.id, keys[0]?.id]);
      const issuers = await everything(2, (request) => store.issuers.page(request));
      expect(await store.issuers.count()).toBe(issuers.length);
    });

    it('of sessions and grants go by user, by client, and by both', async () => {
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

    it('of sessions and grants leave out what has ended, where that is asked for', async () => {
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

    it('of permissions, memberships and consents go by each of their ends, and go with them', async () => {
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

    it('of events go both ways, by everything that is known of them, and between two times', async () => {
      const tag = randomUUID();
      const at = (seconds: number) => new Date(present.getTime() + seconds * 1000);
      const events = [
        anAuditEvent({ userId: tag, type: 'SIGNED_IN', actorId: `${tag}-actor`, actorKind: 'USER', at: at(-50) }),
        anAuditEvent({ userId: tag, type: 'SIGN_IN_REFUSED', outcome: 'FAILURE', at: at(0), detail: { 'a.b': '$c' } }),
        anAuditEvent({ userId: tag, type: 'SIGNED_OUT', clientId: `${tag}-client`, at: at(10) }),
        anAuditEvent({ userId: tag, type: 'UPDATED', resource: 'clients', resourceId: `${tag}-resource`, at: at(20) }),
        anAuditEvent({ userId: tag, type: 'SIGNED_IN', sessionId: `${tag}-session`, ipAddress: '::1', at: at(30) }),
      ];
      await store.auditEvents.insertMany(events.slice(0, 4));
      await store.auditEvents.insertMany(events.slice(4));
      await store.auditEvents.insertMany([]);
      const found = async (filter: Parameters<Store['auditEvents']['count']>[0]) => {
        const oldest = await everything(2, (request) => store.auditEvents.page(request, 'OLDEST_FIRST', filter));
        const newest = await everything(2, (request) => store.auditEvents.page(request, 'NEWEST_FIRST', filter));
        expect(newest).toEqual([...oldest].reverse());
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
      expect(await found({ userId: tag, from: at(0), to: at(20) })).toEqual([1, 2, 3]);
      expect(await found({ userId: tag, from: at(1) })).toEqual([2, 3, 4]);
      expect(await found({ userId: tag, to: at(-1) })).toEqual([0]);
      expect(await store.auditEvents.count({})).toBe(5);
    });

    it('of few records are not paged: administrators, scopes, webhooks, key rings, pending links, several by id', async () => {
      const administrator = aUser({ adminRole: 'USER_MANAGER' });
      await store.users.insert(administrator);
      const administrators = await store.users.findAdministrators();
      expect(administrators.every(({ adminRole }) => adminRole !== undefined)).toBe(true);
      expect(ids(administrators)).toContain(administrator.id);

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

      const passkeys = [aPasskey(user), aPasskey(user)];
      for (const passkey of passkeys) await store.passkeys.insert(passkey);
      expect(new Set(ids(await store.passkeys.findMany([...ids(passkeys), 'none'])))).toEqual(new Set(ids(passkeys)));
      expect(await store.passkeys.findMany([])).toEqual([]);
      expect(await store.users.findMany([user.id, 'nobody'])).toStrictEqual([await store.users.find(user.id)]);
      expect(ids(await store.clients.findMany([client.id]))).toEqual([client.id]);
    });

    it('of passkeys show one of another RP ID', async () => {
      await store.passkeys.insert(aPasskey(user, { rpId: 'localhost' }));
      expect(await store.passkeys.findOfOtherRpId('localhost')).toBeUndefined();
      await store.passkeys.insert(aPasskey(user, { rpId: 'example.org' }));
      expect((await store.passkeys.findOfOtherRpId('localhost'))?.rpId).toBe('example.org');
      expect(await store.passkeys.count()).toBeGreaterThan(1);
    });
  });

  describe('readLive', () => {
    const live = async () => {
      const [owner, wiki, group] = [aUser({ claims: { 'a.b': [1] } }), aClient(), aGroup()];
      const session = aSession(owner);
      const membership = aMembership(group, owner);
      const permission = aPermission(wiki, { group });
      const consent = aConsent(owner, wiki);
      const grant = aGrant(owner, wiki, {
        sessionId: session.id,
        consentId: consent.id,
        accessBasis: { by: 'group', permissionId: permission.id, membershipId: membership.id, groupId: group.id },
      });
      const token = aToken(wiki, { grantId: grant.id });
      const records = { token, grant, user: owner, client: wiki, session, permission, membership, group, consent };
      await store.users.insert(owner);
      await store.clients.insert(wiki);
      await store.groups.insert(group);
      await store.sessions.insert(session);
      await store.memberships.insert(membership);
      await store.permissions.insert(permission);
      await store.consents.insert(consent);
      await store.grants.insert(grant);
      await store.tokens.insert(token);
      return records;
    };

    it('finds all that a token stands on, by the token or by its grant', async () => {
      const records = await live();
      expect(await store.readLive({ tokenId: records.token.id })).toStrictEqual(records);
      const { token: _, ...ofGrant } = records;
      expect(await store.readLive({ grantId: records.grant.id })).toStrictEqual(ofGrant);
    });

    it('leaves out what is gone', async () => {
      const { token, grant, user: owner, client: wiki, permission, consent, ...rest } = await live();
      await store.users.delete(owner.id);
      await store.permissions.delete(permission.id);
      await store.consents.delete(consent.id);
      expect(await store.readLive({ tokenId: token.id })).toStrictEqual({ token, grant, client: wiki, ...rest });
      await store.clients.delete(wiki.id);
      expect(await store.readLive({ grantId: grant.id })).toStrictEqual({ grant, ...rest });
      await store.grants.delete(grant.id);
      expect(await store.readLive({ tokenId: token.id })).toStrictEqual({ token });
      expect(await store.readLive({ grantId: grant.id })).toBeUndefined();
      expect(await store.readLive({ tokenId: orderedId() })).toBeUndefined();
    });

    it('finds the client of a token that has no grant', async () => {
      const token = aToken(client);
      await store.tokens.insert(token);
      expect(await store.readLive({ tokenId: token.id })).toStrictEqual({ token, client });
    });

    it('finds the permission of a user, and nothing that a policy does not name', async () => {
      const [owner, wiki] = [aUser(), aClient()];
      const permission = aPermission(wiki, { user: owner });
      const grant = aGrant(owner, wiki, { accessBasis: { by: 'user', permissionId: permission.id } });
      const byPolicy = aGrant(owner, wiki, { accessBasis: { by: 'policy' } });
      await store.users.insert(owner);
      await store.clients.insert(wiki);
      await store.permissions.insert(permission);
      await store.grants.insert(grant);
      await store.grants.insert(byPolicy);
      expect(await store.readLive({ grantId: grant.id })).toStrictEqual({
        grant,
        user: owner,
        client: wiki,
        permission,
      });
      expect(await store.readLive({ grantId: byPolicy.id })).toStrictEqual({
        grant: byPolicy,
        user: owner,
        client: wiki,
      });
    });

    it('sees a write of the moment before', async () => {
      const { token, grant, user: owner } = await live();
      await store.grants.revoke(grant.id, present);
      await store.users.update(owner, { grantEpoch: 1 });
      expect(await store.readLive({ tokenId: token.id })).toMatchObject({
        grant: { revokedAt: present },
        user: { grantEpoch: 1 },
      });
    });
  });

  describe('readSession', () => {
    it('finds a session with its user, and without a user that is gone', async () => {
      const owner = aUser();
      const session = aSession(owner);
      const nothing = { permissions: [], memberships: [], groups: [] };
      await store.sessions.insert(session);
      expect(await store.readSession(session.id)).toStrictEqual({ session, ...nothing });
      expect(await store.readSession(session.id, client)).toStrictEqual({ session, ...nothing });
      await store.users.insert(owner);
      expect(await store.readSession(session.id)).toStrictEqual({ session, user: owner, ...nothing });
      expect(await store.readSession(orderedId())).toBeUndefined();
      expect(await store.readSession(orderedId(), client)).toBeUndefined();
    });

    it('finds what could let the user in to the client: theirs, and that of their groups', async () => {
      const [owner, stranger, wiki] = [aUser({ username: 'Åse' }), aUser(), aClient()];
      const [staff, guests, unpermitted] = [aGroup(), aGroup(), aGroup()];
      const session = aSession(owner);
      const own = aPermission(wiki, { user: owner });
      const ofStaff = aPermission(wiki, { group: staff });
      const ofGuests = aPermission(wiki, { group: guests });
      const inStaff = aMembership(staff, owner);
      const consent = aConsent(owner, wiki);
      for (const record of [owner, stranger]) await store.users.insert(record);
      for (const record of [staff, guests, unpermitted]) await store.groups.insert(record);
      for (const record of [own, ofStaff, ofGuests, aPermission(wiki, { user: stranger })]) {
        await store.permissions.insert(record);
      }
      await store.permissions.insert(aPermission(client, { user: owner }));
      for (const record of [inStaff, aMembership(unpermitted, owner), aMembership(guests, stranger)]) {
        await store.memberships.insert(record);
      }
      await store.consents.insert(consent);
      await store.consents.insert(aConsent(stranger, wiki));
      await store.sessions.insert(session);
      const found = await store.readSession(session.id, wiki);
      expect({ ...found, permissions: new Set(found?.permissions) }).toStrictEqual({
        session,
        user: owner,
        consent,
        permissions: new Set([own, ofStaff]),
        memberships: [inStaff],
        groups: [staff],
      });
      expect(consent.key).toBe(consentKey(wiki, owner.id));
      expect(own.key).toBe(permissionKey(wiki, { userId: owner.id }));
      expect(inStaff.key).toBe(membershipKey(staff, owner.id));
    });

    it('finds a membership and its permission when the group is gone', async () => {
      const [owner, wiki, group] = [aUser(), aClient(), aGroup()];
      const session = aSession(owner);
      const permission = aPermission(wiki, { group });
      const membership = aMembership(group, owner);
      await store.users.insert(owner);
      await store.sessions.insert(session);
      await store.permissions.insert(permission);
      await store.memberships.insert(membership);
      expect(await store.readSession(session.id, wiki)).toStrictEqual({
        session,
        user: owner,
        permissions: [permission],
        memberships: [membership],
        groups: [],
      });
    });

    it('takes an generation as it is, whatever is in it', async () => {
      const [owner, wiki] = [aUser(), aClient({ generation: "$userId'" })];
      const session = aSession(owner);
      const permission = aPermission(wiki, { user: owner });
      await store.users.insert(owner);
      await store.sessions.insert(session);
      await store.permissions.insert(permission);
      expect((await store.readSession(session.id, wiki))?.permissions).toStrictEqual([permission]);
    });
  });

  describe('sweeping', () => {
    it('leaves what has not expired, and hurts nobody', async () => {
      const [session, token] = [aSession(user), aToken(client)];
      await store.sessions.insert(session);
      await store.tokens.insert(token);
      await store.sweep(present);
      expect(await store.sessions.find(session.id)).toStrictEqual(session);
      expect(await store.tokens.find(token.id)).toStrictEqual(token);
      expect(await store.usedOnce.take('jti', inAnHour)).toBe(false);
    });
  });

  it('answers a ping', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('counts round trips: one for each of the hot reads and writes', async () => {
    const told: string[] = [];
    const counted = await openStore(
      database.config.kind === 'mongodb' ? database.config : (await makeDatabase()).config,
      {
        onStatement: (statement) => told.push(statement.text),
      },
    );
    const [session, token] = [aSession(user), aToken(client)];
    const trips = async (work: () => Promise<unknown>) => {
      told.length = 0;
      await work();
      return told.length;
    };
    expect(await trips(() => counted.sessions.insert(session))).toBe(1);
    expect(await trips(() => counted.tokens.insertMany([token, aToken(client)]))).toBe(1);
    expect(await trips(() => counted.readSession(session.id, client))).toBe(1);
    expect(await trips(() => counted.readLive({ tokenId: token.id }))).toBe(1);
    expect(await trips(() => counted.tokens.end(token.id, present))).toBe(1);
    await counted.close();
  });
});
