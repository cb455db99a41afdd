import type { Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import { type Group, membershipKey } from '../../model/people/group.js';
import type { AdminPermission } from '../../model/server/administration.js';
import { hasPermission, hasPermissions, permissionsOfClient, permissionsOfUser } from './admin-permissions.js';

/**
 * Returns the permissions that membership in the group is worth, one list for each administrator in the group and each
 * client that its members may use. Only a caller with all of them may change the group. Lists that `held` includes may
 * be left out.
 */
export async function* permissionsOfGroup(
  { store }: Pick<Deps, 'store'>,
  { generation }: Pick<Group, 'generation'>,
  held: readonly AdminPermission[],
): AsyncGenerator<readonly AdminPermission[]> {
  const administrators = await store.users.findAdministrators();
  const stronger = administrators.filter((user) => !hasPermissions(held, permissionsOfUser(user)));
  const memberships = await Promise.all(
    stronger.map(({ id }) => store.memberships.findByKey(membershipKey({ generation }, id))),
  );
  for (const [index, user] of stronger.entries()) {
    if (memberships[index] !== undefined) yield permissionsOfUser(user);
  }
  if (hasPermission(held, '*')) return;
  for await (const { clientId, clientGeneration } of everyRecord((request) =>
    store.permissions.pageOfGroup(generation, request),
  )) {
    const client = await store.clients.find(clientId);
    if (client?.generation === clientGeneration) yield permissionsOfClient(client);
  }
}
