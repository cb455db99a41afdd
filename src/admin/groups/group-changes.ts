/**
 * This folder creates, changes and deletes groups and their memberships. The functions that let the members of a group
 * sign in to a client are in `../permissions`. To understand this folder, read this file first.
 */

import { z } from 'zod';
import { makeMembership } from '../../access/administration/make-membership.js';
import { newOrderedId, newSecret } from '../../keys/secrets.js';
import { roleHolder } from '../../model/access/role.js';
import { commitPlan } from '../../model/change-record.js';
import { deletion, deletionIf, insertion, recordAfter, update } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { Group } from '../../model/people/group.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverGroup, checkStrengthOverUser } from '../authorization.js';
import { chosenId, distinct, givenId, invalid, line, notFound, parseInput } from '../input-parser.js';
import { differences, eventOf } from '../record-change.js';
import { checkJoining } from '../roles/role-guard.js';
import { deriveGroupId } from './derived-id.js';
import { membersAmong } from './group-members.js';

const MAX_MEMBERS = 100;

const name = line(200);
const description = line(500).nullish();
const memberIds = z
  .array(givenId)
  .max(MAX_MEMBERS, `must have at most ${MAX_MEMBERS} entries. Send more in several requests`)
  .transform(distinct)
  .nullish();

const createGroupInput = z.object({ id: chosenId.nullish(), name, description, memberIds });

export async function createGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createGroupInput>,
): Promise<Group> {
  checkPermission(caller, 'groups:write');
  const { id, name, description, memberIds } = parseInput(createGroupInput, input);
  const members = memberIds ?? [];
  await checkUsers(deps, caller, 'memberIds', members);
  return commitPlan(deps.store, async () => {
    if (id != null && (await deps.store.groups.find(id)) !== undefined) {
      throw new AdminError('ALREADY_EXISTS', 'Another group already has this id. Choose a different id.', 'id');
    }
    const group: Group = {
      id: id ?? (await deriveGroupId(deps, name)),
      version: 1,
      order: newOrderedId(deps.clock, deps.random),
      generation: newSecret(deps.random),
      name,
      description: description ?? undefined,
    };
    const detail = { name, ...(description != null && { description }), memberIds: [...members] };
    const changes = [
      insertion('groups', group),
      ...members.map((userId) => insertion('memberships', makeMembership(deps, group, userId))),
      eventOf(deps, caller, { type: 'CREATED', resource: 'group', resourceId: group.id, detail }),
    ];
    return { changes, result: group };
  });
}

const updateGroupInput = z.object({
  id: givenId,
  name: name.nullish(),
  description,
  addMemberIds: memberIds,
  removeMemberIds: memberIds,
});

/**
 * Changes the name or description of a group, and adds and removes members. Ignores users to add who are already members, and users to remove who
 * are not members.
 */
export async function updateGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof updateGroupInput>,
): Promise<Group> {
  checkPermission(caller, 'groups:write');
  const { id, name, description, addMemberIds, removeMemberIds } = parseInput(updateGroupInput, input);
  if (name === null) throw invalid('name', 'must not be null, because every group has a name');
  const [toRemove, toAdd] = [removeMemberIds ?? [], addMemberIds ?? []];
  await checkUsers(deps, caller, 'removeMemberIds', toRemove);
  await checkUsers(deps, caller, 'addMemberIds', toAdd);
  return commitPlan(deps.store, async () => {
    const group = await getGroup(deps, caller, id);
    const members = await membersAmong(deps, group, [...toRemove, ...toAdd]);
    const removed = members.filter(({ userId }) => toRemove.includes(userId));
    // A user in both lists is removed and added again. This invalidates the grants that depend on the user's old
    // membership.
    const staying = members.filter(({ userId }) => !toRemove.includes(userId)).map(({ userId }) => userId);
    const added = toAdd.filter((userId) => !staying.includes(userId));
    await checkJoining(deps, caller, group, added);
    const changes = {
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description: description ?? undefined }),
    };
    const { changed, from, to } = differences(viewOf(group), viewOf({ ...group, ...changes }), SHOWN);
    if (changed.length === 0 && removed.length === 0 && added.length === 0) return { changes: [], result: group };
    const event = eventOf(deps, caller, {
      type: 'UPDATED',
      resource: 'group',
      resourceId: id,
      detail: {
        ...(changed.length > 0 && { from, to }),
        addedMemberIds: added,
        removedMemberIds: removed.map(({ userId }) => userId),
      },
    });
    return {
      changes: [
        update('groups', group, changes),
        ...removed.map((membership) => deletionIf('memberships', { id: membership.id })),
        ...added.map((userId) => insertion('memberships', makeMembership(deps, group, userId))),
        event,
      ],
      result: recordAfter(group, changes),
    };
  });
}

const SHOWN = ['name', 'description'] as const;

function viewOf({ name, description }: Group): Pick<Group, 'name' | 'description'> {
  return { name, description };
}

const deleteGroupInput = z.object({ id: givenId });

/**
 * Deletes a group. All memberships and permissions with the group's generation become invalid at once. This function
 * deletes them too; if the process stops before that, a job deletes them.
 */
export async function deleteGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteGroupInput>,
): Promise<void> {
  checkPermission(caller, 'groups:write');
  const { id } = parseInput(deleteGroupInput, input);
  const group = await commitPlan(deps.store, async () => {
    const seen = await getGroup(deps, caller, id);
    const detail = { name: seen.name };
    const event = eventOf(deps, caller, { type: 'DELETED', resource: 'group', resourceId: id, detail });
    return { changes: [deletion('groups', seen), event], result: seen };
  });
  await deps.store.permissions.deleteOfGroup(group.generation);
  await deps.store.memberships.deleteOfGroup(group.generation);
  await deps.store.roleAssignments.deleteOfHolder(roleHolder({ group }));
}

/** Returns the group with an id. Throws if a member of the group has a permission that the caller does not have. */
async function getGroup(deps: Deps, caller: AdminCaller, id: string): Promise<Group> {
  const group = await deps.store.groups.find(id);
  if (group === undefined) throw notFound('group', 'id');
  await checkStrengthOverGroup(deps, caller, group);
  return group;
}

/** Throws if one of the users does not exist or has a permission that the caller does not have. */
async function checkUsers(deps: Deps, caller: AdminCaller, field: string, ids: readonly string[]): Promise<void> {
  const found = new Map((await deps.store.users.findMany(ids)).map((user) => [user.id, user]));
  for (const [index, id] of ids.entries()) {
    const user = found.get(id);
    if (user === undefined) throw notFound('user', `${field}.${index}`);
    checkStrengthOverUser(caller, user, `${field}.${index}`);
  }
}
