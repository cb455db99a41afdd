import type { User } from '../../src/model/people/user.js';
import type { Administration, GraphqlAnswer } from './administration.js';

/** The selection of every field of a user that is not another record. */
const USER_FIELDS =
  'id username name givenName familyName picture email emailVerified phoneNumber phoneNumberVerified locale zoneinfo claims enabled adminRole recoveryCodesLeft createdAt updatedAt lastSignInAt';

/** The mutations of users that several tests use. */
export interface UserCalls {
  create(input: object, key?: string): Promise<GraphqlAnswer>;
  update(input: object, key?: string): Promise<GraphqlAnswer>;
  setEnabled(id: string, enabled: boolean): Promise<GraphqlAnswer>;
  remove(id: string): Promise<GraphqlAnswer>;
  /** Creates a user with a new username, and throws if it is rejected. */
  created(input?: object): Promise<{ id: string; username: string }>;
  recordOf(id: string): Promise<User>;
}

export function userCalls(server: () => Administration): UserCalls {
  let count = 0;
  const create: UserCalls['create'] = (input, key) =>
    server().mutate('createUser', input, `user { ${USER_FIELDS} } enrolmentLink { id url expiresAt }`, key);
  return {
    create,
    update: (input, key) => server().mutate('updateUser', input, `user { ${USER_FIELDS} }`, key),
    setEnabled: (id, enabled) => server().mutate('setUserEnabled', { id, enabled }, 'user { id enabled }'),
    remove: (id) => server().mutate('deleteUser', { id }, 'deleted'),
    created: async (input = {}) => {
      count += 1;
      const { data, errors } = await create({ username: `user-${count}`, ...input });
      if (errors.length > 0) throw new Error(JSON.stringify(errors));
      return data.createUser.user;
    },
    recordOf: async (id) => {
      const user = await server().deps.store.users.find(id);
      if (user === undefined) throw new Error(`There is no user ${id}.`);
      return user;
    },
  };
}

/** The code of an enrolment link. */
export function codeOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}

/** A value for every field of a profile except the username. */
export const WHOLE_PROFILE = {
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
