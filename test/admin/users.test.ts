import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFirstOwnerLink } from '../../src/admin/users/first-owner.js';
import type { User } from '../../src/model/people/user.js';
import { openEnrolmentLink } from '../../src/webauthn/enrolment/enrolment-code.js';
import { type Administration, openAdministration, refusal } from '../support/administration.js';
import { register, registerFirstOwner } from '../support/ceremonies.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const PROFILE =
  'id username name givenName familyName picture email emailVerified phoneNumber phoneNumberVerified locale zoneinfo claims enabled adminRole recoveryCodesLeft createdAt updatedAt lastSignInAt';

function create(input: object, key?: string) {
  return server.mutate('createUser', input, `user { ${PROFILE} } enrolmentLink { id url expiresAt }`, key);
}

function update(input: object, key?: string) {
  return server.mutate('updateUser', input, `user { ${PROFILE} }`, key);
}

function setEnabled(id: string, enabled: boolean) {
  return server.mutate('setUserEnabled', { id, enabled }, 'user { id enabled }');
}

function remove(id: string) {
  return server.mutate('deleteUser', { id }, 'deleted');
}

let count = 0;

async function made(input: object = {}): Promise<{ id: string; username: string }> {
  count += 1;
  const { data, errors } = await create({ username: `user-${count}`, ...input });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data.createUser.user;
}

async function recordOf(id: string): Promise<User> {
  const user = await server.deps.store.users.find(id);
  if (user === undefined) throw new Error(`no user ${id}`);
  return user;
}

function codeOf(url: string) {
  return url.slice(url.lastIndexOf('/') + 1);
}

/** Each member of a profile but for the username. */
const EVERYTHING = {
  name: 'Grace Hopper',
  givenName: 'Grace',
  familyName: 'Hopper',
  picture: 'https://example.org/grace.png',
  email: 'grace@example.org',
  emailVerified: true,
  phoneNumber: '+15551234567',
  phoneNumberVerified: true,
  locale: 'en-US',
  zoneinfo: 'America/New_York',
  claims: {
    national_id: '123',
    $where: { $gt: '' },
    'a.b': null,
    address: { country: 'US' },
    'https://example.org/roles': ['admiral'],
  },
};

