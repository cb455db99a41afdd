import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFirstOwnerLink } from '../../../src/admin/users/first-owner.js';
import type { User } from '../../../src/model/people/user.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { register, registerFirstOwner } from '../../support/ceremonies.js';
import { softwareAuthenticator } from '../../support/software-authenticator.js';
import { codeOf } from '../../support/user-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

describe('The owners', () => {
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

  it('begin with a link that is created until there is an owner', async () => {
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
    [
      'given a link for all passkeys',
      () => first.mutate('createEnrolmentLink', { userId: owner.id, removePasskeys: true }, 'enrolmentLink { id }'),
    ],
  ])('always include one: the last owner cannot be %s', async (_, change) => {
    expect(refusal(await change())).toBe('CONFLICT');
    expect(await first.deps.store.users.find(owner.id)).toEqual(owner);
    expect(await listed()).toEqual([owner.id]);
  });

  it('include a user with the role OWNER who has a passkey', async () => {
    await first.mutate('createUser', { username: 'unarmed', adminRole: 'OWNER' }, 'user { id }');
    expect(await listed()).toEqual([owner.id]);
    const second = await secondOwner();
    expect(await listed()).toEqual([owner.id, second]);
  });

  it('exclude a user who is disabled, demoted, deleted or without passkey, and include the user again later', async () => {
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

  it('keep one of two owners who are removed at the same time', async () => {
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

  it('include an owner whose change of role was rejected for another reason', async () => {
    const second = await secondOwner();
    const change = { id: owner.id, adminRole: 'ADMIN', username: 'second' };
    expect(refusal(await first.mutate('updateUser', change, 'user { id }'))).toBe('ALREADY_EXISTS username');
    expect(await listed()).toEqual([owner.id, second]);
  });
});
