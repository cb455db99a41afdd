/**
 * This folder creates, changes and deletes groups and their memberships. The folder `../permissions` lets the members
 * of a group sign in to a client. Start reading here.
 */

import { z } from 'zod';
import { newOrderedId, newSecret, newShortId } from '../../keys/secrets.js';
import { changeRecord, deleteRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import type { Group } from '../../model/people/group.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverGroup, checkStrengthOverUser } from '../authorization.js';
import { chosenId, distinct, givenId, invalid, line, notFound, parseInput } from '../input-parser.js';
import { recordChange } from '../record-change.js';
import { addMember, removeMember } from './group-members.js';

const MAX_MEMBERS = 100;

const name = line(200);
const memberIds = z
  .array(givenId)
  .max(MAX_MEMBERS, `must have at most ${MAX_MEMBERS} entries. Send more in several requests`)
  .transform(distinct)
  .nullish();

const createGroupInput = z.object({ id: chosenId.nullish(), name, memberIds });

export async function createGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof createGroupInput>,
): Promise<Group> {
  checkPermission(caller, 'groups:write');
  const { id, name, memberIds } = parseInput(createGroupInput, input);
  const members = memberIds ?? [];
  await checkUsers(deps, caller, 'memberIds', members);
  const group: Group = {
    id: id ?? newShortId(deps.random),
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    name,
  };
  if (!(await deps.store.groups.insert(group))) {
    throw new AdminError('ALREADY_EXISTS', 'Another group already has this id. Choose a different id.', 'id');
  }
  for (const userId of members) await addMember(deps, group, userId);
  await recordChange(deps, caller, {
    type: 'CREATED',
    resource: 'group',
    resourceId: group.id,
    detail: { name, memberIds: [...members] },
  });
  return group;
}

const updateGroupInput = z.object({
  id: givenId,
  name: name.nullish(),
  addMemberIds: memberIds,
  removeMemberIds: memberIds,
});

/**
 * Renames a group, and adds and removes members. Ignores users to add who are already members, and users to remove who
 * are not members.
 */
export async function updateGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof updateGroupInput>,
): Promise<Group> {
  checkPermission(caller, 'groups:write');
  const { id, name, addMemberIds, removeMemberIds } = parseInput(updateGroupInput, input);
  if (name === null) throw invalid('name', 'must not be null, because every group has a name');
  const [toRemove, toAdd] = [removeMemberIds ?? [], addMemberIds ?? []];
  await checkUsers(deps, caller, 'removeMemberIds', toRemove);
  await checkUsers(deps, caller, 'addMemberIds', toAdd);
  const { before, after } = await changeRecord(deps.store.groups, id, absent, async (group) => {
    await checkStrengthOverGroup(deps, caller, group);
    return name === undefined || name === group.name ? undefined : { name };
  });
  const removed = await changedOf(toRemove, (userId) => removeMember(deps, after, userId));
  const added = await changedOf(toAdd, (userId) => addMember(deps, after, userId));
  if (before.name !== after.name || removed.length > 0 || added.length > 0) {
    await recordChange(deps, caller, {
      type: 'UPDATED',
      resource: 'group',
      resourceId: id,
      detail: {
        ...(before.name !== after.name && { from: { name: before.name }, to: { name: after.name } }),
        addedMemberIds: added,
        removedMemberIds: removed,
      },
    });
  }
  return after;
}

const deleteGroupInput = z.object({ id: givenId });

/**
 * Deletes a group. The group's own record is deleted first, which invalidates the memberships and permissions with the
 * group's generation.
 */
export async function deleteGroup(
  deps: Deps,
  caller: AdminCaller,
  input: z.input<typeof deleteGroupInput>,
): Promise<void> {
  checkPermission(caller, 'groups:write');
  const { id } = parseInput(deleteGroupInput, input);
  const check = (seen: Group) => checkStrengthOverGroup(deps, caller, seen);
  const group = await deleteRecord(deps.store.groups, id, absent, check);
  await deps.store.permissions.deleteOfGroup(group.generation);
  await deps.store.memberships.deleteOfGroup(group.generation);
  await recordChange(deps, caller, {
    type: 'DELETED',
    resource: 'group',
    resourceId: id,
    detail: { name: group.name },
  });
}

function absent() {
  return notFound('group', 'id');
}

/** Throws if a user does not exist or has a permission that the caller does not have. */
async function checkUsers(deps: Deps, caller: AdminCaller, field: string, ids: readonly string[]): Promise<void> {
  const found = new Map((await deps.store.users.findMany(ids)).map((user) => [user.id, user]));
  for (const [index, id] of ids.entries()) {
    const user = found.get(id);
    if (user === undefined) throw notFound('user', `${field}.${index}`);
    checkStrengthOverUser(caller, user, `${field}.${index}`);
  }
}

async function changedOf(ids: readonly string[], change: (id: string) => Promise<boolean>): Promise<string[]> {
  const changed: string[] = [];
  for (const id of ids) if (await change(id)) changed.push(id);
  return changed;
}
