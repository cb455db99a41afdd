import type { Deps } from '../../model/deps.js';
import { lookAlikesOf } from '../../model/people/look-alikes.js';

/**
 * Whether another user has this username, or one that looks the same in another alphabet. `ownId` is the id of the user
 * who changes the name. Only `claimUsername` also protects against another request that gives such a name to a user at the
 * same time.
 */
export async function isUsernameTaken(
  { store }: Pick<Deps, 'store'>,
  username: string,
  ownId?: string,
): Promise<boolean> {
  const names = [username, ...lookAlikesOf(username)];
  const users = await Promise.all(names.map((name) => store.users.findByUsername(name)));
  return users.some((user) => user !== undefined && user.id !== ownId);
}
