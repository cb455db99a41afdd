import type { Permission } from '../../model/access/permission.js';
import { everyPage, everyRecord } from '../../model/every-record.js';
import type { Group } from '../../model/people/group.js';
import { recordsBefore, type Situation } from './situation.js';

/** Users whose grants a change may end: all of them, or only those for one client. */
export interface Reached {
  readonly userIds: readonly string[];
  readonly clientId?: string | undefined;
}

/**
 * Yields the users whose grants and API keys may depend on a record that changes, except on a client. The order of the
 * groups of users is not defined, and a user can occur several times.
 */
export async function* reachedUsers(situation: Situation): AsyncGenerator<Reached> {
  const userIds = recordsBefore(situation, 'users').map(({ id }) => id);
  for (const name of ['sessions', 'grants', 'memberships'] as const)
    userIds.push(...recordsBefore(situation, name).map(({ userId }) => userId));
  if (userIds.length > 0) yield { userIds: [...new Set(userIds)] };
  for (const { userId, clientId } of recordsBefore(situation, 'consents')) yield { userIds: [userId], clientId };
  for (const permission of recordsBefore(situation, 'permissions'))
    for await (const holders of holdersOf(situation, permission))
      yield { userIds: holders, clientId: permission.clientId };
  for (const group of deletedGroups(situation))
    for await (const members of membersOf(situation, group)) yield { userIds: members };
}

/** Yields the users who may lose a role, because a role, its assignment, a membership or a group changes. */
export async function* usersWithRoles(situation: Situation): AsyncGenerator<readonly string[]> {
  const { store } = situation.before;
  const memberships = recordsBefore(situation, 'memberships');
  if (memberships.length > 0) yield memberships.map(({ userId }) => userId);
  for (const group of deletedGroups(situation)) yield* membersOf(situation, group);
  for (const assignment of recordsBefore(situation, 'roleAssignments')) yield* holdersOf(situation, assignment);
  for (const { generation } of recordsBefore(situation, 'roles'))
    for await (const assignment of everyRecord((request) => store.roleAssignments.pageOfRole(generation, request)))
      yield* holdersOf(situation, assignment);
}

/** Yields the users who have a permission or role: one user, or the members of a group. */
export async function* holdersOf(
  situation: Situation,
  { userId, groupGeneration: generation }: Pick<Permission, 'userId' | 'groupGeneration'>,
): AsyncGenerator<readonly string[]> {
  if (userId !== undefined) yield [userId];
  else if (generation !== undefined) yield* membersOf(situation, { generation });
}

export async function* membersOf(
  { before: { store } }: Situation,
  { generation }: Pick<Group, 'generation'>,
): AsyncGenerator<readonly string[]> {
  for await (const members of everyPage((request) => store.memberships.pageOfGroup(generation, request)))
    yield members.map(({ userId }) => userId);
}

/** Returns the groups that are deleted. */
export function deletedGroups({ plan }: Situation): Group[] {
  return plan
    .changed('groups')
    .flatMap(({ before, after }) => (before !== undefined && after === undefined ? [before] : []));
}