describe('createUser', () => {
  it('makes a user of a username alone', async () => {
    const { data } = await create({ username: 'Ada.Lovelace' });
    expect(data.createUser.enrolmentLink).toBeNull();
    expect(data.createUser.user).toMatchObject({
      username: 'Ada.Lovelace',
      name: null,
      email: null,
      emailVerified: false,
      claims: {},
      enabled: true,
      adminRole: null,
      recoveryCodesLeft: 0,
      createdAt: '2026-11-21T12:00:00.000Z',
      lastSignInAt: null,
    });
    const { id, webauthnUserId } = await recordOf(data.createUser.user.id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Buffer.from(webauthnUserId, 'base64url')).toHaveLength(64);
  });

  it('keeps every member of the profile that it is given', async () => {
    const input = { username: 'grace', ...EVERYTHING };
    expect((await create(input)).data.createUser.user).toMatchObject(input);
  });

  it.each([
    ['an empty username', { username: '' }, 'username'],
    ['a username with white space', { username: 'a b' }, 'username'],
    ['a username of 65 characters', { username: 'a'.repeat(65) }, 'username'],
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['a number that is none', { phoneNumber: '12 34' }, 'phoneNumber'],
    ['a picture that is none', { picture: 'javascript:alert(1)' }, 'picture'],
    ['a language that is none', { locale: 'English, please' }, 'locale'],
    ['a time zone that is none', { zoneinfo: 'Nowhere/Land' }, 'zoneinfo'],
    ['a claim of the protocols', { claims: { sub: 'somebody else' } }, 'claims.sub'],
    ['a claim that a field sets', { claims: { email: 'grace@example.org' } }, 'claims.email'],
    ['a claim of Basic', { claims: { userId: 'somebody else' } }, 'claims.userId'],
    ['claims of 16 kB', { claims: { long: 'x'.repeat(17_000) } }, 'claims'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['a name that turns the direction of the text', { name: 'moc.elpmaxe\u202e' }, 'name'],
    ['a name that isolates what is behind it', { familyName: '\u2067Turing' }, 'familyName'],
    ['a name with half a character', { givenName: 'Ada\ud800' }, 'givenName'],
  ])('refuses %s', async (_, input, field) => {
    expect(refusal(await create({ username: 'refused', ...input }))).toBe(`INVALID_INPUT ${field}`);
  });

  it('gives a username to one user, however it is written', async () => {
    await made({ username: 'Zoë' });
    expect(refusal(await create({ username: 'ZOË' }))).toBe('ALREADY_EXISTS username');
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ username: 'contended' })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });

  it('puts them in groups, which must be there, and takes the permission for it', async () => {
    await server.mutate('createGroup', { id: 'crew', name: 'Crew' }, 'group { id }');
    const { id } = await made({ groupIds: ['crew'] });
    const { data } = await server.call(`{ user(id: "${id}") { groups { totalCount edges { node { id name } } } } }`);
    expect(data.user.groups).toEqual({ totalCount: 1, edges: [{ node: { id: 'crew', name: 'Crew' } }] });
    expect(refusal(await create({ username: 'lost', groupIds: ['crew', 'nobody'] }))).toBe('NOT_FOUND groupIds.1');
    const key = await server.keyWith('users:write');
    expect(refusal(await create({ username: 'lost', groupIds: ['crew'] }, key))).toBe('FORBIDDEN');
    expect((await server.call('{ userByUsername(username: "lost") { id } }')).data.userByUsername).toBeNull();
  });

  it('makes a link with which they register their first passkey', async () => {
    const { data } = await create({ username: 'linked', enrolmentLink: true });
    const { user, enrolmentLink } = data.createUser;
    expect(enrolmentLink.url).toMatch(/^http:\/\/localhost:3000\/enroll\/[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/);
    expect(enrolmentLink.expiresAt).toBe('2026-11-21T13:00:00.000Z');
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: codeOf(enrolmentLink.url) } });
    const answer = await server.call(
      `{ user(id: "${user.id}") { passkeys { id userId name authenticator aaguid rpId backedUp signCount transports lastUsedAt } enrolmentLinks { id } } }`,
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data.user.passkeys).toHaveLength(1);
    expect(answer.data.user.passkeys[0]).toMatchObject({ userId: user.id, rpId: 'localhost' });
    expect(answer.data.user.enrolmentLinks).toEqual([]);
  });

  it('writes what it did in the audit log, without the link', async () => {
    const { data } = await create({ username: 'watched', enrolmentLink: true });
    const { user, enrolmentLink } = data.createUser;
    const events = (await server.deps.store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', { userId: user.id }))
      .items;
    expect(events.map(({ record }) => [record.type, record.resource, record.actorId])).toEqual(
      expect.arrayContaining([
        ['CREATED', 'user', 'bootstrap'],
        ['ENROLMENT_LINK_CREATED', 'enrolmentLink', 'bootstrap'],
      ]),
    );
    expect(JSON.stringify(events)).not.toContain(codeOf(enrolmentLink.url).split('.')[1]);
  });
});

