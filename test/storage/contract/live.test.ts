import { describe, expect, it } from '@jest/globals';
import { consentKey } from '../../../src/model/access/consent.js';
import { permissionKey } from '../../../src/model/access/permission.js';
import type { Role } from '../../../src/model/access/role.js';
import { membershipKey } from '../../../src/model/people/group.js';
import {
  aChallenge,
  aClient,
  aConsent,
  aGrant,
  aGroup,
  aMembership,
  anInteraction,
  aPasskey,
  aPermission,
  aRole,
  aRoleAssignment,
  aSession,
  aToken,
  aUser,
  orderedId,
  present,
} from '../records.js';
import { describeStore } from './describe-store.js';

describeStore(({ store, client, openOther }) => {
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
      const { id, name, generation } = group;
      const userGroups = [{ id, name, generation, isPermitted: true }];
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
      return { ...records, userGroups };
    };

    it('finds every record that a token depends on, by the token or by its grant', async () => {
      const records = await live();
      expect(await store.readLive({ tokenId: records.token.id })).toStrictEqual(records);
      const { token: _, ...ofGrant } = records;
      expect(await store.readLive({ grantId: records.grant.id })).toStrictEqual(ofGrant);
    });

    it('leaves out the records that have been deleted', async () => {
      const { token, grant, user: owner, client: wiki, permission, consent, userGroups, ...rest } = await live();
      const unpermitted = userGroups.map((group) => ({ ...group, isPermitted: false }));
      const left = { ...rest, userGroups: unpermitted };
      await store.users.delete(owner.id);
      await store.permissions.delete(permission.id);
      await store.consents.delete(consent.id);
      expect(await store.readLive({ tokenId: token.id })).toStrictEqual({ token, grant, client: wiki, ...left });
      await store.clients.delete(wiki.id);
      expect(await store.readLive({ grantId: grant.id })).toStrictEqual({ grant, ...left });
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

    it('finds the permission of a user, and none if the policy admits every user', async () => {
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

    it('sees the write just before it', async () => {
      const { token, grant, user: owner } = await live();
      await store.grants.revoke(grant.id, present);
      await store.users.update(owner, { grantEpoch: 1 });
      expect(await store.readLive({ tokenId: token.id })).toMatchObject({
        grant: { revokedAt: present },
        user: { grantEpoch: 1 },
      });
    });

    it('sees at once that another process has changed, deleted or registered again the client', async () => {
      const { token, client: wiki } = await live();
      const read = async () => (await store.readLive({ tokenId: token.id }))?.client;
      const other = await openOther();
      expect(await read()).toStrictEqual(wiki);
      const changed = await other.clients.update(wiki, { enabled: false, grantEpoch: 1 });
      expect(await read()).toStrictEqual(changed);
      await other.clients.delete(wiki.id);
      expect(await read()).toBeUndefined();
      const again = aClient({ id: wiki.id, name: 'Another' });
      await other.clients.insert(again);
      expect(again.version).toBe(wiki.version);
      expect(await read()).toStrictEqual(again);
      expect(await read()).toStrictEqual(again);
    });

    it('is not affected by what a caller does to an earlier result', async () => {
      const { token, client: wiki } = await live();
      const read = async () => (await store.readLive({ tokenId: token.id }))?.client;
      Reflect.set((await read())?.redirect_uris ?? [], 0, 'https://evil.example');
      expect(await read()).toStrictEqual(wiki);
    });
  });

  describe('readSession', () => {
    it('finds a session with its user, and without a user that has been deleted', async () => {
      const owner = aUser();
      const session = aSession(owner);
      const nothing = { permissions: [], memberships: [], groups: [], userGroups: [], userRoles: [] };
      await store.sessions.insert(session);
      expect(await store.readSession(session.id)).toStrictEqual({ session, ...nothing });
      expect(await store.readSession(session.id, client)).toStrictEqual({ session, ...nothing });
      await store.users.insert(owner);
      expect(await store.readSession(session.id)).toStrictEqual({ session, user: owner, ...nothing });
      expect(await store.readSession(orderedId())).toBeUndefined();
      expect(await store.readSession(orderedId(), client)).toBeUndefined();
    });

    it('finds the permissions for the client, both of the user and of the groups of the user', async () => {
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
        userGroups: [
          { id: staff.id, name: staff.name, generation: staff.generation, isPermitted: true },
          { id: unpermitted.id, name: unpermitted.name, generation: unpermitted.generation, isPermitted: false },
        ],
        userRoles: [],
      });
      expect(consent.key).toBe(consentKey(wiki, owner.id));
      expect(own.key).toBe(permissionKey(wiki, { userId: owner.id }));
      expect(inStaff.key).toBe(membershipKey(staff, owner.id));
    });

    it('finds a membership and its permission if the group has been deleted', async () => {
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
        userGroups: [],
        userRoles: [],
      });
    });

    it('takes a generation literally, whatever characters it has', async () => {
      const [owner, wiki] = [aUser(), aClient({ generation: "$userId'" })];
      const session = aSession(owner);
      const permission = aPermission(wiki, { user: owner });
      await store.users.insert(owner);
      await store.sessions.insert(session);
      await store.permissions.insert(permission);
      expect((await store.readSession(session.id, wiki))?.permissions).toStrictEqual([permission]);
    });
  });

  it('finds the roles of the user and of the user’s groups, and no others', async () => {
    const [owner, stranger, wiki] = [aUser(), aUser(), aClient()];
    const [staff, again, guests] = [aGroup(), aGroup(), aGroup()];
    const resource = `https://${wiki.id}.example`;
    const [editor, reader, unassigned, ofOthers, ofDeleted] = ['editor', 'reader', 'none', 'others', 'deleted'].map(
      (name) => aRole(name === 'reader' ? { resource } : { client: wiki }, { name }),
    ) as [Role, Role, Role, Role, Role];
    for (const user of [owner, stranger]) await store.users.insert(user);
    for (const group of [staff, guests]) await store.groups.insert(group);
    for (const role of [editor, reader, unassigned, ofOthers, ofDeleted]) await store.roles.insert(role);
    // A group that was deleted and created again: its membership and assignment are not of the new group.
    await store.groups.insert({ ...again, generation: 'another' });
    for (const group of [staff, again]) await store.memberships.insert(aMembership(group, owner));
    await store.memberships.insert(aMembership(guests, stranger));
    const assignments = [
      aRoleAssignment(editor, { user: owner }),
      aRoleAssignment(reader, { group: staff }),
      aRoleAssignment(ofOthers, { user: stranger }),
      aRoleAssignment(ofOthers, { group: guests }),
      aRoleAssignment(ofDeleted, { group: again }),
    ];
    for (const assignment of assignments) await store.roleAssignments.insert(assignment);
    const expected = new Set([
      { name: 'editor', clientGeneration: wiki.generation, scopes: ['orders'] },
      { name: 'reader', resource, scopes: ['orders'] },
    ]);
    const [session, grant] = [aSession(owner), aGrant(owner, wiki, { accessBasis: { by: 'policy' } })];
    await store.clients.insert(wiki);
    await store.sessions.insert(session);
    await store.grants.insert(grant);
    expect(new Set((await store.readSession(session.id, wiki))?.userRoles)).toStrictEqual(expected);
    expect(new Set((await store.readLive({ grantId: grant.id }))?.userRoles)).toStrictEqual(expected);
    await store.roles.delete(editor.id);
    await store.roles.insert({ ...editor, generation: 'another' });
    expect((await store.readLive({ grantId: grant.id }))?.userRoles).toHaveLength(1);
  });

  describe('readInteraction', () => {
    it('finds an interaction together with a session and its records for the client of the interaction', async () => {
      const [owner, wiki, staff] = [aUser(), aClient({ generation: "$userId'" }), aGroup()];
      const session = aSession(owner);
      const answer = { sessionId: session.id, scopes: ['openid'], claims: [] };
      const interaction = anInteraction(wiki, { browserHash: 'browser', consent: answer });
      await store.users.insert(owner);
      await store.sessions.insert(session);
      await store.groups.insert(staff);
      await store.interactions.insert(interaction);
      await store.memberships.insert(aMembership(staff, owner));
      await store.permissions.insert(aPermission(wiki, { group: staff }));
      await store.permissions.insert(aPermission(client, { user: owner }));
      await store.consents.insert(aConsent(owner, wiki));
      const found = await store.readInteraction(interaction.id, session.id);
      expect(found).toStrictEqual({ interaction, session: await store.readSession(session.id, wiki) });
      expect(found?.session).toMatchObject({ memberships: [{ userId: owner.id }], groups: [staff] });
    });

    it('finds an interaction without a session that does not exist, and nothing without the interaction', async () => {
      const interaction = anInteraction(client);
      const session = aSession(aUser());
      await store.interactions.insert(interaction);
      await store.sessions.insert(session);
      expect(await store.readInteraction(interaction.id, orderedId())).toStrictEqual({ interaction });
      expect(await store.readInteraction(orderedId(), session.id)).toBeUndefined();
    });
  });

  describe('readSignIn', () => {
    it('finds a passkey with its user, and a challenge with its interaction', async () => {
      const owner = aUser();
      const [passkey, interaction] = [aPasskey(owner), anInteraction(client)];
      const challenge = aChallenge({ interactionId: interaction.id });
      await store.passkeys.insert(passkey);
      expect(await store.readSignIn(passkey.id, challenge.id)).toStrictEqual({ passkey });
      await store.challenges.insert(challenge);
      await store.users.insert(owner);
      expect(await store.readSignIn(passkey.id, challenge.id)).toStrictEqual({ passkey, user: owner, challenge });
      await store.interactions.insert(interaction);
      const all = { passkey, user: owner, challenge, interaction };
      expect(await store.readSignIn(passkey.id, challenge.id)).toStrictEqual(all);
      expect(await store.readSignIn('nothing', challenge.id)).toBeUndefined();
    });
  });
});
