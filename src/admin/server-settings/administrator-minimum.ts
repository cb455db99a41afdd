import { type Change, checkVersion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { OWNERS_ID, presentRole } from '../../model/people/owners.js';
import { invalid } from '../input-parser.js';

/**
 * Returns the check to commit together with a higher `administratorMinimum`: an owner has enough passkeys for it. Without
 * this check, an administrator could lock out all owners.
 *
 * @throws AdminError `INVALID_INPUT` if no owner has enough passkeys
 */
export async function checkSomeOwnerMeets({ store }: Pick<Deps, 'store'>, minimum: number): Promise<Change[]> {
  const owners = await store.owners.find(OWNERS_ID);
  if (owners === undefined || owners.userIds.length === 0) return [];
  const users = await store.users.findMany(owners.userIds);
  const owner = users.find((user) => presentRole(user, owners, minimum) === 'OWNER');
  if (owner === undefined)
    throw invalid(
      'administratorMinimum',
      `must not be more than the passkeys of every owner. First register ${minimum} passkeys for an owner`,
    );
  return [checkVersion('users', owner)];
}
