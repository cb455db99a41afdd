import { type ClientObject, clientObject } from './client-object.js';
import type { GraphqlContext } from './graphql-context.js';
import { type GroupObject, groupObject } from './group-objects.js';
import { type UserObject, userObject } from './user-object.js';

/** Returns the user with the id that another record has, or null if there is no id, or no such user. */
export async function findUser({ loaders }: GraphqlContext, id: string | null): Promise<UserObject | null> {
  const user = id === null ? undefined : await loaders.users.load(id);
  return user === undefined ? null : userObject(user);
}

/** Like `findUser`, for clients. */
export async function findClient({ loaders }: GraphqlContext, id: string | null): Promise<ClientObject | null> {
  const client = id === null ? undefined : await loaders.clients.load(id);
  return client === undefined ? null : clientObject(client);
}

/** Like `findUser`, for groups. */
export async function findGroup({ loaders }: GraphqlContext, id: string | null): Promise<GroupObject | null> {
  const group = id === null ? undefined : await loaders.groups.load(id);
  return group === undefined ? null : groupObject(group);
}
