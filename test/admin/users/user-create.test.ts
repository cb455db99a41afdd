import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aUser } from '../../storage/records.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { register } from '../../support/ceremonies.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { codeOf, userCalls, WHOLE_PROFILE } from '../../support/user-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { create, created, recordOf } = userCalls(() => server);

describe('createUser', () => {
  it('creates a user from a username alone', async () => {
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
      createdAt: '2040-11-21T12:00:00.000Z',
      lastSignInAt: null,
    });
    const { id, webauthnUserId } = await recordOf(data.createUser.user.id);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Buffer.from(webauthnUserId, 'base64url')).toHaveLength(64);
  });

  it('stores every field of the profile', async () => {
    const input = { username: 'grace', ...WHOLE_PROFILE };
    expect((await create(input)).data.createUser.user).toMatchObject(input);
  });

  it.each([
    ['an empty username', { username: '' }, 'username'],
    ['a username with white space', { username: 'a b' }, 'username'],
    ['a username of 65 characters', { username: 'a'.repeat(65) }, 'username'],
    ['an invalid e-mail address', { email: 'unknown' }, 'email'],
    ['an invalid phone number', { phoneNumber: '12 34' }, 'phoneNumber'],
    ['a picture that is no http URL', { picture: 'javascript:alert(1)' }, 'picture'],
    ['a picture with a user name in its URL', { picture: 'https://id.example@evil.example/' }, 'picture'],
    ['an invalid language tag', { locale: 'English, please' }, 'locale'],
    ['an unknown time zone', { zoneinfo: 'Nowhere/Land' }, 'zoneinfo'],
    ['a claim name that the protocols use', { claims: { sub: 'another user' } }, 'claims.sub'],
    ['a claim that has a field of its own', { claims: { email: 'grace@example.org' } }, 'claims.email'],
    ['a claim name that Basic uses', { claims: { userId: 'another user' } }, 'claims.userId'],
    ['claims of more than 16 kB', { claims: { long: 'x'.repeat(17_000) } }, 'claims'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['a name that changes the direction of the text', { name: 'moc.elpmaxe\u202e' }, 'name'],
    ['a name that isolates the text after it', { familyName: '\u2067Turing' }, 'familyName'],
    ['a name with half a character', { givenName: 'Ada\ud800' }, 'givenName'],
  ])('rejects %s', async (_, input, field) => {
    expect(refusal(await create({ username: 'refused', ...input }))).toBe(`INVALID_INPUT ${field}`);
  });

  it('gives a username to one user, without regard to upper and lower case', async () => {
    await created({ username: 'Zoë' });
    expect(refusal(await create({ username: 'ZOË' }))).toBe('ALREADY_EXISTS username');
    const answers = await Promise.all(Array.from({ length: 20 }, () => create({ username: 'contended' })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
  });

  it('adds the user to existing groups, which requires groups:write', async () => {
    await server.mutate('createGroup', { id: 'crew', name: 'Crew' }, 'group { id }');
    const { id } = await created({ groupIds: ['crew'] });
    const { data } = await server.call(`{ user(id: "${id}") { groups { totalCount edges { node { id name } } } } }`);
    expect(data.user.groups).toEqual({ totalCount: 1, edges: [{ node: { id: 'crew', name: 'Crew' } }] });
    expect(refusal(await create({ username: 'lost', groupIds: ['crew', 'unknown'] }))).toBe('NOT_FOUND groupIds.1');
    const key = await server.keyWith('users:write');
    expect(refusal(await create({ username: 'lost', groupIds: ['crew'] }, key))).toBe('FORBIDDEN');
    expect((await server.call('{ userByUsername(username: "lost") { id } }')).data.userByUsername).toBeNull();
  });

  it('creates a link with which the user registers a passkey', async () => {
    const { data } = await create({ username: 'linked', enrolmentLink: true });
    const { user, enrolmentLink } = data.createUser;
    expect(enrolmentLink.url).toMatch(/^http:\/\/localhost:3000\/enroll\/[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/);
    expect(enrolmentLink.expiresAt).toBe('2040-11-21T13:00:00.000Z');
    await register(server.deps, softwareAuthenticator(), { request: { enrolment: codeOf(enrolmentLink.url) } });
    const answer = await server.call(
      `{ user(id: "${user.id}") { passkeys { id userId name authenticator aaguid rpId backedUp signCount transports lastUsedAt } enrolmentLinks { id } } }`,
    );
    expect(answer.errors).toEqual([]);
    expect(answer.data.user.passkeys).toHaveLength(1);
    expect(answer.data.user.passkeys[0]).toMatchObject({ userId: user.id, rpId: 'localhost' });
    expect(answer.data.user.enrolmentLinks).toEqual([]);
  });

  it('writes the new user without the code of the link to the audit log', async () => {
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

describe('User.status', () => {
  it('names the first state that applies, and passkeyCount the number of passkeys', async () => {
    const { store, clock } = server.deps;
    const users = [
      aUser({ username: 'active', passkeyIds: ['one', 'two'] }),
      aUser({ username: 'new', passkeyIds: [] }),
      aUser({ username: 'leaving', deletionAt: clock.now(), passkeyIds: [] }),
      aUser({ username: 'disabled', enabled: false, deletionAt: clock.now() }),
      aUser({ username: 'invited', enabled: false, awaitsApproval: true }),
    ];
    for (const user of users) await store.users.insert(user);
    const fields = users.map(({ id }, index) => `u${index}: user(id: "${id}") { status passkeyCount }`).join(' ');
    const { data } = await server.call(`{ ${fields} }`, {}, await server.keyWith('users:read'));
    expect(Object.values(data)).toEqual([
      { status: 'ACTIVE', passkeyCount: 2 },
      { status: 'NO_PASSKEY', passkeyCount: 0 },
      { status: 'DELETION_PLANNED', passkeyCount: 0 },
      { status: 'DISABLED', passkeyCount: 1 },
      { status: 'AWAITS_APPROVAL', passkeyCount: 1 },
    ]);
  });
});
