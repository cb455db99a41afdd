import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { register } from '../../support/ceremonies.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { codeOf, userCalls, WHOLE_PROFILE } from '../../support/user-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { create, created, update, setEnabled, remove, recordOf } = userCalls(() => server);

describe('updateUser', () => {
  it('keeps omitted fields and clears fields with null', async () => {
    const { id } = await created({ name: 'Ada', email: 'ada@example.org', emailVerified: true, claims: { a: 1 } });
    const renamed = (await update({ id, name: 'Ada L.' })).data.updateUser.user;
    expect(renamed).toMatchObject({ name: 'Ada L.', email: 'ada@example.org', emailVerified: true, claims: { a: 1 } });
    const cleared = (await update({ id, name: null, email: null, claims: null })).data.updateUser.user;
    expect(cleared).toMatchObject({ name: null, email: null, emailVerified: false, claims: {} });
    expect(refusal(await update({ id, username: null }))).toBe('INVALID_INPUT username');
  });

  it('marks a changed address or number as not verified, unless the same change verifies it', async () => {
    const { id } = await created(WHOLE_PROFILE);
    const changed = { email: 'new@example.org', phoneNumber: '+15557654321' };
    const unverified = (await update({ id, ...changed })).data.updateUser.user;
    expect(unverified).toMatchObject({ ...changed, emailVerified: false, phoneNumberVerified: false });
    const both = (await update({ id, email: 'next@example.org', emailVerified: true })).data.updateUser.user;
    expect(both).toMatchObject({ email: 'next@example.org', emailVerified: true });
  });

  it.each([...Object.keys(WHOLE_PROFILE), 'adminRole'])('clears %s with null', async (field) => {
    const { id } = await created({ ...WHOLE_PROFILE, adminRole: 'AUDITOR' });
    const { user } = (await update({ id, [field]: null })).data.updateUser;
    const empty = { emailVerified: false, phoneNumberVerified: false, claims: {} };
    expect(user[field]).toEqual(field in empty ? empty[field as keyof typeof empty] : null);
    const without = { email: 'emailVerified', phoneNumber: 'phoneNumberVerified' }[field];
    const kept = Object.entries(WHOLE_PROFILE).filter(([name]) => name !== field && name !== without);
    expect(user).toMatchObject(Object.fromEntries(kept));
  });

  it('changes a username, but not to one that another user has', async () => {
    const { id, username } = await created();
    const other = await created();
    expect(refusal(await update({ id, username: other.username.toUpperCase() }))).toBe('ALREADY_EXISTS username');
    expect((await update({ id, username: username.toUpperCase() })).errors).toEqual([]);
    expect((await server.call(`{ userByUsername(username: "${username}") { username } }`)).data.userByUsername).toEqual(
      {
        username: username.toUpperCase(),
      },
    );
  });

  it('gives a username to one user if twenty requests want it', async () => {
    const users = await Promise.all(Array.from({ length: 20 }, () => created()));
    const answers = await Promise.all(users.map(({ id }) => update({ id, username: 'coveted' })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter((answer) => refusal(answer) === 'ALREADY_EXISTS username')).toHaveLength(19);
  });

  it('invalidates older enrolment links when the role changes', async () => {
    const { data } = await create({ username: 'rising', enrolmentLink: true });
    const { user, enrolmentLink } = data.createUser;
    const links = async () =>
      (await server.call(`{ user(id: "${user.id}") { enrolmentLinks { id } } }`)).data.user.enrolmentLinks;
    await update({ id: user.id, name: 'Still the same' });
    expect(await links()).toHaveLength(1);
    await update({ id: user.id, adminRole: 'AUDITOR' });
    expect(await links()).toEqual([]);
    await update({ id: user.id, adminRole: null });
    expect(await links()).toEqual([]);
    const attempt = register(server.deps, softwareAuthenticator(), {
      request: { enrolment: codeOf(enrolmentLink.url) },
    });
    await expect(attempt).rejects.toMatchObject({ code: 'enrolment_invalid' });
  });

  it('writes the names of changed fields to the audit log, but no personal data', async () => {
    const { id } = await created();
    await update({ id, email: 'private@example.org', adminRole: 'AUDITOR' });
    const events = await server.deps.store.auditEvents.page({ first: 10 }, 'NEWEST_FIRST', {
      userId: id,
      types: ['UPDATED'],
    });
    expect(events.items[0]?.record.detail).toEqual({
      changed: ['email', 'adminRole'],
      from: { adminRole: null },
      to: { adminRole: 'AUDITOR' },
    });
  });
});

describe('setUserEnabled', () => {
  it('ends sessions, grants and enrolment links when it disables a user, and restores none when it enables the user', async () => {
    const { id } = await created({ enrolmentLink: true });
    const before = await recordOf(id);
    expect((await setEnabled(id, false)).data.setUserEnabled.user.enabled).toBe(false);
    const disabled = await recordOf(id);
    expect(disabled).toMatchObject({
      enabled: false,
      grantEpoch: before.grantEpoch + 1,
      sessionEpoch: before.sessionEpoch + 1,
    });
    await setEnabled(id, true);
    expect(await recordOf(id)).toMatchObject({ enabled: true, grantEpoch: disabled.grantEpoch });
    expect((await server.call(`{ user(id: "${id}") { enrolmentLinks { id } } }`)).data.user.enrolmentLinks).toEqual([]);
  });

  it('cancels a deletion of the account when it disables or enables a user', async () => {
    const { id } = await created();
    for (const enabled of [false, true]) {
      const asked = { deletionAt: new Date(0), deletionSessionId: 'session' };
      await server.deps.store.users.update(await recordOf(id), asked);
      await setEnabled(id, enabled);
      const { deletionAt, deletionSessionId } = await recordOf(id);
      expect([deletionAt, deletionSessionId]).toEqual([undefined, undefined]);
    }
    const filter = { userId: id, types: ['DELETION_CANCELLED'] } as const;
    expect((await server.deps.store.auditEvents.page({ first: 9 }, 'NEWEST_FIRST', filter)).items).toHaveLength(2);
  });

  it('changes nothing the second time', async () => {
    const { id } = await created();
    await setEnabled(id, false);
    const { version } = await recordOf(id);
    expect((await setEnabled(id, false)).errors).toEqual([]);
    expect((await recordOf(id)).version).toBe(version);
  });

  it('prevents new enrolment links for a disabled user', async () => {
    const { id } = await created();
    await setEnabled(id, false);
    expect(refusal(await server.mutate('createEnrolmentLink', { userId: id }, 'enrolmentLink { id }'))).toBe(
      'CONFLICT userId',
    );
  });
});

describe('deleteUser', () => {
  it('deletes a user with all records of the user, which is NOT_FOUND afterwards', async () => {
    await server.mutate('createClient', { id: 'used', name: 'Used' }, 'client { id }');
    await server.mutate('createGroup', { id: 'bereft', name: 'Bereft' }, 'group { id }');
    const { data } = await create({ username: 'leaving', groupIds: ['bereft'], enrolmentLink: true });
    const { user, enrolmentLink } = data.createUser;
    await server.mutate('grantPermission', { clientId: 'used', userId: user.id }, 'permission { userId }');
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: codeOf(enrolmentLink.url) } });
    const { passkeyIds } = await recordOf(user.id);

    expect((await remove(user.id)).data.deleteUser).toEqual({ deleted: true });
    expect(await server.deps.store.users.find(user.id)).toBeUndefined();
    expect(await server.deps.store.passkeys.findMany(passkeyIds)).toEqual([]);
    const left = await server.call(
      '{ client(id: "used") { permissions { totalCount } } group(id: "bereft") { members { totalCount } } }',
    );
    expect(left.data).toEqual({ client: { permissions: { totalCount: 0 } }, group: { members: { totalCount: 0 } } });
    expect(refusal(await remove(user.id))).toBe('NOT_FOUND id');
  });

  it('allows another user to get the username', async () => {
    const { id } = await created({ username: 'again' });
    await remove(id);
    expect((await created({ username: 'again' })).id).not.toBe(id);
  });
});

describe('The list of users', () => {
  it('is sorted newest first, and finds the beginning of a username, e-mail address or name', async () => {
    await created({ username: 'findme-1' });
    server.clock.advance(1);
    await created({ username: 'x-findme', email: 'FindMe@example.org' });
    server.clock.advance(1);
    await created({ username: 'y-findme', name: 'Findme Third' });
    const query = 'query ($search: String) { users(search: $search) { totalCount edges { node { username } } } }';
    const { users } = (await server.call(query, { search: 'findme' })).data;
    expect(users.totalCount).toBe(3);
    expect(users.edges.map(({ node }: { node: { username: string } }) => node.username)).toEqual([
      'y-findme',
      'x-findme',
      'findme-1',
    ]);
    expect((await server.call(query, { search: '{"$gt": ""}' })).data.users.totalCount).toBe(0);
  });

  it('returns null for a user who does not exist', async () => {
    const { data } = await server.call(
      '{ user(id: "unknown") { id } userByUsername(username: "unknown user") { id } }',
    );
    expect(data).toEqual({ user: null, userByUsername: null });
  });
});