describe('updateUser', () => {
  it('leaves what is left out, and clears with null what can be empty', async () => {
    const { id } = await made({ name: 'Ada', email: 'ada@example.org', emailVerified: true, claims: { a: 1 } });
    const renamed = (await update({ id, name: 'Ada L.' })).data.updateUser.user;
    expect(renamed).toMatchObject({ name: 'Ada L.', email: 'ada@example.org', emailVerified: true, claims: { a: 1 } });
    const cleared = (await update({ id, name: null, email: null, claims: null })).data.updateUser.user;
    expect(cleared).toMatchObject({ name: null, email: null, emailVerified: false, claims: {} });
    expect(refusal(await update({ id, username: null }))).toBe('INVALID_INPUT username');
  });

  it.each([...Object.keys(EVERYTHING), 'adminRole'])('clears %s with null', async (field) => {
    const { id } = await made({ ...EVERYTHING, adminRole: 'AUDITOR' });
    const { user } = (await update({ id, [field]: null })).data.updateUser;
    const empty = { emailVerified: false, phoneNumberVerified: false, claims: {} };
    expect(user[field]).toEqual(field in empty ? empty[field as keyof typeof empty] : null);
    const without = { email: 'emailVerified', phoneNumber: 'phoneNumberVerified' }[field];
    const kept = Object.entries(EVERYTHING).filter(([name]) => name !== field && name !== without);
    expect(user).toMatchObject(Object.fromEntries(kept));
  });

  it('changes a username, but not to one that is taken', async () => {
    const { id, username } = await made();
    const other = await made();
    expect(refusal(await update({ id, username: other.username.toUpperCase() }))).toBe('ALREADY_EXISTS username');
    expect((await update({ id, username: username.toUpperCase() })).errors).toEqual([]);
    expect((await server.call(`{ userByUsername(username: "${username}") { username } }`)).data.userByUsername).toEqual(
      {
        username: username.toUpperCase(),
      },
    );
  });

  it('of twenty who want one username gives it to one', async () => {
    const users = await Promise.all(Array.from({ length: 20 }, () => made()));
    const answers = await Promise.all(users.map(({ id }) => update({ id, username: 'coveted' })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(answers.filter((answer) => refusal(answer) === 'ALREADY_EXISTS username')).toHaveLength(19);
  });

  it('voids with a change of role the enrolment links made before', async () => {
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

  it('names in the audit log what changed, and shows no personal data', async () => {
    const { id } = await made();
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
  it('ends sessions, grants and enrolment links by disabling, and brings none back by enabling', async () => {
    const { id } = await made({ enrolmentLink: true });
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

  it('twice is as good as once', async () => {
    const { id } = await made();
    await setEnabled(id, false);
    const { version } = await recordOf(id);
    expect((await setEnabled(id, false)).errors).toEqual([]);
    expect((await recordOf(id)).version).toBe(version);
  });

  it('gives a disabled user no enrolment link', async () => {
    const { id } = await made();
    await setEnabled(id, false);
    expect(refusal(await server.mutate('createEnrolmentLink', { userId: id }, 'enrolmentLink { id }'))).toBe(
      'CONFLICT userId',
    );
  });
});

describe('deleteUser', () => {
  it('deletes a user with all that hangs on them, once', async () => {
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

  it('lets the username be taken again', async () => {
    const { id } = await made({ username: 'again' });
    await remove(id);
    expect((await made({ username: 'again' })).id).not.toBe(id);
  });
});

describe('enrolment links', () => {
  const link = (input: object) => server.mutate('createEnrolmentLink', input, 'enrolmentLink { id url expiresAt }');
  const revoke = (id: string) => server.mutate('revokeEnrolmentLink', { id }, 'deleted');

  it('live an hour, or as long as is asked for, up to a week', async () => {
    const { id: userId } = await made();
    const seconds = async (lifetime?: number) =>
      (Date.parse((await link({ userId, lifetime })).data.createEnrolmentLink.enrolmentLink.expiresAt) -
        server.clock.now().getTime()) /
      1000;
    expect(await seconds()).toBe(3600);
    expect(await seconds(604_800)).toBe(604_800);
    expect(refusal(await link({ userId, lifetime: 604_801 }))).toBe('INVALID_INPUT lifetime');
    expect(refusal(await link({ userId, lifetime: 0 }))).toBe('INVALID_INPUT lifetime');
    expect(refusal(await link({ userId: 'nobody' }))).toBe('NOT_FOUND userId');
  });

  it('are listed while they are good, without their url, and can be revoked', async () => {
    const { id: userId } = await made();
    const { id, url } = (await link({ userId })).data.createEnrolmentLink.enrolmentLink;
    const { data } = await server.call(`{ user(id: "${userId}") { enrolmentLinks { id createdAt expiresAt } } }`);
    expect(data.user.enrolmentLinks).toEqual([
      {
        id,
        createdAt: server.clock.now().toISOString(),
        expiresAt: new Date(server.clock.now().getTime() + 3_600_000).toISOString(),
      },
    ]);
    expect((await openEnrolmentLink(server.deps, codeOf(url))).userId).toBe(userId);
    expect((await revoke(id)).data.revokeEnrolmentLink).toEqual({ deleted: true });
    await expect(openEnrolmentLink(server.deps, codeOf(url))).rejects.toMatchObject({ code: 'enrolment_invalid' });
    expect(refusal(await revoke(id))).toBe('NOT_FOUND id');
  });

  it('are not there any more once they expired', async () => {
    const { id: userId } = await made();
    const { id } = (await link({ userId, lifetime: 10 })).data.createEnrolmentLink.enrolmentLink;
    server.clock.advance(10);
    expect(refusal(await revoke(id))).toBe('NOT_FOUND id');
    expect((await server.call(`{ user(id: "${userId}") { enrolmentLinks { id } } }`)).data.user.enrolmentLinks).toEqual(
      [],
    );
  });
});

describe('passkeys', () => {
  const enrolled = async () => {
    count += 1;
    const { data } = await create({ username: `keyed-${count}`, enrolmentLink: true });
    const { user, enrolmentLink } = data.createUser;
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: codeOf(enrolmentLink.url) } });
    const [id = ''] = (await recordOf(user.id)).passkeyIds;
    return { userId: user.id as string, id };
  };
  const rename = (id: string, name: string) =>
    server.mutate('renamePasskey', { id, name }, 'passkey { id name userId }');
  const removePasskey = (id: string) => server.mutate('deletePasskey', { id }, 'deleted');

  it('that are deleted keep nobody signed in: the sessions that they began end', async () => {
    const { userId, id } = await enrolled();
    const present = async () => (await server.deps.store.sessions.page({ first: 10 }, { userId })).items;
    expect((await present()).map(({ record }) => record.endedAt)).toEqual([undefined]);
    await removePasskey(id);
    expect((await present()).map(({ record }) => record.endedAt)).toEqual([expect.any(Date)]);
  });

  it('can be renamed', async () => {
    const { id, userId } = await enrolled();
    expect((await rename(id, ' Blue key ')).data.renamePasskey.passkey).toEqual({ id, name: 'Blue key', userId });
    expect((await server.call(`{ user(id: "${userId}") { passkeys { name } } }`)).data.user.passkeys).toEqual([
      { name: 'Blue key' },
    ]);
    expect(refusal(await rename(id, ''))).toBe('INVALID_INPUT name');
    expect(refusal(await rename('nobody', 'x'))).toBe('NOT_FOUND id');
  });

  it('can be removed, the last one too, once', async () => {
    const { id, userId } = await enrolled();
    expect((await removePasskey(id)).data.deletePasskey).toEqual({ deleted: true });
    expect((await recordOf(userId)).passkeyIds).toEqual([]);
    expect(await server.deps.store.passkeys.find(id)).toBeUndefined();
    expect(refusal(await removePasskey(id))).toBe('NOT_FOUND id');
  });

  it('are not there where their user does not list them', async () => {
    const { id, userId } = await enrolled();
    await server.deps.store.users.update(await recordOf(userId), { passkeyIds: [] });
    expect(refusal(await rename(id, 'x'))).toBe('NOT_FOUND id');
    expect(refusal(await removePasskey(id))).toBe('NOT_FOUND id');
    expect((await server.call(`{ user(id: "${userId}") { passkeys { id } } }`)).data.user.passkeys).toEqual([]);
  });
});

describe('users', () => {
  it('are listed newest first and found by the beginning of username, e-mail address or name', async () => {
    await made({ username: 'findme-1' });
    server.clock.advance(1);
    await made({ username: 'x-findme', email: 'FindMe@example.org' });
    server.clock.advance(1);
    await made({ username: 'y-findme', name: 'Findme Third' });
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

  it('are null where there is none', async () => {
    const { data } = await server.call(
      '{ user(id: "nobody") { id } userByUsername(username: "nobody at all") { id } }',
    );
    expect(data).toEqual({ user: null, userByUsername: null });
  });
});

describe('the owners', () => {
  let first: Administration;
  let owner: User;
  beforeEach(async () => {
    first = await openAdministration();
    await registerFirstOwner(first.deps, softwareAuthenticator());
    owner = await firstUser(first);
  });
  afterEach(() => first.close());

  const firstUser = async ({ deps }: Administration): Promise<User> => {
    const { items } = await deps.store.users.page({ first: 1 });
    if (items[0] === undefined) throw new Error('no owner');
    return items[0].record;
  };
  const listed = async () => (await first.deps.store.owners.find('owners'))?.userIds;
  const secondOwner = async () => {
    const made = await first.mutate(
      'createUser',
      { username: 'second', adminRole: 'OWNER', enrolmentLink: true },
      'user { id } enrolmentLink { url }',
    );
    const { user, enrolmentLink } = made.data.createUser;
    await register(first.deps, softwareAuthenticator(), { request: { enrolment: codeOf(enrolmentLink.url) } });
    return user.id as string;
  };

  it('begin with a link that is printed until there is one', async () => {
    const empty = await openAdministration();
    const link = await createFirstOwnerLink(empty.deps);
    expect(link).toMatch(/^http:\/\/localhost:3000\/enroll\/[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/);
    await register(empty.deps, softwareAuthenticator(), { request: { enrolment: codeOf(link ?? '') } });
    expect(await createFirstOwnerLink(empty.deps)).toBeUndefined();
    await empty.close();
  });

  it.each([
    ['disabled', () => first.mutate('setUserEnabled', { id: owner.id, enabled: false }, 'user { id }')],
    ['deleted', () => first.mutate('deleteUser', { id: owner.id }, 'deleted')],
    ['given another role', () => first.mutate('updateUser', { id: owner.id, adminRole: 'ADMIN' }, 'user { id }')],
    ['left without passkey', () => first.mutate('deletePasskey', { id: owner.passkeyIds[0] }, 'deleted')],
  ])('are never empty again: the last one cannot be %s', async (_, change) => {
    expect(refusal(await change())).toBe('CONFLICT');
    expect(await first.deps.store.users.find(owner.id)).toEqual(owner);
    expect(await listed()).toEqual([owner.id]);
  });

  it('count an owner once they have a passkey', async () => {
    await first.mutate('createUser', { username: 'unarmed', adminRole: 'OWNER' }, 'user { id }');
    expect(await listed()).toEqual([owner.id]);
    const second = await secondOwner();
    expect(await listed()).toEqual([owner.id, second]);
  });

  it('lose who is disabled, demoted, deleted or without passkey, and list them again when they are back', async () => {
    const second = await secondOwner();
    const enable = (enabled: boolean) => first.mutate('setUserEnabled', { id: owner.id, enabled }, 'user { id }');
    await enable(false);
    expect(await listed()).toEqual([second]);
    await enable(true);
    expect(await listed()).toEqual([second, owner.id]);
    await first.mutate('updateUser', { id: owner.id, adminRole: 'ADMIN' }, 'user { id }');
    expect(await listed()).toEqual([second]);
    await first.mutate('updateUser', { id: owner.id, adminRole: 'OWNER' }, 'user { id }');
    expect(await listed()).toEqual([second, owner.id]);
    await first.mutate('deletePasskey', { id: owner.passkeyIds[0] }, 'deleted');
    expect(await listed()).toEqual([second]);
    expect(refusal(await first.mutate('deleteUser', { id: second }, 'deleted'))).toBe('CONFLICT');
  });

  it('keep one of two who go at once, each time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const second = await first.deps.store.users.findByUsername('second');
      const other = second?.id ?? (await secondOwner());
      const answers = await Promise.all(
        [owner.id, other].map((id) => first.mutate('setUserEnabled', { id, enabled: false }, 'user { id }')),
      );
      expect(answers.map(refusal).filter((code) => code === 'CONFLICT')).toHaveLength(1);
      expect(await listed()).toHaveLength(1);
      for (const id of [owner.id, other]) await first.mutate('setUserEnabled', { id, enabled: true }, 'user { id }');
      expect(await listed()).toHaveLength(2);
    }
  });

  it('stay listed where a change of their role is refused for another reason', async () => {
    const second = await secondOwner();
    const change = { id: owner.id, adminRole: 'ADMIN', username: 'second' };
    expect(refusal(await first.mutate('updateUser', change, 'user { id }'))).toBe('ALREADY_EXISTS username');
    expect(await listed()).toEqual([owner.id, second]);
  });
});
