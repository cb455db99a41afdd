import { describe, expect, it } from '@jest/globals';
import type { Store } from '../../../src/model/store.js';
import {
  aChallenge,
  aClient,
  aConsent,
  aDelivery,
  aDeviceAuthorization,
  aDeviceLink,
  aGrant,
  aGroup,
  aKeyRing,
  aMail,
  aMembership,
  anApiKey,
  anEnrolmentLink,
  anInteraction,
  anInvitation,
  anIssuer,
  aPasskey,
  aPermission,
  aPicture,
  aProtectedHost,
  aPushedRequest,
  aRole,
  aRoleAssignment,
  aScope,
  aServerSettings,
  aSession,
  aToken,
  aUser,
  aWebhook,
  inAnHour,
  present,
} from '../records.js';
import { describeStore, ids, winnersOfTwenty } from './describe-store.js';

describeStore(({ store, user, client }) => {
  describe('every record', () => {
    const { createdAt: _, ...pendingPasskey } = aPasskey(aUser());
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
        syncedPasskeyIds: ['two'],
        recoveryCodeHashes: ['hash'],
        emailVerification: { secretHash: 'hash', email: 'grace@example.org', expiresAt: 2_000_000_000_000 },
        invitationId: 'i',
        awaitsApproval: true,
        awaitsGroups: true,
        lastSignInAt: present,
        news: [
          { kind: 'PASSKEY_ADDED', at: 1, browserHash: 'b', sessionId: 's', passkeyId: 'one', passkeyName: '“One”' },
        ],
        nudgedAt: present,
      }),
      client: aClient({
        secrets: [
          {
            id: 's',
            secret: { sealed: 'k.iv.text' },
            hint: 'abc',
            createdAt: 1,
            expiresAt: 2,
            lastUsedAt: 3,
            tooShortToSign: true,
          },
        ],
        backchannel_logout_uri: 'https://wiki.example/logout',
        jwks: { keys: [{ kty: 'EC', 'x5t#S256': 'a', 'key.ops': ['$verify'] }] },
        jwks_uri: 'https://wiki.example/jwks',
        request_object_signing_alg: 'ES256',
        userinfo_signed_response_alg: 'RS256',
        introspection_signed_response_alg: 'RS256',
        logo_uri: 'https://wiki.example/logo.svg',
        client_uri: 'https://wiki.example',
        policy_uri: 'https://wiki.example/policy',
        initiate_login_uri: 'https://wiki.example/start',
        lastUsedAt: present,
        tos_uri: 'https://wiki.example/tos',
        registrationEnabled: true,
        forwardAuth: {
          hosts: ['wiki.example'],
          rules: [{ path: '/$a.b', action: 'BYPASS', methods: ['GET'] }],
          userHeader: 'USER_ID',
        },
        defaultAcr: 'phrh',
        defaultMaxAge: 0,
        requireDeviceBound: true,
        askEmail: true,
        templateId: 'wiki',
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
      mail: aMail({ userId: 'u', attempts: 2, error: '550 "no"', sentAt: present }),
      enrolmentLink: anEnrolmentLink(aUser(), { firstOwner: true, adminRole: 'OWNER', usedAt: present }),
      deviceLink: aDeviceLink(aUser(), {
        device: { browserHash: 'b', number: '42', ipAddress: '2001:db8::1', userAgent: '“A” browser' },
        passkey: pendingPasskey,
        outcome: 'CONFIRMED',
      }),
      invitation: anInvitation({
        name: 'Crew “2026”',
        groups: [{ id: 'crew', generation: 'i' }],
        emailDomain: 'example.org',
        askEmail: true,
        requiresApproval: true,
        uses: 3,
        maker: { userId: 'u', keyEpoch: 2, makerKeyId: 'k', makerKeyOrder: 'o' },
      }),
      grant: aGrant(aUser(), client, {
        sessionId: 's',
        offline: true,
        accessBasis: { by: 'group', permissionId: 'p', membershipId: 'm', groupId: 'g' },
        consentId: 'c',
        resource: ['https://api.example'],
        request: { claims: { userinfo: { 'http://example.org/claim.name': null } }, nonce: 'n' },
        codeUsedAt: present,
        cookieHash: 'h',
        revokedAt: present,
        lastUsedAt: present,
      }),
      group: aGroup({ description: 'Who cooks on Sundays' }),
      interaction: anInteraction(client, {
        browserHash: 'b',
        request: { scope: 'openid', $set: { a: 1 } },
        loginHint: 'ada',
        uiLocales: 'de',
        register: true,
        authenticateAfter: present,
        consent: { sessionId: 's', scopes: ['openid'], claims: ['sub'] },
        deniedAt: present,
        finishedAt: present,
      }),
      deviceAuthorization: aDeviceAuthorization(client, {
        decision: 'allowed',
        grantId: 'g',
        lastPolledAt: present,
      }),
      protectedHost: aProtectedHost(client),
      pushedRequest: aPushedRequest(client, { request: { request: { scope: 'openid' }, $set: 1 } }),
      reservedName: { id: 'digest', reservedFor: 'FORMER_USERNAME', createdAt: present },
      issuer: anIssuer({ slug: 'shop' }),
      keyRing: aKeyRing(anIssuer()),
      membership: aMembership(aGroup(), aUser()),
      passkey: aPasskey(aUser(), { signCount: 4_294_967_295, lastUsedAt: present, attested: true }),
      permission: aPermission(client, { group: aGroup() }),
      role: aRole({ client }, { description: 'Writes' }),
      roleOfApi: aRole({ resource: 'https://api.example' }, { scopes: ['a', 'b'] }),
      roleAssignment: aRoleAssignment(aRole({ client }), { group: aGroup() }),
      scope: aScope({ description: 'Read', claims: ['a'], resource: 'https://api.example', requiresRole: true }),
      serverSettings: aServerSettings({ values: { rpName: 'Home', aaguids: [], 'a.$b': 1 } as never }),
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
        previousSecret: { secret: { sealed: 'k.iv.text' }, expiresAt: 1 },
        deliveries: [
          {
            kind: 'EVENT',
            eventId: 'e',
            eventType: 'SIGNED_IN',
            attempts: 2,
            firstAttemptAt: 1,
            lastAttemptAt: 2,
            statusCode: 500,
            error: 'It failed.',
            response: '$no.',
          },
        ],
        nextAttemptAt: inAnHour,
        lease: 'mine',
        leasedUntil: inAnHour,
      }),
    };

    it('is read as it was written, with every field that it can have', async () => {
      const { user, client, token, session, permission, membership, grant, group } = everyField;
      const written = [
        [store.users, user],
        [store.clients, client],
        [store.apiKeys, everyField.apiKey],
        [store.challenges, everyField.challenge],
        [store.consents, everyField.consent],
        [store.deliveries, everyField.delivery],
        [store.enrolmentLinks, everyField.enrolmentLink],
        [store.deviceLinks, everyField.deviceLink],
        [store.invitations, everyField.invitation],
        [store.grants, grant],
        [store.groups, group],
        [store.interactions, everyField.interaction],
        [store.deviceAuthorizations, everyField.deviceAuthorization],
        [store.pictures, aPicture({ userId: user.id, clientId: client.id, issuerId: 'shop' })],
        [store.protectedHosts, everyField.protectedHost],
        [store.pushedRequests, everyField.pushedRequest],
        [store.reservedNames, everyField.reservedName],
        [store.issuers, everyField.issuer],
        [store.keyRings, everyField.keyRing],
        [store.memberships, membership],
        [store.passkeys, everyField.passkey],
        [store.permissions, permission],
        [store.roleAssignments, everyField.roleAssignment],
        [store.roles, everyField.role],
        [store.roles, everyField.roleOfApi],
        [store.scopes, everyField.scope],
        [store.serverSettings, everyField.serverSettings],
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

    it('is read without the fields that it does not have', async () => {
      const bare = aUser();
      await store.users.insert(bare);
      const found = await store.users.find(bare.id);
      expect(found).toStrictEqual(bare);
      expect(found).not.toHaveProperty('email');
      expect(await store.users.find('unknown')).toBeUndefined();
    });

    it('keeps text in every script, quotes, and text that looks like part of a statement', async () => {
      const texts = ['日本語 👩‍💻 ñ', "'; drop table users; --", '$ne', '%_\\', 'a\u0000b', 'line\nbreak', '?', ' '];
      for (const name of texts) {
        const record = aUser({ name, claims: { [name]: name } });
        await store.users.insert(record);
        expect(await store.users.find(record.id)).toStrictEqual(record);
        expect(
          ids((await store.users.page({ first: 100 }, { search: name })).items.map((item) => item.record)),
        ).toContain(record.id);
      }
    });

    it('is found only by a plain value: a value that looks like an operator is rejected', async () => {
      for (const sent of [{ $gt: '' }, { $ne: null }, [user.id], { $in: [user.id] }, new String(user.id)]) {
        const value = sent as unknown as string;
        await expect(store.users.find(value)).rejects.toThrow(TypeError);
        await expect(store.users.delete(value)).rejects.toThrow(TypeError);
        await expect(store.grants.revoke(value, present)).rejects.toThrow(TypeError);
        await expect(store.readLive({ tokenId: value })).rejects.toThrow();
        await expect(store.readSession(value, client)).rejects.toThrow();
        await expect(store.readInteraction(value, user.id)).rejects.toThrow();
        await expect(store.readSignIn(value, user.id)).rejects.toThrow();
        await expect(store.challenges.take(value, 'registration', 'b', present)).rejects.toThrow(TypeError);
      }
      expect(await store.users.find(user.id)).toBeDefined();
    });

    it('is deleted exactly once', async () => {
      const record = aUser();
      await store.users.insert(record);
      expect(await winnersOfTwenty(() => store.users.delete(record.id))).toBe(1);
      expect(await store.users.find(record.id)).toBeUndefined();
    });
  });
});
