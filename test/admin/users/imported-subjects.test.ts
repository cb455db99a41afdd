import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isOfficialUsername } from '../../../src/model/people/reserved-name.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { register } from '../../support/ceremonies.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { userCalls } from '../../support/user-calls.js';
import { makeInteraction } from '../../webauthn/enrolments.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { create, created, remove, recordOf } = userCalls(() => server);

describe('createUser with a subject', () => {
  it('creates a user whose id is the subject', async () => {
    for (const [index, subject] of ['7', 'x'.repeat(255), 'cn=Ada Lovelace,dc=example', '{"a":1}$where'].entries()) {
      const { id } = await created({ username: `imported-${index}`, subject, enrolmentLink: true });
      expect(id).toBe(subject);
      const { data } = await server.call('query ($id: ID!) { user(id: $id) { id origin enrolmentLinks { id } } }', {
        id,
      });
      expect(data.user).toEqual({ id: subject, origin: 'IMPORT', enrolmentLinks: [expect.anything()] });
      expect((await recordOf(id)).origin).toBe('IMPORT');
      const events = (await server.events()).filter(({ resourceId }) => resourceId === subject);
      expect(events.find(({ type }) => type === 'CREATED')?.detail).toMatchObject({ importedSubject: true });
      const { data: erased } = await server.mutate('eraseFromAuditLog', { userId: id }, 'erasedEvents');
      expect(erased.eraseFromAuditLog.erasedEvents).toBeGreaterThan(0);
      expect((await remove(id)).data.deleteUser.deleted).toBe(true);
    }
  });

  it.each([
    ['is empty', ''],
    ['is too long', 'x'.repeat(256)],
    ['is not ASCII', 'Zoë'],
    ['has a control character', 'a\u0000b'],
    ['has a line break', 'a\nb'],
    ['begins with a space', ' a'],
    ['ends with a space', 'a '],
    ['has the prefix of the server', 'passgraph:console'],
  ])('is rejected if the subject %s', async (_what, subject) => {
    expect(refusal(await create({ username: 'refused', subject }))).toBe('INVALID_INPUT subject');
  });

  it('is allowed only to a caller with every permission, who also keeps the random id by null', async () => {
    const key = await server.keyWith('users:write', 'clients:write', 'groups:write', 'permissions:write');
    expect(refusal(await create({ username: 'refused', subject: 'mine' }, key))).toBe('FORBIDDEN subject');
    expect((await create({ username: 'random', subject: null }, key)).data.createUser.user.id).toMatch(
      /^[0-9a-f-]{36}$/,
    );
  });

  it('says that the subject is taken', async () => {
    await created({ subject: 'twice' });
    expect(refusal(await create({ username: 'second', subject: 'twice' }))).toBe('ALREADY_EXISTS subject');
  });
});

describe('createClient with an id in the form of a UUID', () => {
  const id = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';
  const createClient = (input: object) => server.mutate('createClient', { name: 'App', ...input }, 'client { id }');

  it('is accepted, unless a user has or had this id', async () => {
    expect((await createClient({ id })).data.createClient.client.id).toBe(id);
    const user = await created();
    expect(refusal(await createClient({ id: user.id }))).toBe('ALREADY_EXISTS id');
    await remove(user.id);
    expect(refusal(await createClient({ id: user.id }))).toBe('ALREADY_EXISTS id');
    expect(refusal(await create({ username: 'client', subject: id }))).toBe('ALREADY_EXISTS subject');
  });
});

describe('Official usernames', () => {
  it.each(['admin', 'ADMIN', 'Administrator', 'root', 'no-reply', 'ad.min', 'аԁміп', 'superuser'])(
    'are refused to a visitor: %s',
    async (username) => {
      const { interaction } = await makeInteraction(server.deps);
      await expect(
        register(server.deps, softwareAuthenticator(), { request: { interaction, username } }),
      ).rejects.toMatchObject({ code: 'username_taken', message: expect.stringContaining('reserved') });
    },
  );

  it('are given by administrators, and never freed', async () => {
    expect((await created({ username: 'admin' })).username).toBe('admin');
    const answer = await server.mutate('freeUsername', { username: 'Admin' }, 'username');
    expect(refusal(answer)).toBe('INVALID_INPUT username');
  });

  it('are not all names that contain one', () => {
    for (const name of ['adminson', 'rooted', 'ada']) expect(isOfficialUsername(name)).toBe(false);
  });
});
